// SPDX-License-Identifier: GPL-3.0-or-later
// The line of manifest.jsonl: fixed keys in a fixed order, rounded numbers, so that it is byte-stable.
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/collect/candidate.h"
#include "core/collect/extra_columns.h"
#include "core/collect/label_classes.h"

namespace bplf {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) {
    return std::round(value * 1000) / 1000;
}

Json box_of(const FaceRect& box) {
    return {rounded(box.x), rounded(box.y), rounded(box.width), rounded(box.height)};
}

Json points_of(const FacePoints& points) {
    Json list = Json::array();
    for (const Point& point : points) list.push_back({rounded(point.x), rounded(point.y)});
    return list;
}

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

std::string hex(std::uint64_t value) {
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[value >> shift & 15U];
    return text;
}

/// Numbers as numbers, words as words.
Json columns_of(const std::vector<std::pair<std::string, std::string>>& columns) {
    Json object = Json::object();
    for (const auto& [name, content] : columns) {
        const auto number = number_in(content);
        object[name] = number ? Json(*number) : Json(content);
    }
    return object;
}

/// The classes that have a share, with it.
Json weights_of(const Candidate& candidate, const std::vector<std::string>& class_names) {
    Json object = Json::object();
    for (std::size_t i = 0; i < class_names.size(); ++i) {
        if (candidate.label_weights[i] > 0)
            object[class_names[i]] = std::round(candidate.label_weights[i] * kShareSteps) / kShareSteps;
    }
    return object;
}

void add_face(Json& line, const Candidate& candidate, const std::string& detector) {
    line["detector"] = candidate.taken_whole ? "user" : detector;
    if (candidate.face) {
        const Face& face = *candidate.face;
        line["score"] = rounded(face.score);
        line["box"] = box_of(face.box);
        line["roll_try"] = rounded(face.roll);
        if (face.landmarks) line["landmarks"] = points_of(*face.landmarks);
    } else if (!candidate.taken_whole) {
        return;
    }
    const CropSquare& square = candidate.square;
    if (candidate.padded) line["padded"] = rounded(*candidate.padded);
    line["crop"] = {rounded(square.centre.x), rounded(square.centre.y), rounded(square.side), rounded(square.roll)};
}

}  // namespace

std::string manifest_line(const Candidate& candidate, std::size_t number, const std::string& source,
                          const std::vector<std::string>& class_names, const std::string& detector) {
    Json line;
    line["line"] = number;
    line["source"] = source;
    line["id"] = candidate.id;
    line["file_sha256"] = or_null(candidate.file_hash.hex());
    line["pixel_sha256"] = or_null(candidate.hash.hex());
    line["w"] = candidate.width;
    line["h"] = candidate.height;
    line["ch"] = candidate.channels;
    line["subject"] = or_null(candidate.subject);
    line["sequence"] = or_null(candidate.sequence);
    line["group"] = candidate.group_number;
    line["label_src"] = candidate.word.text();
    line["label"] = candidate.label < 0 ? Json(nullptr) : Json(class_names[static_cast<std::size_t>(candidate.label)]);
    if (!candidate.label_weights.empty()) line["label_weights"] = weights_of(candidate, class_names);
    if (!candidate.columns.empty()) line["columns"] = columns_of(candidate.columns);
    if (!candidate.votes.empty()) line["votes"] = candidate.votes;
    if (candidate.decided) line["override"] = override_action_name(*candidate.decided);
    add_face(line, candidate, detector);
    const ImageStats& stats = candidate.stats;
    line["stats"] = {{"mean", rounded(stats.mean)},
                     {"std", rounded(stats.deviation)},
                     {"entropy", rounded(stats.entropy)},
                     {"lapvar", rounded(stats.sharpness)}};
    if (candidate.phash) line["phash"] = hex(*candidate.phash);
    if (candidate.psnr != 0) line["psnr"] = rounded(candidate.psnr);
    if (candidate.several_faces) line["flags"] = {"multi_face"};
    line["decision"] = candidate.kept() ? "keep" : "drop";
    line["reason"] = candidate.reason.text();
    line["detail"] = or_null(candidate.detail);
    line["dup_of"] = candidate.duplicate_of < 0 ? Json(nullptr) : Json(candidate.duplicate_of);
    line["split"] = candidate.split ? Json(split_name(*candidate.split)) : Json(nullptr);
    line["index"] = candidate.row < 0 ? Json(nullptr) : Json(candidate.row);
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bplf
