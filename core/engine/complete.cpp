// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/complete.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/engine/session.h"
#include "core/face/align.h"
#include "core/face/frame.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

/// Parts of the model that draw what is not given, coarse to fine; details of a given size have the drawn colour.
std::vector<std::string> drawn_parts(const ModelInfo& info, int given, int size, bool draws_colour) {
    std::vector<std::string> parts;
    for (auto part = info.level_parts.rbegin(); part != info.level_parts.rend(); ++part) {
        if (*part == "base" || (!parts.empty() && parts.back() == *part)) continue;
        if (*part == "chroma" ? draws_colour : std::stoi(*part) > given && std::stoi(*part) <= size)
            parts.push_back(*part);
    }
    return parts;
}

/// What counts as given, in channels that the model takes.
Image given_part(const Completion& what, const ModelInfo& info) {
    if (what.draws_colour || info.channels == 1) return to_grey(what.given);
    return to_rgb(what.given);
}

void check_sizes(const Completion& what, int size, const ModelInfo& info) {
    if (what.given.empty() || what.given.width != what.given.height)
        throw_usage_error("the given picture is not a square.", "face", "Cut the face out first.");
    if (size >= what.given.width) return;
    throw_usage_error("The face is given at " + std::to_string(what.given.width) + " pixels, and " +
                          std::to_string(size) + " are asked for.",
                      "size", "Ask for " + std::to_string(info.height) + ", or give the face smaller.");
}

}  // namespace

int size_within(const ModelInfo& info, double side) {
    int size = info.sizes.front();
    for (const int known : info.sizes) size = known <= side ? known : size;
    return size;
}

double side_in_photo(const ModelInfo& info, const Face& face, double margin) {
    return crop_square(face, both_margins(info.frame_margin, margin)).side;
}

bool is_grey(const Image& image) {
    if (image.channels == 1) return true;
    for (std::size_t i = 0; i + 2 < image.pixels.size(); i += 3)
        if (image.pixels[i] != image.pixels[i + 1] || image.pixels[i] != image.pixels[i + 2]) return false;
    return true;
}

Completed complete_face(const Session& session, const Completion& what, const std::stop_token& stop) {
    const ModelInfo& info = session.info();
    const int size = what.size > 0 ? what.size : info.height;
    check_sizes(what, size, info);
    const bool stays_grey = !what.draws_colour && is_grey(what.given);
    Completed completed;
    completed.drawn = drawn_parts(info, what.given.width, size, what.draws_colour);
    if (completed.drawn.empty())
        throw_usage_error("The face has all the pixels that the model draws at " + std::to_string(size) + ".", "face",
                          "Take it smaller, ask for a larger size, or draw its colour.");
    Look asked;
    asked.temperature = what.temperature;
    completed.temperature = resolved(asked, info.own).temperature;
    const Sampler& sampler = session.sampler({what.size, stays_grey && info.channels == 3});
    const Image given = given_part(what, info);
    flow::FlowConfig config = sampler.plan().config();
    config.channels = given.channels;
    config.height = config.width_px = given.width;
    const std::vector<float> values = values_from_image(given, config);
    const auto codes = Session::codes_for(sampler, session.sampler().code_of_seed(what.seed, completed.temperature));
    completed.image = sampler.complete({given.width, given.channels, values}, codes, stop).image;
    return completed;
}

std::string recipe_of_completion(const ModelInfo& info, const Completion& what, const Completed& completed,
                                 const std::filesystem::path& photo) {
    const bool has_colour = !what.draws_colour && !is_grey(what.given);
    return nlohmann::json{{"schema", "bplf.completed.v1"},
                          {"model", info.name},
                          {"model_sha256", info.sha256},
                          {"source", "photo:" + photo.filename().string()},
                          {"given", {{"size", what.given.width}, {"colour", has_colour}}},
                          {"drawn", completed.drawn},
                          {"seed", what.seed},
                          {"size", completed.image.width},
                          {"temperature", completed.temperature},
                          {"note", "drawn, not seen"}}
        .dump();
}

}  // namespace bplf
