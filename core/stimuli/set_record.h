// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that is known of a set once its pictures are finished: what tables, methods and sheets are made of.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/image/luminance.h"
#include "core/publish/marks.h"
#include "core/stimuli/design.h"
#include "core/stimuli/finish.h"
#include "core/stimuli/identities.h"
#include "core/stimuli/work_folder.h"

namespace bplf::stimuli {

/// A finished picture, in the order of Design::pictures.
struct PictureRecord {
    Finish finish;
    LuminanceStats before, after;  ///< within the mask; `before` of the enlarged face
    double clipped = 0;            ///< share of the shown pixels that matching clipped
    double error = 0;              ///< of a histogram match, in grey levels (histogram_error)
    std::string sha256;            ///< of the file
    std::string pixel_sha256;
};

struct JudgeFacts {
    std::string name, sha256;
    std::vector<std::string> labels;
    std::optional<double> accuracy;
    std::map<std::string, double> accuracy_per_label;
};

struct SetRecord {
    Design design;
    std::string plan_sha256;  ///< of the plan.json in the set
    std::vector<FaceFacts> faces;
    std::vector<PictureRecord> pictures;
    std::vector<Candidate> candidates;
    std::optional<JudgeFacts> judge;
    LuminancePlan target;  ///< of mean-sd: with both numbers

    const DesignedFace& face_of(std::size_t picture) const {
        return design.faces[static_cast<std::size_t>(design.pictures[picture].face)];
    }
    const FaceFacts& facts_of(std::size_t picture) const {
        return faces[static_cast<std::size_t>(design.pictures[picture].face)];
    }
    const Identity& identity_of(std::size_t picture) const {
        return design.identities[static_cast<std::size_t>(face_of(picture).identity)];
    }
    std::string emotion_of(std::size_t picture) const { return design.emotion_of(face_of(picture)); }
    /// With a recipe where one is given: a code's file may be one of a photo.
    Marks marks_of(std::size_t picture, const std::string& recipe = {}) const {
        const bool drawn = identity_of(picture).kind == IdentityEntry::Kind::kSeeds;
        return {recipe, drawn ? Origin::kDrawn : Origin::kEdited, design.model.licence};
    }
};

/// The five points of a picture's face in the finished picture, mirrored with it.
std::optional<FacePoints> points_in(const SetRecord& set, std::size_t picture);

}  // namespace bplf::stimuli
