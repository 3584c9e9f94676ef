// SPDX-License-Identifier: GPL-3.0-or-later
// The emotion classifier: shapes, independence of its neighbours, its file, and one refusal per kind of damage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include <fstream>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/tensors.h"
#include "core/nn/classifier_file.h"
#include "tests/support/support.h"

namespace bplf::nn {
namespace {

using testing::HasSubstr;

EmotionClassifierOptions small_options() {
    EmotionClassifierOptions options;
    options.size = 16;
    options.width = 4;
    options.labels = {"anger", "happy", "sad"};
    return options;
}

EmotionClassifier small_classifier() {
    EmotionClassifier model(small_options());
    const at::NoGradGuard no_grad;
    for (int i = 0; i < 3; ++i) model->forward(at::randint(256, {8, 1, 16, 16}, at::kByte));  // sets the batch norms
    model->eval();
    return model;
}

TEST(Classifier, OfTheUsualSizeHasHalfAMillionParameters) {
    EmotionClassifierOptions options;
    options.labels = {"anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"};
    EmotionClassifier model(options);
    // Eight convolutions of 9 weights per pair of channels, two numbers per normed channel, and the last layer.
    const std::int64_t convolutions = 9 * (32 + 32 * 32 + 32 * 64 + 64 * 64 + 64 * 128 + 3 * 128 * 128);
    EXPECT_EQ(model->parameter_count(), convolutions + 2 * 2 * (32 + 64 + 128 + 128) + 128 * 7 + 7);
    EXPECT_EQ(model->feature_count(), 128);
}

TEST(Classifier, TakesGreyAndColourOfSeveralSizes) {
    for (const std::int64_t channels : {1, 3}) {
        for (const std::int64_t size : {32, 48, 64}) {
            EmotionClassifierOptions options = small_options();
            options.channels = channels;
            options.size = size;
            EmotionClassifier model(options);
            model->eval();
            const at::Tensor pixels = at::randint(256, {2, channels, size, size}, at::kByte);
            const at::Tensor features = model->features(pixels);
            EXPECT_EQ(features.sizes(), (std::vector<std::int64_t>{2, 16}));
            EXPECT_GE(features.min().item<float>(), 0);
            EXPECT_TRUE(at::equal(model->forward(pixels), model->logits_of(features)));
            EXPECT_THROW(model->forward(pixels.narrow(2, 0, 16)), Error);
        }
    }
}

TEST(Classifier, JudgesAnImageByItselfAlone) {
    const at::NoGradGuard no_grad;
    EmotionClassifier model = small_classifier();
    const at::Tensor pixels = at::randint(256, {6, 1, 16, 16}, at::kByte);
    EXPECT_TRUE(
        at::allclose(model->forward(pixels).narrow(0, 2, 1), model->forward(pixels.narrow(0, 2, 1)), 1e-4, 1e-5));
    EXPECT_GT((model->forward(pixels)[0] - model->forward(pixels)[1]).abs().max().item<float>(), 1e-4);
}

TEST(Classifier, RefusesOptionsOutOfRange) {
    const auto refused = [](const std::function<void(EmotionClassifierOptions&)>& change) {
        EmotionClassifierOptions options = small_options();
        change(options);
        EXPECT_THROW(validate(options), Error);
    };
    refused([](auto& o) { o.channels = 2; });
    refused([](auto& o) { o.size = 20; });
    refused([](auto& o) { o.size = 8; });
    refused([](auto& o) { o.width = 0; });
    refused([](auto& o) { o.dropout = 1; });
    refused([](auto& o) { o.labels = {"happy"}; });
    refused([](auto& o) { o.labels = {"happy", "happy"}; });
}

class ClassifierOnDisk : public testing::Test {
  protected:
    ClassifierOnDisk() { save_classifier(file_, model_, {{"accuracy", "0.5"}}); }

    /// Saves the file changed by `change` as another program could have.
    void save_changed(const std::function<void(std::map<std::string, at::Tensor>&, Metadata&)>& change) {
        const SafetensorsFile file(file_);
        auto state = read_tensors(file);
        Metadata metadata = file.metadata();
        change(state, metadata);
        write_tensors(file_, state, metadata);
    }
    void change_config(const std::function<void(nlohmann::json&)>& change) {
        save_changed([&](auto&, auto& metadata) {
            auto json = nlohmann::json::parse(metadata.at("config"));
            change(json);
            metadata["config"] = json.dump();
        });
    }
    std::string refusal() const {
        try {
            load_classifier(file_);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInput);
            EXPECT_THAT(error.what(), HasSubstr(file_.string()));
            return error.what();
        }
        return "accepted";
    }

    bplf::test::TempDir folder_;
    std::filesystem::path file_ = folder_ / "model.safetensors";
    EmotionClassifier model_ = small_classifier();
    at::Tensor pixels_ = at::randint(256, {5, 1, 16, 16}, at::kByte);
};

TEST_F(ClassifierOnDisk, GivesBitEqualLogitsAndKeepsItsFacts) {
    StoredClassifier stored = load_classifier(file_);
    EXPECT_TRUE(at::equal(stored.model->forward(pixels_), model_->forward(pixels_)));
    EXPECT_EQ(stored.model->options(), model_->options());
    EXPECT_EQ(stored.metadata.at("accuracy"), "0.5");
    EXPECT_EQ(stored.sha256.size(), 64u);
    EXPECT_FALSE(stored.model->is_training());
}

TEST_F(ClassifierOnDisk, InHalfPrecisionIsHalfAsLongAndStaysClose) {
    const auto whole = std::filesystem::file_size(file_);
    save_classifier(file_, model_, {}, /*half=*/true);
    EXPECT_LT(std::filesystem::file_size(file_), 0.75 * static_cast<double>(whole));
    EXPECT_TRUE(at::allclose(load_classifier(file_).model->forward(pixels_), model_->forward(pixels_), 0.02, 0.02));
}

TEST_F(ClassifierOnDisk, RefusesAFileCutShort) {
    const std::string bytes = read_file(file_, 1 << 24);
    std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes.substr(0, bytes.size() - 100);
    EXPECT_NE(refusal(), "accepted");
}

TEST_F(ClassifierOnDisk, RefusesOtherFormats) {
    save_changed([](auto&, auto& metadata) { metadata["format"] = "bplf.flow.v1"; });
    EXPECT_THAT(refusal(), HasSubstr("is not a classifier but 'bplf.flow.v1'"));
    save_changed([](auto&, auto& metadata) { metadata["format"] = "bplf.classifier.v9"; });
    EXPECT_THAT(refusal(), HasSubstr("unknown format version 'bplf.classifier.v9'"));
    save_changed([](auto&, auto& metadata) { metadata.erase("format"); });
    EXPECT_THAT(refusal(), HasSubstr("not a classifier (no \"format\""));
}

TEST_F(ClassifierOnDisk, RefusesOtherTensors) {
    const at::Tensor weight = read_tensor(SafetensorsFile(file_), "last.weight");
    save_changed([](auto& state, auto&) { state.erase("last.weight"); });
    EXPECT_THAT(refusal(), HasSubstr("lacks the tensor 'last.weight'"));
    save_changed([&](auto& state, auto&) { state["last.weight"] = weight.to(at::kLong); });
    EXPECT_THAT(refusal(), HasSubstr("'last.weight' has the wrong type"));
    save_changed([&](auto& state, auto&) {
        state["last.weight"] = at::full_like(weight, std::numeric_limits<float>::infinity());
    });
    EXPECT_THAT(refusal(), HasSubstr("'last.weight' holds NaN or infinite values"));
    save_changed([&](auto& state, auto&) { state["last.weight"] = weight, state["more"] = weight; });
    EXPECT_THAT(refusal(), HasSubstr("extra tensor 'more'"));
}

TEST_F(ClassifierOnDisk, RefusesLabelsThatDoNotFitTheWeights) {
    change_config([](auto& json) { json["labels"] = {"anger", "happy"}; });
    EXPECT_THAT(refusal(), HasSubstr("'last.bias' has shape [3] instead of [2]"));
}

TEST_F(ClassifierOnDisk, RefusesAConfigFarLargerThanTheWeights) {
    change_config([](auto& json) { json["width"] = 512; });
    EXPECT_THAT(refusal(), HasSubstr("far larger than the weights it holds"));
}

TEST_F(ClassifierOnDisk, RefusesABrokenConfig) {
    change_config([](auto& json) { json["size"] = 17; });
    EXPECT_THAT(refusal(), HasSubstr("has an invalid config"));
    change_config([](auto& json) { json["size"] = "large"; });
    EXPECT_THAT(refusal(), HasSubstr("has an invalid config"));
    save_changed([](auto&, auto& metadata) { metadata["config"] = "{"; });
    EXPECT_THAT(refusal(), HasSubstr("has an invalid config"));
}

}  // namespace
}  // namespace bplf::nn
