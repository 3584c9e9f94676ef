// SPDX-License-Identifier: GPL-3.0-or-later
// One clear message for one error: text on stderr, and with --json the same as an object on stdout.
#pragma once

#include "app/commands/common.h"
#include "core/base/error.h"

namespace bplf::cli {

/// Prints the error; returns its exit code.
int report_error(const Error& error, const CommonOptions& common);

}  // namespace bplf::cli
