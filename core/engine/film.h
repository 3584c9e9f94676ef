// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of a morph: keys turned into codes once, then interpolated per frame.
#pragma once

#include <functional>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/session.h"

namespace bplf {

/// A key ready to interpolate.
struct FilmKey {
    std::vector<std::vector<float>> codes;  ///< temperature applied
    std::vector<double> weights;
};

/// Reads "photo:FILE" for the film: the crop and, if the key has no mix, its most likely label.
using PhotoEncoder = std::function<Encoding(const std::string& file, const LabelMix& mix)>;

/// Error(kUsage) for fewer than two keys, a bad source word or frames out of range; Error(kInput) for a latent
/// or photo that cannot be used.
std::vector<FilmKey> open_keys(const Session& session, const MorphRequest& request, const PhotoEncoder& encode_photo);

/// The code and labels of one frame.
FilmKey frame_between(const MorphRequest& request, const std::vector<FilmKey>& keys,
                      const std::vector<double>& key_frames, int frame);

}  // namespace bplf
