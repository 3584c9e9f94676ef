// SPDX-License-Identifier: GPL-3.0-or-later
// A request as the shell command that gives the same picture, and the grammar of one morph key.
#include "core/base/error.h"
#include "core/base/quoted_text.h"
#include "core/sample/cells.h"
#include "core/sample/request.h"
#include "core/sample/request_text.h"

namespace bplf {
namespace {

void append(std::string& command, const std::string& option, const std::string& value) {
    command += ' ' + option + ' ' + shell_quote(value);
}

void append_look(std::string& command, const Look& look) {
    if (!look.temperature.empty())
        append(command, look.temperature.size() == 1 ? "--temperature" : "--temperature-per-level",
               text::join_numbers(look.temperature));
    if (look.intensity) append(command, "--intensity", text::format_number(*look.intensity));
}

void append_as(std::string& command, const DrawnAs& as) {
    if (as.size > 0) append(command, "--size", std::to_string(as.size));
    if (as.grey) command += " --grey";
}

void append_best_of(std::string& command, const BestOf& best_of) {
    if (best_of.candidates == 1) return;
    append(command, "--best-of", std::to_string(best_of.candidates));
    if (best_of.classifier != BestOf{}.classifier) append(command, "--classifier", best_of.classifier);
}

void set_field(MorphKey& key, const std::string& field, const std::vector<std::string>& labels) {
    const std::size_t equals = field.find('=');
    const std::string name = field.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : field.substr(equals + 1);
    if (name == "label") {
        key.look.mix = parse_label_mix(value, labels);
    } else if (name == "temperature") {
        key.look.temperature = text::parse_numbers(value, "key temperature");
    } else if (name == "intensity") {
        const double intensity = text::parse_number(value, "key intensity");
        if (!(intensity >= 0 && intensity <= kLargestIntensity))
            throw_usage_error("\"" + field + "\" is no intensity.", "key", "Use 0 to 4.");
        key.look.intensity = intensity;
    } else if (name == "easing") {
        key.easing = text::easing_from_name(value, "key easing");
    } else if (name == "at" || name == "hold") {
        const double frame = text::parse_number(value, "key " + name);
        if (frame < 0 || frame > 10000)
            throw_usage_error("\"" + field + "\" is not a frame.", "key", "Use 0 to 10000.");
        (name == "at" ? key.at : key.hold) = frame;
    } else {
        throw_usage_error("Unknown part \"" + field + "\" in a morph key.", "key",
                          "Use label=…, temperature=…, intensity=…, easing=…, at=… or hold=….");
    }
}

}  // namespace

std::string as_command(const SampleRequest& request) {
    const SampleRequest defaults;
    std::string command = "bplf sample " + shell_quote(request.model);
    for (const Look& look : request.looks)
        if (request.looks.size() > 1 || !look.mix.empty()) append(command, "--label", format_label_mix(look.mix));
    // --count has another default on the command line, so it is always said.
    append(command, "--count", std::to_string(request.count));
    if (request.columns != defaults.columns) append(command, "--columns", std::to_string(request.columns));
    // A chosen face is one of its own seed, which draws it without a classifier.
    const bool is_chosen = cell_count(request) == 1 && !request.best_of.chosen.empty();
    append(command, "--seed", std::to_string(is_chosen ? seed_of_cell(request, 0) : request.seed));
    append_look(command, request.looks.front());
    append_as(command, request.as);
    if (!is_chosen) append_best_of(command, request.best_of);
    if (request.pixels > 0) append(command, "--pixels", std::to_string(request.pixels));
    append(command, "--out", "faces.png");
    return command;
}

std::string as_command(const MorphRequest& request) {
    const MorphRequest defaults;
    std::string command = "bplf morph " + shell_quote(request.model);
    for (const MorphKey& key : request.keys) append(command, "--key", format_morph_key(key));
    append(command, "--frames", std::to_string(request.frames));
    append(command, "--fps", text::format_number(request.fps));
    if (request.path != defaults.path) append(command, "--path", text::path_name(request.path));
    if (request.loop) command += " --loop";
    append_as(command, request.as);
    append(command, "--out", "morph.gif");
    return command;
}

MorphKey parse_morph_key(const std::string& text, const std::vector<std::string>& labels) {
    const std::vector<std::string> parts = text::split(text, ';');
    MorphKey key;
    key.source = text::unescape(text::trim(parts[0]));
    for (std::size_t i = 1; i < parts.size(); ++i) set_field(key, text::trim(parts[i]), labels);
    text::check_source(key.source, "key");
    return key;
}

Look own_look(const MorphKey& key, const Look& model) {
    return key.source.starts_with("seed:") ? model : look_as_stored(model.temperature.size());
}

std::string format_morph_key(const MorphKey& key) {
    std::string result = text::escape(key.source, ";");
    if (!key.look.mix.empty()) result += ";label=" + format_label_mix(key.look.mix);
    if (!key.look.temperature.empty()) result += ";temperature=" + text::join_numbers(key.look.temperature);
    if (key.look.intensity) result += ";intensity=" + text::format_number(*key.look.intensity);
    if (key.easing != MorphKey{}.easing) result += ";easing=" + text::easing_name(key.easing);
    if (key.at >= 0) result += ";at=" + text::format_number(key.at);
    if (key.hold != 0) result += ";hold=" + text::format_number(key.hold);
    return result;
}

}  // namespace bplf
