// SPDX-License-Identifier: GPL-3.0-or-later
// One checkpoint of a base and the levels that were trained for themselves.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/flow/checkpoint.h"
#include "core/flow/pyramid/pyramid.h"

namespace bplf::flow {

/// A whole model with the metadata of its file: "temperature" of all codes, "intensity" of the base, "licence" (each
/// part's, once), and "parts": JSON array, base first, of {"name", "sha256", "bits_per_dim", "data_sha256", "licence"}
/// as far as a part's file says.
struct Assembled {
    std::shared_ptr<Pyramid> model;
    std::map<std::string, std::string> metadata;
};

/// Levels in any order. Error(kInput) naming the file: a level for images of another size, colour or precision than
/// what lies below it, a missing level, the same level twice, a base that is a pyramid or was not initialised.
Assembled assemble(const std::string& name, const Checkpoint& base, std::vector<LevelCheckpoint> levels);

}  // namespace bplf::flow
