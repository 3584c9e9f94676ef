// SPDX-License-Identifier: GPL-3.0-or-later
// What a pyramid's plan knows of its levels: labels do not reach them, and what is given of a face stays as it is.
#include "core/sample/pyramid_plan.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/flow/registry.h"
#include "core/image/image.h"
#include "core/sample/known_planes.h"
#include "core/sample/sampler.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::test {
namespace {

std::shared_ptr<const FlowPlan> small_plan(std::int64_t channels) {
    const auto model = flow::make_model(flow::test::small_pyramid(channels));
    flow::test::perturb(*model);
    model->eval();
    return make_plan(model);
}

/// Every 8-bit value from edge to edge, many of them black or white.
Image hard_picture(int side, int channels) {
    Image image(side, side, channels);
    std::vector<float> noise(image.pixels.size());
    PhiloxStream(3, 0).fill_normal(noise);
    for (std::size_t i = 0; i < noise.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(std::clamp(128 + 120 * noise[i], 0.0f, 255.0f));
    return image;
}

double luminance(const Image& image, int x, int y) {
    if (image.channels == 1) return image.at(x, y, 0);
    return 0.299 * image.at(x, y, 0) + 0.587 * image.at(x, y, 1) + 0.114 * image.at(x, y, 2);
}

/// Means over blocks, rounded: of the luminance, or of one channel.
std::vector<int> means(const Image& image, int side, int channel) {
    const int block = image.width / side;
    std::vector<int> result;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            double sum = 0;
            for (int v = y * block; v < (y + 1) * block; ++v)
                for (int u = x * block; u < (x + 1) * block; ++u)
                    sum += channel < 0 ? luminance(image, u, v) : image.at(u, v, channel);
            result.push_back(static_cast<int>(std::lround(sum / (block * block))));
        }
    }
    return result;
}

Image completed(const FlowPlan& plan, const Image& given, std::uint64_t seed) {
    flow::FlowConfig config = plan.config();
    config.channels = given.channels;
    config.height = config.width_px = given.width;
    const std::vector<float> values = values_from_image(given, config);
    const Sampler sampler(std::shared_ptr<const FlowPlan>(&plan, [](const FlowPlan*) {}), 1);
    const std::vector<double> temperature(plan.shapes().size(), 1.0);
    return sampler.complete({given.width, given.channels, values}, sampler.code_of_seed(seed, temperature)).image;
}

class PyramidPlanOf : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Channels, PyramidPlanOf, testing::Values(1, 3));

TEST_P(PyramidPlanOf, EncodesUnderAllLabelsAsUnderEachAlone) {
    const auto plan = small_plan(GetParam());
    const auto labels = plan->config().labels.size();
    std::vector<std::shared_ptr<const FlowContext>> contexts;
    for (std::size_t i = 0; i < labels; ++i) {
        std::vector<double> weights(labels);
        weights[i] = 1;
        contexts.push_back(plan->context(weights));
    }
    ASSERT_GE(contexts.size(), 2U);
    const std::vector<float> image =
        values_from_image(hard_picture(static_cast<int>(plan->config().height), GetParam()), plan->config());
    const auto scratch = plan->make_scratch();
    const std::vector<Coded> all = plan->encode_all(contexts, image, *scratch);
    ASSERT_EQ(all.size(), labels);
    for (std::size_t i = 0; i < labels; ++i) {
        std::vector<std::vector<float>> codes;
        const double log_likelihood = plan->encode(*contexts[i], image, codes, *scratch);
        EXPECT_EQ(all[i].log_likelihood, log_likelihood);
        EXPECT_EQ(all[i].codes, codes);
    }
    EXPECT_NE(all[0].codes.back(), all[1].codes.back());
}

TEST_P(PyramidPlanOf, DrawsDetailsThatLeaveTheGivenPixelsAsTheyAre) {
    const auto plan = small_plan(GetParam());
    std::vector<int> sizes = plan->sizes();
    sizes.pop_back();
    for (const int side : sizes) {
        const Image given = hard_picture(side, GetParam());
        const Image face = completed(*plan, given, 1);
        ASSERT_EQ(face.width, plan->config().height);
        for (int channel = 0; channel < GetParam(); ++channel)
            EXPECT_EQ(means(face, side, channel), means(given, side, channel)) << side;
        EXPECT_NE(face, completed(*plan, given, 2)) << "another seed draws other details";
        EXPECT_EQ(face, completed(*plan, given, 1));
    }
}

TEST(PyramidPlan, DrawsColoursThatLeaveTheGivenLuminanceAsItIs) {
    const auto plan = small_plan(3);
    for (const int side : plan->sizes()) {
        const Image given = hard_picture(side, 1);
        const Image face = completed(*plan, given, 1);
        ASSERT_EQ(face.channels, 3);
        EXPECT_EQ(means(face, side, -1), means(given, side, 0)) << side;
        EXPECT_NE(face, completed(*plan, given, 2));
    }
}

TEST(PyramidPlan, CompletesOnlyWhatItHasLevelsFor) {
    const auto plan = small_plan(3);
    EXPECT_THROW(completed(*plan, hard_picture(3, 3), 1), Error) << "no size of the model";
    const auto flat = make_plan(flow::make_model(flow::test::small_flow("bplf")));
    EXPECT_THROW(completed(*flat, hard_picture(4, 1), 1), Error);
}

TEST(KnownPlanes, ShrinksDetailsAndColoursNoMoreThanNeeded) {
    const std::vector<float> mean{0.9f, -0.5f};
    std::vector<float> details{0.4f, 0, 0, 0.2f, 0.2f, 0.2f};
    fit_details(mean, {1, 1, 2}, details);
    EXPECT_NEAR(0.9 + details[0] / 2, 1 - 1 / 512.0, 1e-6);
    EXPECT_EQ((std::array{details[3], details[4], details[5]}), (std::array{0.2f, 0.2f, 0.2f}));
    std::vector<float> planes{0.5f, 1.0f, 0, 0, 0.1f, 0.1f};
    fit_colour(planes);
    EXPECT_NEAR(planes[0] + planes[1], 1 - 1 / 512.0, 1e-6) << "blue is Y + U";
    EXPECT_EQ(planes[4], 0.1f);
}

}  // namespace
}  // namespace bplf::test
