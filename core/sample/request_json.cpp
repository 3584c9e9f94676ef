// SPDX-License-Identifier: GPL-3.0-or-later
// Requests as JSON, checked field by field so that a damaged recipe is named, not half obeyed.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/sample/request_draft.h"
#include "core/sample/request_text.h"

namespace bplf {
namespace {

using nlohmann::json;

constexpr const char* kSampleSchema = "bplf.sample.v1";
constexpr const char* kMorphSchema = "bplf.morph.v1";
constexpr const char* kHowManyKeys = "a list of 2 to 1000 keys";

[[noreturn]] void wrong(const std::string& field, const std::string& expected) {
    throw_usage_error("The request's field \"" + field + "\" must be " + expected + ".", field,
                      "Correct the field, or leave it out to use its default.");
}

void check_schema(const json& object, const char* schema) {
    if (!object.is_object()) wrong("(whole)", "a JSON object");
    const auto found = object.find("schema");
    if (found == object.end() || !found->is_string() || found->get<std::string>() != schema)
        wrong("schema", std::string("\"") + schema + "\"");
}

void read(const json& object, const std::string& field, std::string& value) {
    const auto found = object.find(field);
    if (found == object.end()) return;
    if (!found->is_string()) wrong(field, "text");
    value = found->get<std::string>();
}

void read(const json& object, const std::string& field, bool& value) {
    const auto found = object.find(field);
    if (found == object.end()) return;
    if (!found->is_boolean()) wrong(field, "true or false");
    value = found->get<bool>();
}

void read(const json& object, const std::string& field, int low, int high, int& value) {
    const auto found = object.find(field);
    if (found == object.end()) return;
    const std::string range = std::to_string(low) + " to " + std::to_string(high);
    if (!found->is_number_integer()) wrong(field, "a whole number from " + range);
    // Unsigned and signed numbers are stored apart; a huge unsigned one must not wrap into range.
    const bool huge = found->is_number_unsigned() && found->get<std::uint64_t>() > 0x7fffffffU;
    const std::int64_t number = huge ? std::int64_t{high} + 1 : found->get<std::int64_t>();
    if (number < low || number > high) wrong(field, "a whole number from " + range);
    value = static_cast<int>(number);
}

double finite(const json& number, const std::string& field, double low, double high) {
    const std::string expected = "a number from " + text::format_number(low) + " to " + text::format_number(high);
    if (!number.is_number()) wrong(field, expected);
    const double value = number.get<double>();
    if (!(value >= low && value <= high)) wrong(field, expected);
    return value;
}

void read_seed(const json& object, std::uint64_t& seed) {
    const auto found = object.find("seed");
    if (found == object.end()) return;
    if (!found->is_number_unsigned()) wrong("seed", "a whole number from 0 to 2^64 - 1");
    seed = found->get<std::uint64_t>();
}

void read_temperature(const json& object, const std::string& field, std::vector<double>& value) {
    const auto found = object.find(field);
    if (found == object.end()) return;
    if (!found->is_array() || found->size() > 32) wrong(field, "a list of numbers, one per level");
    value.clear();
    for (const json& entry : *found) value.push_back(finite(entry, field, 0, 2));
}

json mix_to_json(const LabelMix& mix) {
    json list = json::array();
    for (const LabelWeight& part : mix) list.push_back({{"label", part.label}, {"weight", part.weight}});
    return list;
}

LabelMix mix_from_json(const json& list, const std::string& field) {
    if (!list.is_array()) wrong(field, "a list of {\"label\", \"weight\"}");
    LabelMix mix;
    for (const json& part : list) {
        if (!part.is_object() || !part.contains("label") || !part.contains("weight"))
            wrong(field, "a list of {\"label\", \"weight\"}");
        LabelWeight weight;
        read(part, "label", weight.label);
        weight.weight = finite(part.at("weight"), field, 0, 1e12);
        mix.push_back(std::move(weight));
    }
    text::normalise(mix, field);
    return mix;
}

std::vector<LabelMix> mixes_from_json(const json& object) {
    const auto found = object.find("mixes");
    if (found == object.end()) return {LabelMix{}};
    if (!found->is_array() || found->empty() || found->size() > 256) wrong("mixes", "a list of 1 to 256 label mixes");
    std::vector<LabelMix> mixes;
    for (std::size_t i = 0; i < found->size(); ++i)
        mixes.push_back(mix_from_json((*found)[i], "mixes[" + std::to_string(i) + "]"));
    return mixes;
}

/// Requests of before models had an intensity of their own say nothing and mean 1.
std::optional<double> intensity_from_json(const json& object, const std::string& field) {
    const auto found = object.find("intensity");
    if (found == object.end()) return 1;
    if (found->is_null()) return std::nullopt;
    return finite(*found, field, 0, kLargestIntensity);
}

/// What rows have in common, and a key says beside its mix.
void write_look(json& object, const Look& look) {
    object["temperature"] = look.temperature;
    object["intensity"] = look.intensity ? json(*look.intensity) : json(nullptr);
}

bool is_same_but_mix(const Look& a, const Look& b) {
    return looks_of({b.mix}, a).front() == b;
}

Look look_from_json(const json& object, const std::string& prefix) {
    Look look;
    read_temperature(object, "temperature", look.temperature);
    look.intensity = intensity_from_json(object, prefix + "intensity");
    return look;
}

json key_to_json(const MorphKey& key) {
    json object{{"source", key.source},
                {"mix", mix_to_json(key.look.mix)},
                {"easing", text::easing_name(key.easing)},
                {"at", key.at},
                {"hold", key.hold}};
    write_look(object, key.look);
    return object;
}

MorphKey key_from_json(const json& object, const std::string& field) {
    if (!object.is_object()) wrong(field, "an object");
    MorphKey key;
    read(object, "source", key.source);
    text::check_source(key.source, field + ".source");
    key.look = look_from_json(object, field + '.');
    if (object.contains("mix")) key.look.mix = mix_from_json(object.at("mix"), field + ".mix");
    std::string easing = text::easing_name(key.easing);
    read(object, "easing", easing);
    key.easing = text::easing_from_name(easing, field + ".easing");
    if (object.contains("at")) key.at = finite(object.at("at"), field + ".at", -1, 10000);
    if (object.contains("hold")) key.hold = finite(object.at("hold"), field + ".hold", 0, 10000);
    return key;
}

/// What is left out is the model's own size, in its own colours: so were all pictures of earlier versions.
void write_as(json& object, const DrawnAs& as) {
    if (as.size > 0) object["size"] = as.size;
    if (as.grey) object["grey"] = true;
}

void read_as(const json& object, DrawnAs& as) {
    read(object, "size", 0, kLargestPicture, as.size);
    read(object, "grey", as.grey);
}

/// What is left out is no choice: so were all pictures of earlier versions.
void write_best_of(json& object, const BestOf& best_of) {
    if (best_of.candidates == 1) return;
    object["best_of"] = {{"candidates", best_of.candidates}, {"classifier", best_of.classifier}};
    if (!best_of.chosen.empty()) object["best_of"]["chosen"] = best_of.chosen;
}

void read_best_of(const json& object, std::size_t cells, BestOf& best_of) {
    const auto found = object.find("best_of");
    if (found == object.end()) return;
    if (!found->is_object()) wrong("best_of", "an object");
    read(*found, "candidates", 1, kMostCandidates, best_of.candidates);
    read(*found, "classifier", best_of.classifier);
    const auto chosen = found->find("chosen");
    if (chosen == found->end()) return;
    if (!chosen->is_array() || chosen->size() != cells) wrong("chosen", "a list of one candidate for each face");
    for (const json& entry : *chosen) {
        if (!entry.is_number_integer()) wrong("chosen", "a list of whole numbers");
        best_of.chosen.push_back(static_cast<int>(finite(entry, "chosen", 0, best_of.candidates - 1)));
    }
}

}  // namespace

json to_json(const SampleRequest& request) {
    BPLF_CHECK(
        std::ranges::all_of(request.looks, [&](const Look& look) { return is_same_but_mix(look, request.looks[0]); }),
        "rows differ in their mix alone");
    json mixes = json::array();
    for (const Look& look : request.looks) mixes.push_back(mix_to_json(look.mix));
    json object{{"schema", kSampleSchema},  {"model", request.model}, {"model_sha256", request.model_sha256},
                {"seed", request.seed},     {"count", request.count}, {"columns", request.columns},
                {"mixes", std::move(mixes)}};
    write_as(object, request.as);
    write_best_of(object, request.best_of);
    if (request.pixels > 0) object["pixels"] = request.pixels;
    write_look(object, request.looks.at(0));
    return object;
}

SampleRequest sample_request_from_json(const json& object) {
    check_schema(object, kSampleSchema);
    SampleRequest request;
    read(object, "model", request.model);
    read(object, "model_sha256", request.model_sha256);
    read_seed(object, request.seed);
    read(object, "count", 1, 4096, request.count);
    read(object, "columns", 1, 4096, request.columns);
    read_as(object, request.as);
    read(object, "pixels", 0, kLargestPicture, request.pixels);
    request.looks = looks_of(mixes_from_json(object), look_from_json(object, ""));
    read_best_of(object, request.looks.size() * static_cast<std::size_t>(request.count), request.best_of);
    if (request.best_of.candidates == 1) request.best_of = {};  // one is no choice, whatever was said of it
    return request;
}

json to_json(const MorphRequest& request) {
    json keys = json::array();
    for (const MorphKey& key : request.keys) keys.push_back(key_to_json(key));
    json object{{"schema", kMorphSchema},
                {"model", request.model},
                {"model_sha256", request.model_sha256},
                {"keys", std::move(keys)},
                {"frames", request.frames},
                {"fps", request.fps},
                {"path", text::path_name(request.path)},
                {"loop", request.loop}};
    write_as(object, request.as);
    return object;
}

MorphRequest morph_request_from_json(const json& object) {
    MorphRequest request = morph_draft_from_json(object);
    if (request.keys.size() < 2) wrong("keys", kHowManyKeys);
    return request;
}

MorphRequest morph_draft_from_json(const json& object) {
    check_schema(object, kMorphSchema);
    MorphRequest request;
    read(object, "model", request.model);
    read(object, "model_sha256", request.model_sha256);
    const auto keys = object.find("keys");
    if (keys == object.end() || !keys->is_array() || keys->size() > 1000) wrong("keys", kHowManyKeys);
    for (std::size_t i = 0; i < keys->size(); ++i)
        request.keys.push_back(key_from_json((*keys)[i], "keys[" + std::to_string(i) + "]"));
    read_as(object, request.as);
    read(object, "frames", 2, 10000, request.frames);
    if (object.contains("fps")) request.fps = finite(object.at("fps"), "fps", 0.1, 240);
    std::string path = text::path_name(request.path);
    read(object, "path", path);
    request.path = text::path_from_name(path, "path");
    read(object, "loop", request.loop);
    return request;
}

}  // namespace bplf
