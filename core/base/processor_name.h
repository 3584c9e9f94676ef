// SPDX-License-Identifier: GPL-3.0-or-later
// What the machine's processor is called.
#pragma once

#include <string>

namespace bplf {

/// As Linux tells it ("AMD EPYC 7763 64-Core Processor"), or "unknown processor". Reads a file of the kernel's.
std::string processor_name();

}  // namespace bplf
