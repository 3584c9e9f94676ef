// SPDX-License-Identifier: GPL-3.0-or-later
// Checks that run a model: does it invert, repeat itself, and draw a face alike in any company?
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/commands/session.h"

namespace bplf::cli {

/// One check and how it went.
struct Check {
    std::string name;
    bool passed = true;
    std::string detail;
};

/// Runs the engine's current model. Four faces each: encoded and decoded pixels must be identical, two runs
/// must be equal bit for bit, a face drawn alone must equal the same face in a batch, bits/dim must be finite.
std::vector<Check> probe_model(Session& session);

/// The pixels of `count` faces from the session's seed, drawn by `engine`.
std::vector<Image> draw_faces(Engine& engine, const ModelInfo& model, std::uint64_t seed, int count);

nlohmann::ordered_json checks_json(const std::vector<Check>& checks);
/// "ok    name: detail" a line.
std::string checks_text(const std::vector<Check>& checks);
bool all_passed(const std::vector<Check>& checks);

}  // namespace bplf::cli
