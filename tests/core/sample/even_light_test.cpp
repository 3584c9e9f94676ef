// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/even_light.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/flow/registry.h"
#include "core/sample/look.h"
#include "core/sample/sampler.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::test {
namespace {

const LightRequest kRequest{.temperature = {1, 1}, .intensity = 2, .codes = 24};

/// Its labels move the mean of what it draws.
std::shared_ptr<flow::Model> labelled_flow() {
    flow::FlowConfig config = flow::test::small_flow("bplf");
    config.labels = {"anger", "happy", "sad"};
    config.condition = "out";
    config.top_prior = "class";
    torch::manual_seed(3);
    auto model = flow::make_model(config);
    flow::test::perturb(*model, 0.1);
    model->eval();
    return model;
}

std::vector<float> drawn(const std::shared_ptr<flow::Model>& model, std::uint64_t seed, const LabelMix& mix) {
    const Sampler sampler(make_plan(model), 1);
    const auto condition = intensified(dense_weights(mix, model->config().labels), kRequest.intensity);
    return sampler.draw_one({sampler.code_of_seed(seed, kRequest.temperature), sampler.plan().context(condition)})
        .values;
}

TEST(EvenLight, MakesLabelsAlikeInMeanAndContrast) {
    const EvenedLight evened = even_light(labelled_flow(), kRequest, 1);
    EXPECT_GT(spread_of_means(evened.before), 2);
    EXPECT_GT(spread_of_contrasts(evened.before), 0.01);
    const auto measured = lightness_of_labels(Sampler(make_plan(evened.model), 1), kRequest);
    EXPECT_LT(spread_of_means(measured), 0.5);
    EXPECT_LT(spread_of_contrasts(measured), 0.01);
    EXPECT_DOUBLE_EQ(spread_of_means(measured), spread_of_means(evened.after));
}

TEST(EvenLight, ChangesNothingOfAFaceButItsLight) {
    const auto model = labelled_flow();
    const auto evened = even_light(model, kRequest, 1).model;
    const auto before = drawn(model, 7, {{"happy", 1.0}}), after = drawn(evened, 7, {{"happy", 1.0}});
    const double gain = (after[1] - after[0]) / (before[1] - before[0]);
    EXPECT_GT(std::abs(gain - 1), 1e-4);
    for (std::size_t i = 0; i < before.size(); ++i)
        EXPECT_NEAR(after[i], after[0] + gain * (before[i] - before[0]), 1e-3);
}

TEST(EvenLight, LeavesFacesWithoutALabelAsTheyWere) {
    const auto model = labelled_flow();
    const auto evened = even_light(model, kRequest, 1).model;
    const auto before = drawn(model, 7, {}), after = drawn(evened, 7, {});
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(after[i], before[i], 1e-5);
}

TEST(EvenLight, RefusesWhatHasNoLabelsOfItsOwn) {
    EXPECT_THROW(even_light(flow::make_model(flow::test::small_flow("bplf")), kRequest, 1), Error);
    EXPECT_THROW(even_light(flow::make_model(flow::test::small_pyramid(1)), kRequest, 1), Error);
    LightRequest without = kRequest;
    without.intensity = 0;
    EXPECT_THROW(even_light(labelled_flow(), without, 1), Error);
}

}  // namespace
}  // namespace bplf::test
