// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints: exact round trips, and one clear refusal per kind of damage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/flow/checkpoint.h"
#include "core/flow/config.h"
#include "core/flow/registry.h"
#include "core/io/tensors.h"
#include "tests/core/flow/flow_cases.h"
#include "tests/support/support.h"

namespace bplf::flow::test {
namespace {

using testing::HasSubstr;

class CheckpointFile : public testing::Test {
  protected:
    void SetUp() override {
        model_ = make_model(small_flow("bplf"));
        perturb(*model_);
        model_->initialise(at::randint(256, {8, 1, 8, 8}, at::kByte), at::rand({8, 1, 8, 8}), {});
        save_checkpoint(file_, *model_, {{"licence", "CC-BY-4.0"}});
    }
    /// Saves the state changed by `change` as another program could have.
    void save_changed(const std::function<void(std::map<std::string, at::Tensor>&, Metadata&)>& change) {
        auto state = named_state(*model_);
        for (auto& [name, tensor] : state) tensor = tensor.detach().clone();
        Metadata metadata = SafetensorsFile(file_).metadata();
        change(state, metadata);
        write_tensors(file_, state, metadata);
    }
    std::string refusal() const {
        try {
            load_checkpoint(file_);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInput);
            EXPECT_THAT(error.what(), HasSubstr(file_.string()));
            return error.what();
        }
        return "accepted";
    }

    bplf::test::TempDir folder_;
    std::filesystem::path file_ = folder_ / "model.safetensors";
    std::shared_ptr<Model> model_;
};

TEST_F(CheckpointFile, GivesBitEqualLikelihoodsAndKeepsItsFacts) {
    const at::Tensor x = at::rand({3, 1, 8, 8}) * 2 - 1;
    const Checkpoint loaded = load_checkpoint(file_);
    EXPECT_TRUE(at::equal(loaded.model->log_likelihood(x, {}), model_->log_likelihood(x, {})));
    EXPECT_TRUE(loaded.model->initialised());
    EXPECT_EQ(loaded.metadata.at("licence"), "CC-BY-4.0");
    EXPECT_EQ(loaded.sha256.size(), 64u);
    EXPECT_TRUE(loaded.model->config() == model_->config());
}

TEST_F(CheckpointFile, IsToldFromOtherFilesByItsFormat) {
    EXPECT_TRUE(is_checkpoint(file_));
    save_changed([](auto&, auto& metadata) { metadata["format"] = "bplf.classifier.v1"; });
    EXPECT_FALSE(is_checkpoint(file_));
    std::ofstream(file_, std::ios::trunc) << "not a model";
    EXPECT_FALSE(is_checkpoint(file_));
    EXPECT_FALSE(is_checkpoint(folder_ / "none.safetensors"));
}

TEST_F(CheckpointFile, HalfPrecisionStaysClose) {
    save_checkpoint(file_, *model_, {}, /*half=*/true);
    const at::Tensor x = at::rand({3, 1, 8, 8}) * 2 - 1;
    const auto loaded = load_checkpoint(file_);
    const at::Tensor bits = bits_per_dim(loaded.model->log_likelihood(x, {}), model_->config());
    EXPECT_LT((bits - bits_per_dim(model_->log_likelihood(x, {}), model_->config())).abs().max().item<double>(), 0.02);
}

TEST_F(CheckpointFile, RefusesAMissingTensor) {
    save_changed([](auto& state, auto&) { state.erase("level1_step1_conv1x1.weight"); });
    EXPECT_THAT(refusal(), HasSubstr("lacks the tensor 'level1_step1_conv1x1.weight'"));
}

TEST_F(CheckpointFile, RefusesAnExtraTensor) {
    save_changed([](auto& state, auto&) { state["surprise"] = at::zeros({2}); });
    EXPECT_THAT(refusal(), HasSubstr("extra tensor 'surprise'"));
}

TEST_F(CheckpointFile, RefusesAWrongShape) {
    save_changed([](auto& state, auto&) { state["level1_step1_conv1x1.weight"] = at::eye(5); });
    EXPECT_THAT(refusal(), HasSubstr("has shape [5, 5] instead of [4, 4]"));
}

TEST_F(CheckpointFile, RefusesAWrongType) {
    save_changed([](auto& state, auto&) { state["level1_step1_conv1x1.weight"] = at::ones({4, 4}, at::kLong); });
    EXPECT_THAT(refusal(), HasSubstr("wrong type"));
}

TEST_F(CheckpointFile, RefusesNaN) {
    save_changed([](auto& state, auto&) {
        state["level1_step1_conv1x1.weight"][0][0] = std::numeric_limits<float>::quiet_NaN();
    });
    EXPECT_THAT(refusal(), HasSubstr("NaN"));
}

TEST_F(CheckpointFile, RefusesAnUnknownFormatVersion) {
    save_changed([](auto&, auto& metadata) { metadata["format"] = "bplf.flow.v9"; });
    EXPECT_THAT(refusal(), HasSubstr("unknown format version 'bplf.flow.v9'"));
}

TEST_F(CheckpointFile, RefusesASafetensorsFileOfSomethingElse) {
    write_tensors(file_, {{"x", at::zeros({3})}}, {});
    EXPECT_THAT(refusal(), HasSubstr("not a BPLF checkpoint"));
}

TEST_F(CheckpointFile, RefusesADamagedConfig) {
    save_changed([](auto&, auto& metadata) { metadata["config"] = "{\"levels\": \"many\"}"; });
    EXPECT_THAT(refusal(), HasSubstr("levels"));
    save_changed([](auto&, auto& metadata) { metadata["config"] = "{"; });
    EXPECT_THAT(refusal(), HasSubstr("not valid JSON"));
}

TEST_F(CheckpointFile, RefusesAConfigFarLargerThanTheWeightsBeforeItIsBuilt) {
    save_changed([](auto&, auto& metadata) {
        auto config = nlohmann::json::parse(metadata["config"]);
        config["width"] = 4096;
        config["depth"] = 256;
        metadata["config"] = config.dump();
    });
    EXPECT_THAT(refusal(), HasSubstr("far larger than the weights it holds"));
}

TEST_F(CheckpointFile, RefusesEveryTruncation) {
    const std::string whole = read_file(file_);
    for (const double share : {0.0, 0.001, 0.3, 0.999}) {
        std::ofstream(file_, std::ios::binary)
            << whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size())));
        EXPECT_NE(refusal(), "accepted") << share;
    }
}

TEST(ResolveModel, NamesWhatIsMissing) {
    const bplf::test::TempDir folder;
    EXPECT_THROW(resolve_model(folder.path().string()), Error);
    try {
        resolve_model("no-such-model");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("embedded model"));
    }
}

TEST(FlowConfigJson, RoundTripsAndNamesTheBadKey) {
    for (const FlowCase& item : small_flows()) {
        EXPECT_TRUE(config_from_json(nlohmann::json(to_json(item.config))) == item.config) << item.name;
    }
    const auto refused = [](const char* text) {
        try {
            config_from_json(nlohmann::json::parse(text));
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_THAT(refused(R"({"depht": 3})"), HasSubstr("depht"));
    EXPECT_THAT(refused(R"({"scale": "log"})"), HasSubstr("tanh, sigmoid2"));
    EXPECT_THAT(refused(R"({"levels": 9})"), HasSubstr("levels"));
    EXPECT_THAT(refused(R"({"condition": "film"})"), HasSubstr("no labels"));
    EXPECT_THAT(refused(R"({"parts": 3})"), HasSubstr("parts"));
    EXPECT_THAT(refused(R"({"parts": 5, "part_sizes": "increasing"})"), HasSubstr("parts"));
    EXPECT_THAT(refused(R"({"depth": 2, "layers": [1, 2, 3]})"), HasSubstr("layers"));
    EXPECT_THAT(refused(R"({"depth": 1, "layers": [0]})"), HasSubstr("layers"));
}

TEST(FlowConfigJson, WithoutTheNewerSwitchesMeansWhatItMeantBefore) {
    auto json = nlohmann::json(to_json(small_flow("realnvp")));
    for (const char* key : {"part_sizes", "flow_batch_norm", "layers"}) json.erase(key);
    const FlowConfig config = config_from_json(json);
    EXPECT_EQ(config.part_sizes, "equal");
    EXPECT_FALSE(config.flow_batch_norm);
    EXPECT_TRUE(config.layers.empty());
    EXPECT_EQ(make_model(config)->named_modules().find("scale1_checkerboard1_norm"), nullptr);
}

TEST(SizesOfParts, AreDlfsEighthsQuarterAndHalf) {
    using Sizes = std::vector<std::int64_t>;
    FlowConfig config;
    config.parts = 4;
    EXPECT_EQ(sizes_of_parts(config, 16), (Sizes{4, 4, 4, 4}));
    config.part_sizes = "increasing";
    EXPECT_EQ(sizes_of_parts(config, 16), (Sizes{2, 2, 4, 8}));
    EXPECT_EQ(sizes_of_parts(config, 12), (Sizes{1, 2, 3, 6}));
    EXPECT_EQ(sizes_of_parts(config, 4), (Sizes{1, 1, 1, 1}));
    config.part_sizes = "decreasing";
    EXPECT_EQ(sizes_of_parts(config, 16), (Sizes{8, 4, 2, 2}));
    config.parts = 2;
    EXPECT_EQ(sizes_of_parts(config, 5), (Sizes{3, 2}));
}

TEST(NamedConfigs, CarryTheirOwnNameAndUnknownOnesAreRefused) {
    ASSERT_FALSE(config_names().empty());
    for (const std::string& name : config_names()) EXPECT_EQ(load_config(name).name, name);
    EXPECT_THROW(load_config("no-such-config"), Error);
}

/// Every configuration that is shipped, those of the paper's scale included.
class NamedConfig : public testing::TestWithParam<std::string> {};

TEST_P(NamedConfig, IsAModelThatGivesAnImageBack) {
    const FlowConfig config = load_config(GetParam());
    const auto model = make_model(config);
    model->eval();
    const at::NoGradGuard no_grad;
    const at::Tensor x = at::rand({1, config.channels, config.height, config.width_px}) * 2 - 1;
    at::Tensor h;
    if (model->conditional()) h = at::eye(static_cast<std::int64_t>(config.labels.size())).narrow(0, 0, 1);
    const Encoded code = model->encode(x, h);
    EXPECT_TRUE(std::isfinite(code.log_likelihood.item<double>()));
    if (!model->exact()) return;
    const double error = (model->decode(code.eps, h).x - x).abs().max().item<double>();
    // DLF's own start contracts so far that float32 has lost the image ; that is what it shows.
    if (GetParam() == "dlf-own-start-cifar10")
        EXPECT_FALSE(error < 1e-3);
    else
        EXPECT_LT(error, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(All, NamedConfig, testing::ValuesIn(config_names()), [](const auto& instance) {
    std::string name = instance.param;
    std::replace_if(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
});

TEST(PreferredModelsFolder, IsLookedThroughFirst) {
    const bplf::test::TempDir folder;
    const auto own = folder / "default" / "model.safetensors";
    std::filesystem::create_directory(folder / "default");
    write_file(own, "not looked into here");
    const auto before = resolve_model("default");
    prefer_models_folder(folder.path());
    EXPECT_EQ(resolve_model("default"), own);
    EXPECT_EQ(models_folders().front(), folder.path());
    prefer_models_folder({});
    EXPECT_EQ(resolve_model("default"), before);
    EXPECT_THROW(prefer_models_folder(folder / "absent"), Error);
}

}  // namespace
}  // namespace bplf::flow::test
