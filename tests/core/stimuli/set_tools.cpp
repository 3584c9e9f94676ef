// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/stimuli/set_tools.h"

#include <nlohmann/json.hpp>

#include "core/engine/engine.h"
#include "core/face/align.h"
#include "core/image/luminance.h"

namespace bplf::stimuli::test {
namespace {

std::vector<Face> made_up(const Image& image) {
    if (luminance_of(image).sd < 1) return {};
    Face face;
    face.box = {0, 0, static_cast<double>(image.width), static_cast<double>(image.height)};
    face.landmarks = crop_template();
    for (Point& point : *face.landmarks) {
        point.x *= image.width;
        point.y *= image.height;
    }
    return {face};
}

}  // namespace

Tools SetTools::tools() {
    return {engine.get(), &judge, made_up};
}

Plan small_plan(const std::string& more) {
    nlohmann::json plan{{"schema", kPlanSchema},
                        {"identities", {{{"seeds", {1, 2}}}}},
                        {"expressions", {"happy", "sad"}},
                        {"levels", {0, 50, 100}},
                        {"size", 48},
                        {"mask", {{"shape", "oval"}}},
                        {"luminance", {{"match", "mean-sd"}, {"mean", 128}, {"sd", 40}}},
                        {"contact_sheet", false}};
    plan.update(nlohmann::json::parse(more));
    return plan_from_json(plan.dump(), "plan.json");
}

}  // namespace bplf::stimuli::test
