// SPDX-License-Identifier: GPL-3.0-or-later
// A plan and a model taken together: every identity, face and picture of the set, before anything is drawn.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/engine/types.h"
#include "core/stimuli/plan.h"

namespace bplf::stimuli {

/// A person of the set.
struct Identity {
    std::string name;
    IdentityEntry::Kind kind = IdentityEntry::Kind::kSeeds;  ///< kSeeds, kLatent or kPhoto
    std::uint64_t seed = 0;                                  ///< of a seed
    std::string source;                  ///< "seed:7", "photo:anna.jpg", "latent:codes.safetensors#2"
    std::shared_ptr<const Latent> code;  ///< temperature included
    Look neutral;                        ///< at 0 %; resolved
    std::size_t entry = 0;               ///< of the plan's identities that it is of
};

/// What an error of a plan is about, so that a window can say it there.
enum class PlanPart { kModel, kIdentities, kExpressions, kPictures, kLuminance, kMask, kGroups, kNames };

inline constexpr int kNeutral = -1;

/// One face: an identity with an expression at a level.
struct DesignedFace {
    int identity = 0;
    int expression = kNeutral;  ///< index, or kNeutral at 0 %
    int level = 0;              ///< percent
    Look look;                  ///< resolved; its temperature is in the identity's code
};

/// One file: a face, perhaps mirrored.
struct DesignedPicture {
    int face = 0;
    bool mirrored = false;
    std::string file;
};

struct Design {
    Plan plan;  ///< with everything filled in that it left to the model
    ModelInfo model;
    std::vector<Identity> identities;
    std::vector<Expression> expressions;
    std::vector<DesignedFace> faces;  ///< identity by identity: neutral, then each expression by level
    std::vector<DesignedPicture> pictures;

    /// "happy"; at 0 % the name of the neutral expression, and "own" of an identity that brings its own.
    std::string emotion_of(const DesignedFace& face) const;
    /// Width and height of the finished pictures.
    int width() const;
    int height() const;
};

/// The plan with what it leaves to the model filled in. Checks all that can be checked without drawing or reading
/// another file: the model's hash and labels, levels, mask, luminance, groups of this many identities. Error(kInput) at
/// `where`, the plan's file; `part` then says what it is about.
Plan completed(const Plan& plan, const ModelInfo& model, const std::string& where, PlanPart* part = nullptr);
/// Error(kInput) at `where` for the name of an identity or expression that no file can have.
void check_name(const std::string& name, const std::string& where);
/// What pictures at 0 % are called: the label, or "neutral" where it is a mix or none.
std::string neutral_name(const Plan& plan);
/// How many identities the plan has where every entry is what it says; codes in latent files count as one.
int identities_in(const Plan& plan);
/// The look at `level` percent of the way from `neutral` to `emotion` at the intensity of 100 %, a straight line in the
/// label condition.
Look look_between(const Look& neutral, const LabelMix& emotion, double full_intensity, double level,
                  const std::vector<std::string>& labels);
/// Faces, pictures and their names. Precondition: a completed plan. Error(kInput) for names that collide, identities
/// of one name and groups that cannot be balanced.
Design design_of(const Plan& plan, const ModelInfo& model, std::vector<Identity> identities, const std::string& where);

}  // namespace bplf::stimuli
