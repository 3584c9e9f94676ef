// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/review.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/collect/likeness.h"
#include "core/dataset/dataset_file.h"
#include "core/io/safetensors.h"

namespace bplf {
namespace {

constexpr const char* kRebuild = "Build it again with `bplf dataset build`.";

std::string text_at(const nlohmann::json& line, const char* key) {
    const nlohmann::json& value = line.at(key);
    return value.is_null() ? std::string() : value.get<std::string>();
}

std::int64_t number_at(const nlohmann::json& line, const char* key) {
    const nlohmann::json& value = line.at(key);
    return value.is_null() ? -1 : value.get<std::int64_t>();
}

/// Null stands for a picture that the truncation left as it was.
double psnr_of(const nlohmann::json& line) {
    const auto found = line.find("psnr");
    if (found == line.end()) return 0;
    return found->is_null() ? std::numeric_limits<double>::infinity() : found->get<double>();
}

ReviewItem item_of(const nlohmann::json& line) {
    ReviewItem item;
    item.line = line.at("line").get<std::int64_t>();
    item.id = text_at(line, "id");
    item.source = text_at(line, "source");
    item.source_label = text_at(line, "label_src");
    item.label = text_at(line, "label");
    if (item.label.empty()) item.label = item.source_label;
    item.reason = text_at(line, "reason");
    item.detail = text_at(line, "detail");
    item.split = text_at(line, "split");
    item.pixel_sha256 = text_at(line, "pixel_sha256");
    item.row = number_at(line, "index");
    item.duplicate_of = number_at(line, "dup_of");
    item.psnr = psnr_of(line);
    if (line.contains("override")) item.decided = override_action_from_name(text_at(line, "override"));
    return item;
}

std::vector<ReviewItem> read_items(const std::filesystem::path& file, const std::string& manifest) {
    std::vector<ReviewItem> items;
    std::istringstream lines(manifest);
    for (std::string text; std::getline(lines, text);) {
        try {
            items.push_back(item_of(nlohmann::json::parse(text)));
        } catch (const nlohmann::json::exception&) {
            throw_input_error("is no line of a manifest.", file.string() + ", line " + std::to_string(items.size() + 1),
                              kRebuild);
        }
        if (items.back().line == static_cast<std::int64_t>(items.size()) - 1) continue;
        throw_input_error("The line has another number than its place.",
                          file.string() + ", line " + std::to_string(items.size()), kRebuild);
    }
    return items;
}

/// Error(kInput) unless `metadata` names this manifest.
void require_manifest(const Metadata& metadata, const std::string& hash, const std::filesystem::path& file) {
    const auto found = metadata.find("manifest_sha256");
    if (found != metadata.end() && found->second == hash) return;
    throw_input_error("belongs to another manifest.jsonl than the one beside it.", file.string(), kRebuild);
}

void check_items(const std::vector<ReviewItem>& items, const Dataset& dataset, const std::filesystem::path& file) {
    const bool inside = std::all_of(items.begin(), items.end(), [&](const ReviewItem& item) {
        return item.kept() == (item.row >= 0) && item.row < dataset.size() &&
               item.duplicate_of < static_cast<std::int64_t>(items.size());
    });
    if (!inside) throw_input_error("names images that the data set does not have.", file.string(), kRebuild);
}

/// Pictures of what was left out, by line of the manifest.
class RejectedPictures {
  public:
    RejectedPictures(const std::filesystem::path& path, const std::string& manifest_hash) : file_(path) {
        require_manifest(file_.metadata(), manifest_hash, path);
        const TensorView& rows = file_.tensor("manifest_row");
        const TensorView& images = file_.tensor("images");
        const bool fits = rows.dtype == DType::kI32 && rows.shape.size() == 1 && images.dtype == DType::kU8 &&
                          images.shape == std::vector<std::int64_t>{rows.shape[0], 1, kProbeSide, kProbeSide};
        if (!fits) throw_input_error("does not hold pictures of rejected images.", path.string(), kRebuild);
        std::size_t place = 0;
        for (const std::int32_t row : rows.as<std::int32_t>()) places_[row] = place++;
    }

    Image at(std::int64_t line) const {
        const auto found = places_.find(line);
        if (found == places_.end()) return {};
        constexpr std::size_t kBytes = std::size_t{kProbeSide} * kProbeSide;
        const auto all = file_.tensor("images").as<std::uint8_t>();
        return image_of_planes(all.subspan(found->second * kBytes, kBytes), kProbeSide, kProbeSide, 1);
    }

  private:
    SafetensorsFile file_;
    std::unordered_map<std::int64_t, std::size_t> places_;
};

}  // namespace

struct Review::Data {
    explicit Data(Dataset set) : dataset(std::move(set)) {}
    Dataset dataset;
    std::vector<ReviewItem> items;
    std::optional<RejectedPictures> rejected;
};

Review::Review(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

Review Review::open(const std::filesystem::path& folder) {
    auto data = std::make_shared<Data>(Dataset::open(folder));
    const auto manifest_file = folder / "manifest.jsonl";
    const std::string manifest = read_file(manifest_file);
    const std::string hash = sha256_hex(std::as_bytes(std::span(manifest)));
    require_manifest(data->dataset.metadata(), hash, folder / "dataset.safetensors");
    data->items = read_items(manifest_file, manifest);
    check_items(data->items, data->dataset, manifest_file);
    if (std::filesystem::exists(folder / kRejectedName)) data->rejected.emplace(folder / kRejectedName, hash);
    return Review(std::move(data));
}

std::int64_t Review::size() const {
    return static_cast<std::int64_t>(data_->items.size());
}

ReviewItem Review::item(std::int64_t line) const {
    BPLF_CHECK(line >= 0 && line < size(), "line outside the manifest");
    return data_->items[static_cast<std::size_t>(line)];
}

Image Review::picture(std::int64_t line) const {
    BPLF_CHECK(line >= 0 && line < size(), "line outside the manifest");
    const ReviewItem& item = data_->items[static_cast<std::size_t>(line)];
    if (item.kept()) return image_of_row(data_->dataset, item.row);
    return data_->rejected ? data_->rejected->at(line) : Image();
}

std::map<std::string, std::int64_t> Review::reasons() const {
    std::map<std::string, std::int64_t> counts;
    for (const ReviewItem& item : data_->items) ++counts[item.reason];
    return counts;
}

const std::vector<std::string>& Review::class_names() const {
    return data_->dataset.class_names();
}

}  // namespace bplf
