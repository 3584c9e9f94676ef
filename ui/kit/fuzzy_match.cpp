// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/fuzzy_match.h"

#include <algorithm>
#include <vector>

namespace bplf::ui {
namespace {

constexpr int kLetter = 1, kRun = 5, kWordStart = 8, kTextStart = 4, kWholeWord = 20;

bool startsWord(const QString& text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

int worthOf(const QString& text, qsizetype at) {
    return kLetter + (startsWord(text, at) ? kWordStart : 0) + (at == 0 ? kTextStart : 0);
}

/// For each typed word that a word of the text begins with.
int worthOfWords(const QString& typed, const QString& text) {
    int worth = 0;
    for (const QString& word : typed.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (!startsWord(text, at)) continue;
            worth += kWholeWord;
            break;
        }
    return worth;
}

}  // namespace

std::optional<int> fuzzyMatch(const QString& typed, const QString& text) {
    const QString wanted = typed.simplified().remove(QLatin1Char(' ')).toCaseFolded();
    const QString there = text.toCaseFolded();
    if (wanted.isEmpty()) return 0;
    const auto length = static_cast<std::size_t>(there.size());
    // Best worth of the letters so far with the last of them at each place; -1 where it cannot be.
    std::vector<int> best(length, -1);
    for (std::size_t at = 0; at < length; ++at)
        if (there[static_cast<qsizetype>(at)] == wanted[0]) best[at] = worthOf(there, static_cast<qsizetype>(at));
    for (qsizetype letter = 1; letter < wanted.size(); ++letter) {
        std::vector<int> next(length, -1);
        int before = -1;  // of all places before the last one
        for (std::size_t at = 1; at < length; ++at) {
            if (at >= 2) before = std::max(before, best[at - 2]);
            if (there[static_cast<qsizetype>(at)] != wanted[letter]) continue;
            const int here = std::max(before, best[at - 1] < 0 ? -1 : best[at - 1] + kRun);
            if (here >= 0) next[at] = here + worthOf(there, static_cast<qsizetype>(at));
        }
        best = std::move(next);
    }
    const auto top = std::ranges::max_element(best);
    if (top == best.end() || *top < 0) return std::nullopt;
    return 100 * (*top + worthOfWords(typed.simplified().toCaseFolded(), there)) -
           static_cast<int>(std::min<std::size_t>(length, 99));
}

}  // namespace bplf::ui
