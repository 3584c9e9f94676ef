// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/letter_case.h"

namespace bplf {

char lower_letter(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lower_case(std::string text) {
    for (char& letter : text) letter = lower_letter(letter);
    return text;
}

std::string upper_case(std::string text) {
    for (char& letter : text)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return text;
}

}  // namespace bplf
