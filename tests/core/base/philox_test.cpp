// SPDX-License-Identifier: GPL-3.0-or-later
// Philox against the published known answers of its authors (Random123, kat_vectors), and what our streams promise.
#include "core/base/philox.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace bplf {
namespace {

using testing::ElementsAre;

TEST(Philox, GivesTheKnownAnswersOfItsAuthors) {
    EXPECT_THAT(philox4x32({0, 0, 0, 0}, {0, 0}), ElementsAre(0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u));
    EXPECT_THAT(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
                ElementsAre(0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu));
    EXPECT_THAT(philox4x32({0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}, {0xa4093822u, 0x299f31d0u}),
                ElementsAre(0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u));
}

TEST(PhiloxStream, AShorterFillIsTheBeginningOfALongerOne) {
    std::vector<float> whole(11), part(6);
    const PhiloxStream stream(7, 2);
    stream.fill_normal(whole);
    stream.fill_normal(part);
    EXPECT_EQ(part, std::vector<float>(whole.begin(), whole.begin() + 6));
    stream.fill_uniform(whole);
    stream.fill_uniform(part);
    EXPECT_EQ(part, std::vector<float>(whole.begin(), whole.begin() + 6));
}

TEST(PhiloxStream, SeedStreamAndSubstreamEachChangeTheNumbers) {
    const std::uint64_t high_seed = std::uint64_t{1} << 40;
    EXPECT_NE(PhiloxStream(1, 0).bits_at(0), PhiloxStream(1 + high_seed, 0).bits_at(0));
    EXPECT_NE(PhiloxStream(1, 0).bits_at(0), PhiloxStream(1, 1).bits_at(0));
    EXPECT_NE(PhiloxStream(1, 0).bits_at(0), PhiloxStream(1, 0, 1).bits_at(0));
    EXPECT_NE(PhiloxStream(1, 0).bits_at(0), PhiloxStream(1, 0).bits_at(std::uint64_t{1} << 33));
}

TEST(PhiloxStream, NormalNumbersHaveMeanZeroAndDeviationOne) {
    std::vector<float> values(100000);
    PhiloxStream(3, 0).fill_normal(values);
    double sum = 0, squares = 0;
    for (const float value : values) sum += value, squares += static_cast<double>(value) * value;
    const double n = static_cast<double>(values.size());
    EXPECT_NEAR(sum / n, 0, 4 / std::sqrt(n));
    EXPECT_NEAR(squares / n, 1, 4 * std::sqrt(2 / n));
}

TEST(PhiloxStream, UniformNumbersFillTheirIntervalAndNeverReachOne) {
    std::vector<float> values(100000);
    PhiloxStream(4, 0).fill_uniform(values);
    EXPECT_THAT(values, testing::Each(testing::AllOf(testing::Ge(0.0f), testing::Lt(1.0f))));
    EXPECT_LT(*std::min_element(values.begin(), values.end()), 0.001f);
    EXPECT_GT(*std::max_element(values.begin(), values.end()), 0.999f);
}

TEST(PhiloxStream, BelowReachesEveryIntegerUnderItsBoundAndNoOther) {
    std::vector<int> counts(5);
    for (std::uint64_t position = 0; position < 1000; ++position) ++counts.at(PhiloxStream(5, 0).below(5, position));
    EXPECT_THAT(counts, testing::Each(testing::AllOf(testing::Gt(140), testing::Lt(260))));
}

}  // namespace
}  // namespace bplf
