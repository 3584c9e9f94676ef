// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_ending.h"

#include <algorithm>
#include <cctype>

namespace bplf {

std::string lower_ending(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

}  // namespace bplf
