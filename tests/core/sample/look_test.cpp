// SPDX-License-Identifier: GPL-3.0-or-later
// What a look leaves out is filled in by one rule, and the cells of a request follow from it.
#include "core/sample/look.h"

#include <gmock/gmock.h>

#include "core/base/error.h"
#include "core/sample/cells.h"

namespace bplf {
namespace {

const Look kOwn{{}, {0.3, 0.5, 0.9}, 1.5};
const Look kHappy{{{"happy", 1.0}}, {}, {}};

TEST(Look, TakesFromTheModelWhatItLeavesOut) {
    EXPECT_EQ(resolved(kHappy, kOwn), (Look{{{"happy", 1.0}}, {0.3, 0.5, 0.9}, 1.5}));
    EXPECT_EQ(resolved({{}, {0.7}, 0}, kOwn), (Look{{}, {0.7, 0.7, 0.7}, 0})) << "one temperature is flat";
    EXPECT_EQ(resolved({{}, {1, 0, 2}, 4}, kOwn), (Look{{}, {1, 0, 2}, 4}));
    EXPECT_EQ(resolved({}, {{{"sad", 1.0}}, {1}, 1}).mix, (LabelMix{{"sad", 1.0}}));
}

TEST(Look, OutOfRangeIsRefused) {
    for (const Look& look :
         {Look{{}, {0.3, 0.5}, {}}, Look{{}, {2.1}, {}}, Look{{}, {-0.1}, {}}, Look{{}, {}, 4.1}, Look{{}, {}, -1}})
        EXPECT_THROW(resolved(look, kOwn), Error);
}

TEST(Look, ConditionGoesAwayFromNoLabelWithTheSumKept) {
    const std::vector<std::string> labels{"a", "b", "c", "d"};
    const auto condition = [&](double intensity) { return condition_of({{{"a", 1.0}}, {}, intensity}, labels); };
    EXPECT_EQ(condition(1), (std::vector<double>{1, 0, 0, 0}));
    EXPECT_EQ(condition(0), (std::vector<double>{0.25, 0.25, 0.25, 0.25}));
    EXPECT_EQ(condition(2), (std::vector<double>{1.75, -0.25, -0.25, -0.25}));
    EXPECT_TRUE(condition_of({{}, {}, 2}, {}).empty());
}

TEST(Look, RelabelledBlendsUpToOneAndIsMoreIntenseBeyond) {
    const std::vector<std::string> labels{"happy", "sad"};
    const LabelMix sad{{"sad", 1.0}}, happy{{"happy", 1.0}};
    EXPECT_EQ(relabelled(sad, happy, 0, labels), (Look{sad, {}, 1}));
    EXPECT_EQ(relabelled(sad, happy, 0.25, labels), (Look{{{"happy", 0.25}, {"sad", 0.75}}, {}, 1}));
    EXPECT_EQ(relabelled(sad, happy, 2.5, labels), (Look{happy, {}, 2.5}));
    EXPECT_EQ(relabel_strength({{}, {}, 0.5}), 1);
    EXPECT_EQ(relabel_strength({{}, {}, 2}), 2);
}

SampleRequest two_rows() {
    SampleRequest request;
    request.seed = ~std::uint64_t{0};
    request.count = 2;
    request.looks = looks_of({{{"happy", 1.0}}, {}}, {{}, {0.7}, {}});
    return request;
}

TEST(Cells, CountSeedsOnInEachRow) {
    const Look happy{{{"happy", 1.0}}, {0.7, 0.7, 0.7}, 1.5}, none{{}, {0.7, 0.7, 0.7}, 1.5};
    const std::uint64_t last = ~std::uint64_t{0};
    EXPECT_EQ(cells(two_rows(), kOwn),
              (std::vector<CellSpec>{{0, last, happy}, {1, 0, happy}, {2, last, none}, {3, 0, none}}));
    EXPECT_EQ(cell_of(two_rows(), 3, kOwn), cells(two_rows(), kOwn)[3]);
}

TEST(Cells, AreDrawnAloneByTheirOwnRequest) {
    const CellSpec cell = cells(two_rows(), kOwn)[1];
    const SampleRequest alone = request_of_cell(two_rows(), cell.seed, cell.look);
    // Under another model's defaults too.
    EXPECT_EQ(cells(alone, {{}, {1, 1, 1}, 1}), (std::vector<CellSpec>{{0, cell.seed, cell.look}}));
}

TEST(Cells, OfAnImpossibleRequestAreRefused) {
    SampleRequest request = two_rows();
    EXPECT_THROW(cell_of(request, 4, kOwn), Error);
    EXPECT_THROW(cell_of(request, -1, kOwn), Error);
    request.count = 0;
    EXPECT_THROW(cells(request, kOwn), Error);
    request.count = 4097;
    EXPECT_THROW(cells(request, kOwn), Error);
    request = two_rows();
    request.looks.clear();
    EXPECT_THROW(cells(request, kOwn), Error);
}

}  // namespace
}  // namespace bplf
