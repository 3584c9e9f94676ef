// SPDX-License-Identifier: GPL-3.0-or-later
// The line of manifest.jsonl: fixed keys in a fixed order, rounded numbers, so that it is byte-stable.
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/collect/candidate.h"

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
        double number = 0;
        const auto [end, code] = std::from_chars(content.data(), content.data() + content.size(), number);
        const bool is_number = code == std::errc() && end == content.data() + content.size() && std::isfinite(number);
        object[name] = is_number ? Json(number) : Json(content);
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
                          const std::string& class_name, const std::string& detector) {
    Json line;
    line["line"] = number;
    line["source"] = source;
    line["id"] = candidate.id;
    line["file_sha256"] = or_null(candidate.file_hash);
    line["pixel_sha256"] = or_null(candidate.hash);
    line["w"] = candidate.width;
    line["h"] = candidate.height;
    line["ch"] = candidate.channels;
    line["subject"] = or_null(candidate.subject);
    line["sequence"] = or_null(candidate.sequence);
    line["group"] = candidate.group_number;
    line["label_src"] = candidate.word;
    line["label"] = or_null(class_name);
    if (!candidate.columns.empty()) line["columns"] = columns_of(candidate.columns);
    if (!candidate.votes.empty()) line["votes"] = candidate.votes;
    if (candidate.decided) line["override"] = override_action_name(*candidate.decided);
    add_face(line, candidate, detector);
    const ImageStats& stats = candidate.stats;
    line["stats"] = {{"mean", rounded(stats.mean)},
                     {"std", rounded(stats.deviation)},
                     {"entropy", rounded(stats.entropy)},
                     {"lapvar", rounded(stats.sharpness)}};
    if (!candidate.probe.empty()) line["phash"] = hex(candidate.phash);
    if (candidate.psnr != 0) line["psnr"] = rounded(candidate.psnr);
    if (candidate.several_faces) line["flags"] = {"multi_face"};
    line["decision"] = candidate.kept() ? "keep" : "drop";
    line["reason"] = candidate.reason;
    line["detail"] = or_null(candidate.detail);
    line["dup_of"] = candidate.duplicate_of < 0 ? Json(nullptr) : Json(candidate.duplicate_of);
    line["split"] = candidate.split ? Json(split_name(*candidate.split)) : Json(nullptr);
    line["index"] = candidate.row < 0 ? Json(nullptr) : Json(candidate.row);
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bplf
