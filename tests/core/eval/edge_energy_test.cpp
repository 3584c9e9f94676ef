// SPDX-License-Identifier: GPL-3.0-or-later
// Edge energy of pictures whose answer is known, as eval reports it.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/eval/sample_measure.h"

namespace bplf {

MeasureResult find_edge_energy(const SampleComparison& both);

namespace {

/// Two grey pictures of 8×8 by the given value of each pixel.
template <typename Value>
JudgedImages pictures(const Value& value) {
    at::Tensor pixels = at::empty({2, 1, 8, 8}, at::kByte);
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 8; ++x) pixels.select(2, y).select(2, x).fill_(value(x, y));
    return {{pixels, {}}, {}};
}

TEST(EdgeEnergy, OfFlatSlopingAndCheckeredPictures) {
    const JudgedImages flat = pictures([](int, int) { return 90; });
    const JudgedImages slope = pictures([](int x, int) { return 10 * x; });
    const JudgedImages checks = pictures([](int x, int y) { return (x + y) % 2 == 0 ? 100 : 140; });
    const auto smooth = find_edge_energy({flat, slope, {}}).json;
    EXPECT_EQ(smooth["edges"]["laplacian"].get<double>(), 0);
    EXPECT_EQ(smooth["edges"]["finest_octave"].get<double>(), 0);
    EXPECT_EQ(smooth["real_edges"]["laplacian"].get<double>(), 0) << "a slope has no edge";
    EXPECT_NEAR(smooth["real_edges"]["finest_octave"].get<double>(), 5, 1e-6) << "half a step of 10 from each mean";
    const MeasureResult sharp = find_edge_energy({checks, flat, {}});
    EXPECT_NEAR(sharp.json["edges"]["laplacian"].get<double>(), 4 * 40, 1e-6);
    EXPECT_NEAR(sharp.json["edges"]["finest_octave"].get<double>(), 20, 1e-6);
    EXPECT_EQ(sharp.lines, "  edges 160.00 steps (real 0.00), finest octave 20.00 (real 0.00)\n");
}

}  // namespace
}  // namespace bplf
