// SPDX-License-Identifier: GPL-3.0-or-later
// Under which labels a stored code was made: under them, and only under them, it gives its picture back.
#pragma once

#include <string>
#include <vector>

#include "core/sample/latent.h"
#include "core/sample/request.h"

namespace bplf {

/// Writes the condition into the latent's metadata, as "label" and "intensity". intensity as in SampleRequest.
void set_condition(Latent& latent, const LabelMix& mix, double intensity);

/// The mix that the metadata names; empty (no label) where it names none. Error(kInput) for a label that is not one of
/// `labels`.
LabelMix mix_of_code(const Latent& latent, const std::vector<std::string>& labels);
/// The intensity that the metadata names; 1 where it names none. Error(kInput) for one that is no number from 0 to
/// kLargestIntensity.
double intensity_of_code(const Latent& latent);

}  // namespace bplf
