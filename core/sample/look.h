// SPDX-License-Identifier: GPL-3.0-or-later
// What a face is drawn under: the one bundle that requests, keys, cells, recipes and commands pass on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sample/label_mix.h"

namespace bplf {

/// What an intensity may be at most (see condition_of).
inline constexpr double kLargestIntensity = 4;

/// May leave things out; what then holds is said where it is used ("own").
struct Look {
    LabelMix mix;                     ///< empty = no label, or the own one where there is one
    std::vector<double> temperature;  ///< per level, fine to coarse, 0..2; empty = the own one; one value = flat
    std::optional<double> intensity;  ///< of the expression, 0..kLargestIntensity; absent = the own one
    bool operator==(const Look&) const = default;
};

/// `look` with each of the mixes in turn.
std::vector<Look> looks_of(const std::vector<LabelMix>& mixes, const Look& look = {});

/// The look with nothing left out but perhaps the mix: what `asked` does not say is `own`, whose temperature has one
/// value per level of the model and whose intensity is there. Error(kUsage) for another number of temperatures, or a
/// value out of its range.
Look resolved(const Look& asked, const Look& own);

/// What a code is drawn under that is no model's own drawing: as it stands, at an intensity of 1.
Look look_as_stored(std::size_t levels);

/// The look that takes a code `strength` of the way from the mix it was made under to another: 0 keeps it, 1 is wholly
/// `to`, above 1, up to kLargestIntensity, is `to` at that intensity. Error(kUsage) for an unknown label.
Look relabelled(const LabelMix& from, const LabelMix& to, double strength, const std::vector<std::string>& labels);
/// The strength where none is asked for: the model's own intensity, 1 or more.
double relabel_strength(const Look& model);

/// The label condition u + intensity · (weights - u), u the uniform vector: 0 is no label, 1 the mix itself, above 1
/// beyond what training showed; the sum stays 1. Bits/dim and inversion are exact for any of them.
std::vector<double> intensified(std::vector<double> weights, double intensity);
/// The same of a resolved look, in the order of `labels`. Error(kUsage) for an unknown label.
std::vector<double> condition_of(const Look& look, const std::vector<std::string>& labels);

}  // namespace bplf
