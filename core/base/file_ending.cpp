// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_ending.h"

#include "core/base/letter_case.h"

namespace bplf {

std::string lower_ending(const std::filesystem::path& path) {
    return lower_case(path.extension().string());
}

}  // namespace bplf
