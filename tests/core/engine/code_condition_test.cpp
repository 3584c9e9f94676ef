// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/code_condition.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/base/error.h"

namespace bplf {
namespace {

const std::vector<std::string> kLabels{"happy", "sad"};

ErrorKind kind_of_failure(const std::function<void()>& run) {
    try {
        run();
    } catch (const Error& error) {
        return error.kind();
    }
    ADD_FAILURE() << "nothing was refused";
    return ErrorKind::kInternal;
}

TEST(CodeCondition, RoundTripsThroughTheMetadata) {
    Latent latent;
    const LabelMix mix{{"happy", 0.7}, {"sad", 0.3}};
    set_condition(latent, mix, 2.05);
    EXPECT_EQ(mix_of_code(latent, kLabels), mix);
    EXPECT_EQ(intensity_of_code(latent), 2.05);
}

TEST(CodeCondition, OfACodeThatSaysNothingIsNoLabelAsLearned) {
    EXPECT_TRUE(mix_of_code({}, kLabels).empty());
    EXPECT_EQ(intensity_of_code({}), 1);
}

TEST(CodeCondition, OfAnotherModelOrDamagedIsRefused) {
    Latent latent;
    latent.metadata = {{"label", "joy"}, {"intensity", "loud"}};
    EXPECT_EQ(kind_of_failure([&] { mix_of_code(latent, kLabels); }), ErrorKind::kInput);
    EXPECT_EQ(kind_of_failure([&] { intensity_of_code(latent); }), ErrorKind::kInput);
    latent.metadata["intensity"] = "4.5";
    EXPECT_EQ(kind_of_failure([&] { intensity_of_code(latent); }), ErrorKind::kInput);
}

}  // namespace
}  // namespace bplf
