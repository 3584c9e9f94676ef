// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/latent_look.h"

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

TEST(LatentLook, RoundTripsThroughTheMetadata) {
    Latent latent;
    latent.shapes.resize(2);
    const Look look{{{"happy", 0.7}, {"sad", 0.3}}, {0.5, 0.9}, 2.05};
    set_look(latent, look);
    EXPECT_EQ(look_of_latent(latent, {}, kLabels), (Look{look.mix, {1, 1}, 2.05})) << "the temperature is in the code";
}

TEST(LatentLook, GivesWayToWhatIsAsked) {
    Latent latent;
    latent.shapes.resize(2);
    set_look(latent, {{{"happy", 1.0}}, {}, 2});
    const Look sad{{{"sad", 1.0}}, {}, {}};
    EXPECT_EQ(look_of_latent(latent, sad, kLabels), (Look{sad.mix, {1, 1}, 2}));
    EXPECT_EQ(look_of_latent(latent, {{}, {0.5}, 3}, kLabels), (Look{{{"happy", 1.0}}, {0.5, 0.5}, 3}));
}

TEST(LatentLook, OfACodeThatSaysNothingIsNoLabelAsLearned) {
    EXPECT_EQ(look_of_latent({}, {}, kLabels), look_as_stored(0));
}

TEST(LatentLook, OfAnotherModelOrDamagedIsRefusedWhereItIsNeeded) {
    Latent latent;
    latent.metadata = {{"label", "joy"}, {"intensity", "loud"}};
    const Look happy{{{"happy", 1.0}}, {}, {}};
    EXPECT_EQ(kind_of_failure([&] { look_of_latent(latent, {{}, {}, 1}, kLabels); }), ErrorKind::kInput);
    EXPECT_EQ(kind_of_failure([&] { look_of_latent(latent, happy, kLabels); }), ErrorKind::kInput);
    latent.metadata["intensity"] = "4.5";
    EXPECT_EQ(kind_of_failure([&] { look_of_latent(latent, happy, kLabels); }), ErrorKind::kInput);
    EXPECT_EQ(look_of_latent(latent, {happy.mix, {}, 1}, kLabels).mix, happy.mix);
}

}  // namespace
}  // namespace bplf
