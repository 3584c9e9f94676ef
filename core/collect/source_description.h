// SPDX-License-Identifier: GPL-3.0-or-later
// What the kinds of collections are called, expect and offer, without the code that reads them: for command lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bplf {

/// A choice that a kind of source offers; the command line shows it as "--NAME VALUE".
struct SourceOption {
    std::string name;                  ///< "ck-frames"
    std::string help;                  ///< what it decides, without the kinds that have it
    std::string fallback{};            ///< the value where none is given
    std::vector<std::string> words{};  ///< the values there are; empty: a number or a text
    int least = 0, most = 0;           ///< of a number; both 0: a file or another text
    std::string type = "FILE";         ///< of a text, as the help shows it
    bool is_text() const { return words.empty() && least == 0 && most == 0; }
};

/// A row of sources/kinds.inc.
struct SourceDescription {
    std::string kind;     ///< as in KIND:PATH
    std::string title;    ///< in lists: "JAFFE", "Folders by label"
    std::string what;     ///< in sentences: "holds no ‹what›", "looks like ‹what›"
    std::string expects;  ///< what lies there, as the help says it
    std::vector<SourceOption> options{};
    bool is_general = false;  ///< is only recognised where no published collection is
};

/// All kinds, in the order in which they are shown.
const std::vector<SourceDescription>& source_descriptions();
/// nullptr when no kind has a choice of that name.
const SourceOption* find_source_option(std::string_view name);

}  // namespace bplf
