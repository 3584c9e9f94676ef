// SPDX-License-Identifier: GPL-3.0-or-later
// The command line that builds a data set again.
#pragma once

#include <string>

#include "core/collect/builder.h"

namespace bplf {

/// `bplf dataset build …` with every option that is not the default of its profile, quoted for a shell, "--out DIR"
/// last.
std::string rebuild_command(const BuildOptions& options);

}  // namespace bplf
