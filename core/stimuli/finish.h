// SPDX-License-Identifier: GPL-3.0-or-later
// From a drawn face to the picture that is shown: enlarged, mirrored, matched in luminance, masked.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "core/face/face.h"
#include "core/image/luminance.h"
#include "core/image/mask.h"
#include "core/image/resize.h"
#include "core/stimuli/plan.h"

namespace bplf::stimuli {

/// A luminance match that clips more than this of a picture's matched pixels is refused.
inline constexpr double kMostClipped = 0.5;

/// All that happens to a face after it was drawn; stands in the picture's recipe, so that the picture can be made
/// again.
struct Finish {
    int width = 0, height = 0;  ///< of the finished picture
    Filter filter = Filter::kLanczos3;
    bool mirrored = false;
    int background = 128;
    std::optional<MaskShape> mask;  ///< in pixels of the finished picture, after mirroring
    std::optional<LinearChange> linear;
    std::optional<LuminanceHistogram> histogram;
};

/// "lanczos", "bicubic", "triangle". Precondition: one of them.
Filter filter_named(const std::string& name);

/// Enlarged and mirrored alone.
Image enlarged(const Image& drawn, const Finish& finish);
/// The mask of the finish; empty without one.
Image mask_of(const Finish& finish);
/// The finished picture.
Image finished(const Image& drawn, const Finish& finish);

nlohmann::ordered_json to_json(const Finish& finish);
/// Error(kInput) at `where` for what to_json() did not write.
Finish finish_from_json(const nlohmann::json& json, const std::string& where);

/// The ellipse about a face by its five points, `scale` times its size, no larger than a picture of this size allows.
MaskShape oval_around(const FacePoints& points, double scale, double edge, int width, int height);
/// An ellipse of the plan's axes.
MaskShape ellipse_of(const MaskPlan& plan, int width, int height);

}  // namespace bplf::stimuli
