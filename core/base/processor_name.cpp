// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/processor_name.h"

#include <fstream>

namespace bplf {

std::string processor_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (!line.starts_with("model name")) continue;
        const std::size_t at = line.find(": ");
        if (at != std::string::npos) return line.substr(at + 2);
    }
    return "unknown processor";
}

}  // namespace bplf
