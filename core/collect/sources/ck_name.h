// SPDX-License-Identifier: GPL-3.0-or-later
// The file names of CK+ and CK+48, which share them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace bplf {

/// "S005_001_00000011.png".
struct CkName {
    std::string subject;   ///< "S005"
    std::string sequence;  ///< "001"
};
std::optional<CkName> parse_ck_name(const std::string& file);

/// Whether the folder that the picture lies in is a label, as in CK+48.
bool lies_in_ck_label(const std::filesystem::path& file);

}  // namespace bplf
