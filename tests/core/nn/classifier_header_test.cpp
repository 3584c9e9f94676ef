// SPDX-License-Identifier: GPL-3.0-or-later
// What a classifier's file says of itself without its network, against the network.
#include "core/nn/classifier_header.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/nn/classifier_file.h"
#include "tests/support/support.h"

namespace bplf::nn {
namespace {

TEST(ClassifierHeader, SaysWhatTheNetworkIs) {
    const bplf::test::TempDir folder;
    EmotionClassifierOptions options;
    options.size = 16, options.width = 4;
    options.labels = {"happy", "sad"};
    EmotionClassifier model(options);
    save_classifier(folder / "model.safetensors", model, {{"accuracy", "0.5"}});
    const ClassifierFile file = read_classifier_file(folder / "model.safetensors");
    EXPECT_EQ(file.options, options);
    EXPECT_EQ(file.parameters, model->parameter_count());
    EXPECT_EQ(file.metadata, (std::map<std::string, std::string>{{"accuracy", "0.5"}}));
    EXPECT_EQ(file.sha256, load_classifier(folder / "model.safetensors").sha256);
}

}  // namespace
}  // namespace bplf::nn
