// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that are still being made.
#pragma once

#include "core/sample/request.h"

namespace bplf {

/// morph_request_from_json() that also takes a film of one key or none, which nothing draws yet.
MorphRequest morph_draft_from_json(const nlohmann::json& json);

}  // namespace bplf
