// SPDX-License-Identifier: GPL-3.0-or-later
// The file names of the known collections, and which collection a folder looks like.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace bplf {

/// "KA.AN1.39.tiff" of JAFFE, also with ".jpg", ".bmp" or ".tiff.bmp".
struct JaffeName {
    std::string subject;     ///< "KA"
    std::string expression;  ///< "AN", "DI", "FE", "HA", "NE", "SA", "SU"
};
std::optional<JaffeName> parse_jaffe_name(const std::string& file);

/// "S005_001_00000011.png" of CK+ and CK+48.
struct CkName {
    std::string subject;   ///< "S005"
    std::string sequence;  ///< "001"
};
std::optional<CkName> parse_ck_name(const std::string& file);

/// "AF01ANS.JPG" of KDEF: session, sex and number, expression, angle.
struct KdefName {
    std::string subject;     ///< "F01": the same person in both sessions
    std::string session;     ///< "A" or "B"
    std::string expression;  ///< "AF" (afraid), "AN", "DI", "HA", "NE", "SA", "SU"
    std::string angle;       ///< "S" straight, "HL", "HR" half profile, "FL", "FR" full profile
};
std::optional<KdefName> parse_kdef_name(const std::string& file);

/// A collection and the kind that reads it.
struct Layout {
    std::string kind;   ///< of source_kinds()
    std::string title;  ///< "CK+48"
};

/// What a file or folder looks like by the names in it; nothing when like none.
std::optional<Layout> recognise_layout(const std::filesystem::path& place);

/// Error(kInput): `place` has not the `expected`, naming the collection that it looks like instead.
[[noreturn]] void throw_wrong_layout(const std::filesystem::path& place, const std::string& wanted,
                                     const std::string& expected);

}  // namespace bplf
