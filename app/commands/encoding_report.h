// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to say of a photo inside a model, for encode and relabel.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/engine/types.h"

namespace bplf::cli {

/// bits_per_dim, max_abs_error, identical_pixels, label_guess, levels[]{norm, mean, std}, ….
nlohmann::ordered_json encoding_json(const Encoding& encoding, const ModelInfo& model);
/// The same in a few indented lines.
std::string encoding_text(const Encoding& encoding, const ModelInfo& model);
/// Index of the likeliest label; -1 for a model without labels.
int label_guess(const Encoding& encoding);

}  // namespace bplf::cli
