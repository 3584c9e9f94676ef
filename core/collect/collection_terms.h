// SPDX-License-Identifier: GPL-3.0-or-later
// On what terms the published collections are given out.
#pragma once

#include <string>

namespace bplf {

/// A sentence for a collection as Source::collection() calls it; empty for others.
std::string terms_of(const std::string& collection);

}  // namespace bplf
