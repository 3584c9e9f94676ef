// SPDX-License-Identifier: GPL-3.0-or-later
// One seed is one face, whatever the size at which it is drawn.
#include "core/sample/noise_streams.h"

#include <gmock/gmock.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/flow/pyramid/pyramid.h"
#include "core/flow/registry.h"
#include "core/sample/flow_plan.h"
#include "core/sample/sampler.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::test {
namespace {

using ::testing::ElementsAre;

flow::FlowConfig level(const char* kind, std::int64_t squeezes) {
    flow::FlowConfig config;
    config.level = kind;
    config.levels = squeezes;
    return config;
}

TEST(NoiseStreams, AreCountedFromFineToCoarse) {
    EXPECT_THAT(noise_streams({}, 3), ElementsAre(0, 1, 2));
}

TEST(NoiseStreams, OfAPyramidGrowUpwardsFromThoseOfItsBase) {
    flow::FlowConfig config;
    config.pyramid = {{}, level("chroma", 2), level("detail", 0)};
    EXPECT_THAT(noise_streams(config, 6), ElementsAre(512, 256, 257, 0, 1, 2));
    config.pyramid.pop_back();
    EXPECT_THAT(noise_streams(config, 5), ElementsAre(256, 257, 0, 1, 2));
}

TEST(NoiseStreams, ASeedIsTheSameFaceAtEverySizeOfAPyramid) {
    const auto whole = std::dynamic_pointer_cast<flow::Pyramid>(flow::make_model(flow::test::small_pyramid(3)));
    ASSERT_NE(whole, nullptr);
    flow::test::perturb(*whole);
    whole->eval();
    const std::vector<double> label{1, 0, 0};
    const auto drawn = [&](const std::shared_ptr<flow::Model>& model) {
        const Sampler sampler(make_plan(model), 1);
        const std::vector<double> temperature(model->code_shapes().size(), 0.5);
        return sampler.draw_one({sampler.code_of_seed(9, temperature), make_plan(model)->context(label)}).values;
    };
    const std::vector<float> large = drawn(whole);                              // 3 × 8 × 8
    const std::vector<float> small = drawn(flow::coarser_model(*whole, 4, 3));  // 3 × 4 × 4: its means
    const std::vector<float> grey = drawn(flow::coarser_model(*whole, 4, 1));   // its luminance
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < 4; ++y) {
            for (int x = 0; x < 4; ++x) {
                const auto at = [&](int dy, int dx) {
                    return large[static_cast<std::size_t>(c * 64 + (2 * y + dy) * 8 + 2 * x + dx)];
                };
                const float mean = (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4;
                EXPECT_NEAR(small[static_cast<std::size_t>(c * 16 + y * 4 + x)], mean, 1e-4);
            }
        }
    }
    for (std::size_t p = 0; p < 16; ++p)
        EXPECT_NEAR(grey[p], 0.299f * small[p] + 0.587f * small[16 + p] + 0.114f * small[32 + p], 1e-4);
}

std::vector<float> drawn_by(const FlowPlan& plan, const std::vector<std::vector<float>>& codes) {
    std::vector<float> image(static_cast<std::size_t>(plan.config().dimensions()));
    const auto first = codes.end() - static_cast<std::ptrdiff_t>(plan.shapes().size());
    plan.decode(*plan.context(std::vector<double>{1, 0, 0}), {first, codes.end()}, image, *plan.make_scratch());
    return image;
}

TEST(PlanOfAPyramid, DrawsEachOfItsSizesAsTheModelThatEndsThere) {
    const auto whole = std::dynamic_pointer_cast<flow::Pyramid>(flow::make_model(flow::test::small_pyramid(3)));
    flow::test::perturb(*whole);
    whole->eval();
    const auto plan = make_plan(whole);
    const Sampler sampler(plan, 1);
    const auto codes = sampler.code_of_seed(3, std::vector<double>(plan->shapes().size(), 0.5));
    for (const bool grey : {false, true}) {
        const auto expected = drawn_by(*make_plan(flow::coarser_model(*whole, 4, grey ? 1 : 3)), codes);
        const auto found = drawn_by(*plan->drawn_as(4, grey), codes);
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], expected[i]);
    }
    const auto colour = drawn_by(*plan, codes), grey = drawn_by(*plan->drawn_as(0, true), codes);
    for (std::size_t p = 0; p < 64; ++p) {
        const float luminance = 0.299f * colour[p] + 0.587f * colour[64 + p] + 0.114f * colour[128 + p];
        for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(grey[c * 64 + p], luminance, 1e-5);
    }
    EXPECT_EQ(plan->sizes(), (std::vector{4, 8}));
    EXPECT_EQ(plan->drawn_as(4, false)->sizes(), std::vector{4});
    EXPECT_THROW(static_cast<void>(plan->drawn_as(5, false)), Error);
    EXPECT_THROW(static_cast<void>(plan->drawn_as(4, false)->drawn_as(16, false)), Error);
}

}  // namespace
}  // namespace bplf::test
