// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/stored_pictures.h"

#include "core/base/error.h"

namespace bplf {
namespace {

std::array<const std::vector<std::uint8_t>*, 4> parts_of(const Pictures& pictures) {
    return {&pictures.pixels, &pictures.mask, &pictures.probe, &pictures.thumb};
}

}  // namespace

Pictures& StoredPictures::here() {
    BPLF_CHECK(spool_ == nullptr, "what was put aside is not filled again");
    if (!here_) here_ = std::make_shared<Pictures>();
    return *here_;
}

void StoredPictures::put_aside(Spool& spool) {
    if (!here_) return;
    std::vector<std::uint8_t> all;
    const auto parts = parts_of(*here_);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        sizes_[i] = static_cast<std::uint32_t>(parts[i]->size());
        all.insert(all.end(), parts[i]->begin(), parts[i]->end());
    }
    at_ = spool.append(all);
    spool_ = &spool;
    here_.reset();
}

std::size_t StoredPictures::size(std::size_t which) const {
    return here_ ? parts_of(*here_)[which]->size() : sizes_[which];
}

std::vector<std::uint8_t> StoredPictures::bytes(std::size_t which) const {
    if (here_) return *parts_of(*here_)[which];
    std::int64_t at = at_;
    for (std::size_t i = 0; i < which; ++i) at += sizes_[i];
    std::vector<std::uint8_t> result(sizes_[which]);
    if (!result.empty()) spool_->read(at, result);
    return result;
}

}  // namespace bplf
