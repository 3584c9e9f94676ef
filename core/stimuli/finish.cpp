// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/finish.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <utility>

#include "core/base/error.h"
#include "core/sample/request.h"

namespace bplf::stimuli {
namespace {

using Json = nlohmann::ordered_json;

const std::pair<const char*, Filter> kFilters[] = {
    {"lanczos", Filter::kLanczos3}, {"bicubic", Filter::kBicubic}, {"triangle", Filter::kTriangle}};

// Of an adult face, in units of the distance from eyes to mouth (and of that between the eyes across): from the
// hairline to the chin, a little inside the outline, so that neither hair nor background shows.
constexpr double kCentreBelowEyes = 0.45;
constexpr double kHalfHeight = 1.25;
constexpr double kHalfWidth = 0.88;
constexpr double kMostOfPicture = 0.485;  // in each direction, so that some background is left

constexpr const char *kOfLuma = "luma", *kOfChannels = "channels";

Point middle(Point a, Point b) {
    return {(a.x + b.x) / 2, (a.y + b.y) / 2};
}

LuminanceHistogram histogram_from(const nlohmann::json& json) {
    LuminanceHistogram histogram{};
    if (json.size() != histogram.size()) throw nlohmann::json::other_error::create(501, "256 shares", nullptr);
    for (std::size_t i = 0; i < histogram.size(); ++i) histogram[i] = json[i].get<double>();
    return histogram;
}

/// Recipes of version 0.1 do not say what is changed: each channel.
LinearChange linear_from(const nlohmann::json& json) {
    const std::string of = json.value("of", kOfChannels);
    if (of != kOfLuma && of != kOfChannels) throw nlohmann::json::other_error::create(501, "luma or channels", nullptr);
    return {json.at("gain"), json.at("offset"), of == kOfLuma};
}

}  // namespace

Filter filter_named(const std::string& name) {
    for (const auto& [word, filter] : kFilters) {
        if (name == word) return filter;
    }
    throw_usage_error("is no filter.", name, "Use lanczos, bicubic or triangle.");
}

Image enlarged(const Image& drawn, const Finish& finish) {
    const bool is_same = drawn.width == finish.width && drawn.height == finish.height;
    Image image = is_same ? drawn : resize(drawn, finish.width, finish.height, finish.filter);
    return finish.mirrored ? flip_horizontal(image) : image;
}

Image mask_of(const Finish& finish) {
    return finish.mask ? draw_mask(finish.width, finish.height, *finish.mask) : Image();
}

Image finished(const Image& drawn, const Finish& finish) {
    const Image mask = mask_of(finish);
    Image image = enlarged(drawn, finish);
    if (finish.linear) image = changed(image, *finish.linear);
    if (finish.histogram) image = match_histogram(image, mask, *finish.histogram);
    return mask.empty() ? image : masked(image, mask, static_cast<std::uint8_t>(finish.background));
}

Json to_json(const Finish& finish) {
    Json json{{"width", finish.width}, {"height", finish.height}};
    for (const auto& [word, filter] : kFilters) {
        if (filter == finish.filter) json["filter"] = word;
    }
    json["mirrored"] = finish.mirrored;
    json["background"] = finish.background;
    if (finish.mask) {
        const MaskShape& mask = *finish.mask;
        json["mask"] = {
            {"x", mask.x},       {"y", mask.y},      {"radius_x", mask.radius_x}, {"radius_y", mask.radius_y},
            {"roll", mask.roll}, {"edge", mask.edge}};
    }
    if (finish.linear)
        json["linear"] = {{"gain", finish.linear->gain},
                          {"offset", finish.linear->offset},
                          {"of", finish.linear->of_luma ? kOfLuma : kOfChannels}};
    if (finish.histogram) json["histogram"] = *finish.histogram;
    return json;
}

Finish finish_from_json(const nlohmann::json& json, const std::string& where) {
    try {
        Finish finish;
        finish.width = json.at("width").get<int>();
        finish.height = json.at("height").get<int>();
        finish.filter = filter_named(json.at("filter").get<std::string>());
        finish.mirrored = json.at("mirrored").get<bool>();
        finish.background = json.at("background").get<int>();
        if (json.contains("mask")) {
            const auto& mask = json.at("mask");
            finish.mask = MaskShape{mask.at("x"),        mask.at("y"),    mask.at("radius_x"),
                                    mask.at("radius_y"), mask.at("roll"), mask.at("edge")};
        }
        if (json.contains("linear")) finish.linear = linear_from(json.at("linear"));
        if (json.contains("histogram")) finish.histogram = histogram_from(json.at("histogram"));
        const bool is_sane = finish.width > 0 && finish.height > 0 && finish.width <= kLargestPicture &&
                             finish.height <= 4 * kLargestPicture && finish.background >= 0 &&
                             finish.background <= 255 &&
                             (!finish.mask || (finish.mask->radius_x > 0 && finish.mask->radius_y > 0));
        if (is_sane) return finish;
    } catch (const nlohmann::json::exception&) {  // said below
    } catch (const Error&) {                      // a filter that is none
    }
    throw_input_error("The recipe does not say rightly how the picture was finished.", where,
                      "Use another copy of the picture.");
}

MaskShape oval_around(const FacePoints& points, double scale, double edge, int width, int height) {
    const Point eyes = middle(points[0], points[1]), mouth = middle(points[3], points[4]);
    const double down = std::hypot(mouth.x - eyes.x, mouth.y - eyes.y);
    const double across = std::hypot(points[1].x - points[0].x, points[1].y - points[0].y);
    MaskShape shape;
    shape.x = eyes.x + kCentreBelowEyes * (mouth.x - eyes.x);
    shape.y = eyes.y + kCentreBelowEyes * (mouth.y - eyes.y);
    shape.radius_x = scale * kHalfWidth * across;
    shape.radius_y = scale * kHalfHeight * down;
    shape.roll = std::atan2(points[1].y - points[0].y, points[1].x - points[0].x) * 180 / std::numbers::pi;
    shape.edge = edge;
    // A face that fills its crop gets as much of an oval as the crop has, moved to where that lies.
    shape.radius_x = std::min(shape.radius_x, kMostOfPicture * width);
    shape.radius_y = std::min(shape.radius_y, kMostOfPicture * height);
    const double c = std::cos(shape.roll * std::numbers::pi / 180), s = std::sin(shape.roll * std::numbers::pi / 180);
    const auto reach_x = [&] { return std::hypot(shape.radius_x * c, shape.radius_y * s); };
    const auto reach_y = [&] { return std::hypot(shape.radius_x * s, shape.radius_y * c); };
    while (reach_x() > width / 2.0 || reach_y() > height / 2.0) {
        shape.radius_x *= 0.99;
        shape.radius_y *= 0.99;
    }
    shape.x = std::clamp(shape.x, reach_x(), width - reach_x());
    shape.y = std::clamp(shape.y, reach_y(), height - reach_y());
    return shape;
}

MaskShape ellipse_of(const MaskPlan& plan, int width, int height) {
    const auto [a, b] = plan.axes.value();
    const auto centre = plan.centre.value_or(std::array<double, 2>{width / 2.0, height / 2.0});
    return {centre[0], centre[1], a / 2, b / 2, 0, plan.edge};
}

}  // namespace bplf::stimuli
