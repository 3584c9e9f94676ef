// SPDX-License-Identifier: GPL-3.0-or-later
// Text inside another language, which must be read back as it was.
#pragma once

#include <string>

namespace bplf {

/// As one word of a shell: as it is where nothing in it is special, else in single quotes.
std::string shell_quote(const std::string& word);
/// As one cell of a CSV table: in double quotes where it holds a comma, a quote or the end of a line.
std::string csv_cell(const std::string& text);

}  // namespace bplf
