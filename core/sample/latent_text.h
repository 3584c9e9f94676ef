// SPDX-License-Identifier: GPL-3.0-or-later
// One code as text, for the recipe of a picture that no seed draws: a photo's face under another label.
#pragma once

#include <string>

#include "core/sample/latent.h"

namespace bplf {

/// JSON with schema "bplf.latent.v1": "shapes", "levels" (each base64 of little-endian float32) and "facts", the
/// metadata. Exact.
std::string latent_text(const Latent& latent);
/// The inverse. Error(kInput) at `where` for a text that is none.
Latent latent_from_text(const std::string& text, const std::string& where);

}  // namespace bplf
