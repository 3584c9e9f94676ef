// SPDX-License-Identifier: GPL-3.0-or-later
// Under which look a stored code was made: under it, and only under it, the code gives its picture back.
#pragma once

#include <string>
#include <vector>

#include "core/sample/latent.h"
#include "core/sample/look.h"

namespace bplf {

/// Writes the mix and intensity of a resolved look into the latent's metadata, as "label" and "intensity". (The
/// temperature is in the code.)
void set_look(Latent& latent, const Look& look);

/// What the code is drawn under when `asked` is: resolved; what `asked` leaves out is the look of the code's making,
/// and where the metadata names none, no label and an intensity of 1. Error(kInput) for a label that is needed and not
/// one of `labels`, or an intensity that is no number from 0 to kLargestIntensity.
Look look_of_latent(const Latent& latent, const Look& asked, const std::vector<std::string>& labels);

}  // namespace bplf
