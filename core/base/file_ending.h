// SPDX-License-Identifier: GPL-3.0-or-later
// What a file's name says about its format.
#pragma once

#include <filesystem>
#include <string>

namespace bplf {

/// ".png" of "Face.PNG": the ending with its dot in lower case, empty without one.
std::string lower_ending(const std::filesystem::path& path);

}  // namespace bplf
