// SPDX-License-Identifier: GPL-3.0-or-later
// A build without Cairo: tables are written, pictures are refused in one sentence.
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/plot/curve_figure.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

const std::vector<ScalarSeries> kSeries{{"r", "t", {{0, 0, 1, 0}, {1, 0, 2, 1}}}};

TEST(NoFigure, TablesAreWritten) {
    const test::TempDir folder;
    write_curves(folder / "f.csv", kSeries, {});
    EXPECT_GT(std::filesystem::file_size(folder / "f.csv"), 40u);
}

TEST(NoFigure, PicturesAreRefusedAndNothingIsWritten) {
    const test::TempDir folder;
    EXPECT_FALSE(can_draw());
    for (const char* name : {"f.svg", "f.pdf", "f.png"}) {
        try {
            write_curves(folder / name, kSeries, {});
            ADD_FAILURE() << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.exit_code(), 4);
            EXPECT_NE(error.problem().find("Cairo"), std::string::npos);
            EXPECT_NE(error.hint().find(".csv"), std::string::npos);
        }
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace bplf
