// SPDX-License-Identifier: GPL-3.0-or-later
// What the source of a morph's key is of.
#pragma once

#include <string>

#include "core/sample/request.h"

namespace bplf {

/// "photo:" or "latent:" of a key that is one of a file; empty for a seed.
std::string file_kind_of(const MorphKey& key);
/// That file, as the key names it; empty for a seed.
std::string file_of(const MorphKey& key);

}  // namespace bplf
