// SPDX-License-Identifier: GPL-3.0-or-later
// Capital and small letters of words that are compared.
#pragma once

#include <string>

namespace bplf {

/// A to Z as a to z and the reverse; every other byte stays, whatever the locale, so that UTF-8 stays whole.
char lower_letter(char letter);
std::string lower_case(std::string text);
std::string upper_case(std::string text);

}  // namespace bplf
