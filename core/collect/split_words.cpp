// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/split_words.h"

#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "core/base/letter_case.h"

namespace bplf {
namespace {

constexpr std::array<std::pair<std::string_view, Split>, 15> kWords{{
    {"train", Split::kTrain},
    {"training", Split::kTrain},
    {"trn", Split::kTrain},
    {"validation", Split::kValidation},
    {"validate", Split::kValidation},
    {"val", Split::kValidation},
    {"valid", Split::kValidation},
    {"dev", Split::kValidation},
    {"development", Split::kValidation},
    {"eval", Split::kValidation},
    {"evaluation", Split::kValidation},
    {"publictest", Split::kValidation},
    {"test", Split::kTest},
    {"testing", Split::kTest},
    {"privatetest", Split::kTest},
}};

/// What people add to the word that counts.
constexpr std::array<std::string_view, 9> kAdded{"set",    "data",  "dataset", "images", "image",
                                                 "folder", "split", "imgs",    "faces"};

std::optional<Split> plain_split(std::string_view word) {
    for (const auto& [name, split] : kWords) {
        if (word == name) return split;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Split> split_of_word(std::string_view word) {
    std::string plain;
    for (const char c : word) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            plain += lower_letter(c);
        }
    }
    if (plain.starts_with("fer2013")) plain.erase(0, 7);
    if (const auto split = plain_split(plain)) return split;
    for (const std::string_view added : kAdded) {
        if (plain.ends_with(added)) {
            if (const auto split = plain_split(std::string_view(plain).substr(0, plain.size() - added.size()))) {
                return split;
            }
        }
    }
    return std::nullopt;
}

}  // namespace bplf
