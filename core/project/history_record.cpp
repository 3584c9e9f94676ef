// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/history_record.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bplf::project {
namespace {

constexpr std::size_t kLongestId = 64;

nlohmann::json mix_json(const LabelMix& mix) {
    nlohmann::json json = nlohmann::json::object();
    for (const LabelWeight& part : mix) json[part.label] = part.weight;
    return json;
}

LabelMix mix_from(const nlohmann::json& json) {
    LabelMix mix;
    for (const auto& [label, weight] : json.items()) mix.push_back({label, weight.get<double>()});
    return mix;
}

template <typename T>
std::optional<T> optional_at(const nlohmann::json& json, const char* key) {
    return json.contains(key) ? std::optional<T>(json.at(key).get<T>()) : std::nullopt;
}

HistoryRecord read_fields(const nlohmann::json& json) {
    HistoryRecord record;
    record.id = json.at("id").get<std::string>();
    record.time = json.at("time").get<std::int64_t>();
    record.screen = json.at("screen").get<std::string>();
    record.kind = json.value("kind", record.kind);
    record.title = json.value("title", std::string());
    record.model = json.value("model", std::string());
    record.model_sha256 = json.value("model_sha256", std::string());
    if (json.contains("label")) record.mix = mix_from(json.at("label"));
    record.temperature = optional_at<double>(json, "temperature");
    record.seed = optional_at<std::uint64_t>(json, "seed");
    record.photos = json.value("photos", std::vector<std::string>());
    record.key = json.value("key", std::string());
    record.rating = std::clamp(json.value("rating", 0), 0, kMostStars);
    if (!json.at("state").is_object() || !is_record_id(record.id)) throw_input_error("is not a state.", record.id);
    record.state = json.at("state").dump();
    return record;
}

}  // namespace

std::string new_record_id(std::int64_t time) {
    static std::atomic<unsigned> counter{0};
    std::array<char, kLongestId> text{};
    std::snprintf(text.data(), text.size(), "%011llx-%x-%x", static_cast<unsigned long long>(time),
                  static_cast<unsigned>(::getpid()), counter.fetch_add(1));
    return text.data();
}

bool is_record_id(const std::string& id) {
    return !id.empty() && id.size() <= kLongestId && id.find_first_not_of("0123456789abcdef-") == std::string::npos;
}

nlohmann::json to_json(const HistoryRecord& record) {
    nlohmann::json json{{"schema", "bplf.history.v1"}, {"id", record.id},
                        {"time", record.time},         {"screen", record.screen},
                        {"kind", record.kind},         {"state", nlohmann::json::parse(record.state)}};
    if (!record.title.empty()) json["title"] = record.title;
    if (!record.model.empty()) json["model"] = record.model;
    if (!record.model_sha256.empty()) json["model_sha256"] = record.model_sha256;
    if (!record.mix.empty()) json["label"] = mix_json(record.mix);
    if (record.temperature) json["temperature"] = *record.temperature;
    if (record.seed) json["seed"] = *record.seed;
    if (!record.photos.empty()) json["photos"] = record.photos;
    if (!record.key.empty()) json["key"] = record.key;
    if (record.rating > 0) json["rating"] = record.rating;
    return json;
}

HistoryRecord record_from_json(const nlohmann::json& json) {
    try {
        return read_fields(json);
    } catch (const nlohmann::json::exception&) {
        throw_input_error("is not a state of the history.", "");
    }
}

}  // namespace bplf::project
