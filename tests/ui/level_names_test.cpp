// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/level_names.h"

#include <gtest/gtest.h>

namespace bplf::ui {
namespace {

QString namesOf(std::size_t levels, std::vector<std::string> parts) {
    ModelInfo model;
    model.levels.resize(levels);
    model.level_parts = std::move(parts);
    return levelNames(model).join(QStringLiteral("; "));
}

TEST(LevelNames, OfAPyramidSayWhatEachLevelDraws) {
    EXPECT_EQ(namesOf(8, {"128", "64", "chroma", "chroma", "chroma", "base", "base", "base"}),
              QStringLiteral("Details 128; Details 64; Colour, fine; Colour, middle; Colour, coarse; Face, fine; "
                             "Face, middle; Face, coarse"));
    EXPECT_EQ(namesOf(2, {"64", "base"}), QStringLiteral("Details 64; Face"));
}

TEST(LevelNames, OfAModelOfOneSizeGoFromFineToCoarse) {
    EXPECT_EQ(namesOf(3, {"base", "base", "base"}), QStringLiteral("Fine; Middle; Coarse"));
    EXPECT_EQ(namesOf(4, {}), QStringLiteral("Fine; Level 2; Level 3; Coarse"));
    EXPECT_EQ(namesOf(1, {}), QStringLiteral("Fine"));
}

}  // namespace
}  // namespace bplf::ui
