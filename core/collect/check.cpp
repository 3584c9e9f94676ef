// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/check.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <unordered_map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"

namespace bplf {
namespace {

std::filesystem::path file_in(const std::filesystem::path& place) {
    return std::filesystem::is_directory(place) ? place / "dataset.safetensors" : place;
}

CheckItem item(const std::string& name, std::int64_t wrong, Finding finding, const std::string& what) {
    return {name, wrong == 0 ? Finding::kFine : finding, std::to_string(wrong) + " " + what};
}

/// The manifest's lines by number, as JSON; discarded values where a line is none.
std::vector<nlohmann::json> parse_lines(const std::string& text) {
    std::vector<nlohmann::json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line, nullptr, false));
    return lines;
}

bool agrees(const nlohmann::json& line, const Dataset& dataset, std::int64_t row) {
    const auto at = static_cast<std::size_t>(row);
    const auto label = static_cast<std::size_t>(dataset.labels()[at]);
    const auto split = static_cast<Split>(dataset.splits()[at]);
    return line.is_object() && line.value("decision", nlohmann::json()) == "keep" &&
           line.value("index", nlohmann::json()) == row &&
           line.value("label", nlohmann::json()) == dataset.class_names()[label] &&
           line.value("split", nlohmann::json()) == split_name(split);
}

CheckItem check_rows(const Dataset& dataset, const std::string& manifest) {
    const auto lines = parse_lines(manifest);
    std::int64_t wrong = 0;
    for (std::int64_t row = 0; row < dataset.size(); ++row) {
        const auto number = dataset.manifest_rows()[static_cast<std::size_t>(row)];
        const bool inside = number >= 0 && static_cast<std::size_t>(number) < lines.size();
        if (!inside || !agrees(lines[static_cast<std::size_t>(number)], dataset, row)) ++wrong;
    }
    return item("manifest rows", wrong, Finding::kError, "images disagree with their line of the manifest.");
}

void check_manifest(const Dataset& dataset, const std::filesystem::path& path, std::vector<CheckItem>& items) {
    if (!std::filesystem::is_regular_file(path)) {
        items.push_back({"manifest", Finding::kError, "manifest.jsonl is missing beside the data set."});
        return;
    }
    const std::string text = read_file(path);
    const auto expected = dataset.metadata().find("manifest_sha256");
    const bool same =
        expected != dataset.metadata().end() && expected->second == sha256_hex(std::as_bytes(std::span(text)));
    items.push_back({"manifest", same ? Finding::kFine : Finding::kError,
                     same ? "manifest.jsonl is the one of this build."
                          : "manifest.jsonl was changed or belongs to another build."});
    items.push_back(check_rows(dataset, text));
}

/// Rows with equal pixels, by the bytes themselves.
std::unordered_map<std::string_view, std::vector<std::int64_t>> rows_by_pixels(const Dataset& dataset) {
    std::unordered_map<std::string_view, std::vector<std::int64_t>> rows;
    for (std::int64_t row = 0; row < dataset.size(); ++row) {
        const auto image = dataset.image(row);
        rows[{reinterpret_cast<const char*>(image.data()), image.size()}].push_back(row);
    }
    return rows;
}

void check_copies(const Dataset& dataset, std::vector<CheckItem>& items) {
    std::int64_t leaked = 0, repeated = 0;
    for (const auto& [pixels, rows] : rows_by_pixels(dataset)) {
        const auto training = std::count_if(rows.begin(), rows.end(), [&](std::int64_t row) {
            return dataset.splits()[static_cast<std::size_t>(row)] == static_cast<std::uint8_t>(Split::kTrain);
        });
        if (training < static_cast<std::int64_t>(rows.size()))
            leaked += training;
        else
            repeated += training - 1;
    }
    items.push_back(
        item("splits", leaked, Finding::kWarning, "training images also occur, pixel by pixel, in a held-out split."));
    items.push_back(item("copies", repeated, Finding::kWarning, "training images repeat an earlier one."));
}

CheckItem check_groups(const Dataset& dataset) {
    std::unordered_map<std::int32_t, std::uint8_t> split_of;
    std::unordered_map<std::int32_t, bool> torn;
    for (std::size_t row = 0; row < dataset.groups().size(); ++row) {
        const std::int32_t group = dataset.groups()[row];
        const auto [found, fresh] = split_of.emplace(group, dataset.splits()[row]);
        if (!fresh && found->second != dataset.splits()[row]) torn[group] = true;
    }
    return item("groups", static_cast<std::int64_t>(torn.size()), Finding::kWarning,
                "groups have images in more than one split.");
}

CheckItem check_constant(const Dataset& dataset) {
    std::int64_t constant = 0;
    for (std::int64_t row = 0; row < dataset.size(); ++row) {
        const auto image = dataset.image(row);
        constant += std::all_of(image.begin(), image.end(), [&](auto value) { return value == image.front(); });
    }
    return item("constant", constant, Finding::kWarning, "images have one value everywhere.");
}

CheckItem check_classes(const Dataset& dataset) {
    std::string missing;
    std::int64_t count = 0;
    const auto counts = dataset.counts();
    for (std::size_t label = 0; label < counts.size(); ++label) {
        if (counts[label][0] > 0) continue;
        ++count;
        missing += " " + dataset.class_names()[label];
    }
    return item("classes", count, Finding::kWarning,
                "classes have no training image" + (missing.empty() ? "." : ":" + missing + "."));
}

}  // namespace

void describe_labels(std::span<const float> weights, std::size_t classes, DatasetInfo& info) {
    if (weights.empty()) return;
    info.label_weights.assign(classes, 0);
    for (std::size_t row = 0; row < weights.size(); row += classes) {
        bool soft = false;
        for (std::size_t i = 0; i < classes; ++i) {
            const float share = weights[row + i];
            info.label_weights[i] += share;
            soft = soft || (share > 0 && share < 1);
        }
        info.soft_labels += soft;
    }
}

DatasetInfo describe_content(const Dataset& dataset) {
    DatasetInfo info;
    info.images = dataset.size();
    info.channels = dataset.channels();
    info.height = dataset.height();
    info.width = dataset.width();
    info.class_names = dataset.class_names();
    info.source_names = dataset.source_names();
    info.counts = dataset.counts();
    describe_labels(dataset.label_weights(), info.class_names.size(), info);
    info.columns = dataset.extra_columns();
    info.metadata = dataset.metadata();
    info.content_sha256 = dataset.content_sha256();
    return info;
}

DatasetInfo dataset_info(const std::filesystem::path& file_or_folder) {
    const Dataset dataset = Dataset::open(file_or_folder);
    DatasetInfo info = describe_content(dataset);
    info.file = file_in(file_or_folder);
    info.bytes = static_cast<std::int64_t>(std::filesystem::file_size(info.file));
    return info;
}

std::vector<CheckItem> check_dataset(const std::filesystem::path& file_or_folder) {
    const Dataset dataset = Dataset::open(file_or_folder);
    std::vector<CheckItem> items;
    check_manifest(dataset, file_in(file_or_folder).parent_path() / "manifest.jsonl", items);
    items.push_back(check_groups(dataset));
    check_copies(dataset, items);
    items.push_back(check_constant(dataset));
    items.push_back(check_classes(dataset));
    return items;
}

std::string finding_name(Finding finding) {
    switch (finding) {
        case Finding::kFine:
            return "fine";
        case Finding::kWarning:
            return "warning";
        default:
            return "error";
    }
}

}  // namespace bplf
