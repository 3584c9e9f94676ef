// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/fuzzy_match.h"

#include <gtest/gtest.h>

#include <QStringList>
#include <algorithm>

namespace bplf::ui {
namespace {

/// The texts that fit, the best first.
QStringList found(const QString& typed, QStringList texts) {
    texts.removeIf([&](const QString& text) { return !fuzzyMatch(typed, text); });
    std::ranges::stable_sort(texts, std::greater{}, [&](const QString& text) { return *fuzzyMatch(typed, text); });
    return texts;
}

TEST(FuzzyMatch, LettersInTheirOrderFit) {
    EXPECT_EQ(found("svp", {"Save the project", "Paste a photo", "vps"}), QStringList{"Save the project"});
    EXPECT_TRUE(fuzzyMatch("", "anything"));
    EXPECT_TRUE(fuzzyMatch("FULL  screen", "Full screen"));
    EXPECT_FALSE(fuzzyMatch("aa", "a"));
    EXPECT_FALSE(fuzzyMatch("a", ""));
}

TEST(FuzzyMatch, BeginningsOfWordsComeFirst) {
    EXPECT_EQ(found("st", {"Last", "New seed today", "Save the tiles", "Stop"}).first(), QString("Stop"));
    EXPECT_EQ(found("stp", {"Set up", "Save the picture", "Last steps"}).first(), QString("Save the picture"));
}

TEST(FuzzyMatch, WholeWordsBeatScatteredLetters) {
    EXPECT_EQ(found("seed", {"Save everything else dated", "New seed"}).first(), QString("New seed"));
}

TEST(FuzzyMatch, OfEqualFitsTheShorterTextComesFirst) {
    EXPECT_EQ(found("open", {"Open a model…", "Open…"}).first(), QString("Open…"));
}

}  // namespace
}  // namespace bplf::ui
