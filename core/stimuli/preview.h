// SPDX-License-Identifier: GPL-3.0-or-later
// A set looked at before it is made: one identity's pictures as they would be, without any file.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

/// One picture of the set, as is or mirrored.
struct PreviewPicture {
    std::size_t picture = 0;  ///< in Design::pictures
    int expression = kNeutral, level = 0;
    std::string file, emotion;
    Image before, after;  ///< enlarged alone; finished
    LuminanceStats light_before, light_after;
    double clipped = 0;  ///< share of the shown pixels
};

/// An identity's pictures, in the order of the set. What the plan leaves to the whole set (a mean, a deviation, a
/// histogram) is here that of this identity's pictures. Precondition: plan_set() made the set with the model that the
/// tools' engine has now.
std::vector<PreviewPicture> preview_identity(SetRecord set, int identity, const Tools& tools,
                                             const std::stop_token& stop);
/// The first `most` identities at neutral as they are drawn.
std::vector<Image> draw_neutral_faces(const SetRecord& set, std::size_t most, const Tools& tools,
                                      const std::stop_token& stop);

}  // namespace bplf::stimuli
