// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/chained.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bplf {
namespace {

class Chained final : public Source {
  public:
    Chained(std::string name, std::vector<std::unique_ptr<Source>> parts)
        : name_(std::move(name)), parts_(std::move(parts)) {}

    std::string name() const override { return name_; }
    std::string collection() const override { return parts_.front()->collection(); }
    std::vector<std::string> class_names() const override {
        std::vector<std::string> names;
        for (const auto& part : parts_) {
            for (const std::string& name : part->class_names()) {
                if (std::ranges::find(names, name) == names.end()) names.push_back(name);
            }
        }
        return names;
    }
    std::int64_t size() const override {
        std::int64_t total = 0;
        for (const auto& part : parts_) total += part->size();
        return total;
    }
    std::vector<std::string> notes() const override {
        std::vector<std::string> all;
        for (const auto& part : parts_) std::ranges::copy(part->notes(), std::back_inserter(all));
        return all;
    }
    std::optional<SourceRecord> next() override {
        for (; at_ < parts_.size(); ++at_) {
            if (auto record = parts_[at_]->next()) return record;
        }
        return std::nullopt;
    }

  private:
    std::string name_;
    std::vector<std::unique_ptr<Source>> parts_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Source> chained(const std::string& name, std::vector<std::unique_ptr<Source>> parts) {
    return std::make_unique<Chained>(name, std::move(parts));
}

}  // namespace bplf
