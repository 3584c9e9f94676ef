// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/candidate_pictures.h"

#include <array>
#include <span>

#include "core/collect/likeness.h"
#include "core/dataset/dataset_file.h"
#include "core/image/resize.h"
#include "core/io/safetensors.h"

namespace bplf {
namespace {

Image stored_picture(const Candidate& candidate, const BuildOptions& options) {
    return image_of_planes(candidate.pictures.pixels(), options.size, options.size, options.channels);
}

}  // namespace

Image small_picture(const Candidate& candidate, const BuildOptions& options) {
    if (candidate.pictures.has_pixels()) {
        return resize(stored_picture(candidate, options), kProbeSide, kProbeSide, Filter::kTriangle);
    }
    if (!candidate.pictures.has_thumb()) return {};
    return image_of_planes(candidate.pictures.thumb(), kProbeSide, kProbeSide, 1);
}

ReviewItem review_item(const Candidate& candidate, std::size_t line, const std::vector<std::string>& class_names,
                       const BuildOptions& options) {
    ReviewItem item;
    item.line = static_cast<std::int64_t>(line);
    item.id = candidate.id;
    item.source = options.sources[candidate.source];
    item.source_label = candidate.word;
    item.label = candidate.label < 0 ? candidate.word.text() : class_names[static_cast<std::size_t>(candidate.label)];
    item.reason = candidate.reason;
    item.detail = candidate.detail;
    if (candidate.split) item.split = split_name(*candidate.split);
    item.pixel_sha256 = candidate.hash.hex();
    item.row = candidate.row;
    item.duplicate_of = candidate.duplicate_of;
    item.psnr = candidate.psnr;
    item.decided = candidate.decided;
    item.picture = candidate.kept() ? stored_picture(candidate, options) : small_picture(candidate, options);
    return item;
}

void write_rejected(const std::filesystem::path& file, const std::vector<Candidate>& candidates,
                    const BuildOptions& options, const std::string& manifest_sha256) {
    std::vector<std::uint8_t> pixels;
    std::vector<std::int32_t> lines;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        if (candidates[line].kept()) continue;
        const Image picture = small_picture(candidates[line], options);
        if (picture.empty()) continue;
        const Image grey = to_grey(picture);
        pixels.insert(pixels.end(), grey.pixels.begin(), grey.pixels.end());
        lines.push_back(static_cast<std::int32_t>(line));
    }
    const auto count = static_cast<std::int64_t>(lines.size());
    const std::array<TensorView, 2> tensors{{
        {"manifest_row", DType::kI32, {count}, std::as_bytes(std::span(lines))},
        {"images", DType::kU8, {count, 1, kProbeSide, kProbeSide}, std::as_bytes(std::span(pixels))},
    }};
    write_safetensors(file, tensors, {{"format", "bplf.rejected.v1"}, {"manifest_sha256", manifest_sha256}});
}

}  // namespace bplf
