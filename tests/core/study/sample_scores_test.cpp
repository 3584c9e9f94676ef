// SPDX-License-Identifier: GPL-3.0-or-later
// Faces of a trained row as a judge of expressions sees them.
#include "core/study/sample_scores.h"

#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <torch/types.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/eval/frechet_distance.h"
#include "core/eval/recognition.h"
#include "core/flow/registry.h"
#include "core/nn/classifier_file.h"
#include "core/ops/dequantise.h"
#include "core/sample/codes.h"
#include "core/study/trial.h"
#include "tests/support/study_data.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using testing::HasSubstr;

class SampleScoresOf : public testing::Test {
  protected:
    void SetUp() override {
        at::set_num_threads(1);
        write_tiny_faces(folder_ / "root");
        set_ = prepare_study_set("faces", folder_ / "root", folder_ / "data", {});
        flow::FlowConfig config = trial_config(rows_of_figure("figure8").front(), set_, "small");
        config.depth = 1, config.width = 4;
        model_ = flow::make_model(config);
        write_judge(32);
    }
    void write_judge(std::int64_t size) {
        nn::EmotionClassifierOptions options;
        options.size = size;
        options.width = 4;
        options.labels = set_.labels;
        std::swap(options.labels.front(), options.labels.back());  // its own order
        nn::save_classifier(judge_, nn::EmotionClassifier(options), {});
    }
    SampleScores score() {
        const Dataset faces = Dataset::open(set_.raw);
        return score_samples(*model_, faces, faces.rows(Split::kValidation), judge_);
    }

    TempDir folder_;
    std::filesystem::path judge_ = folder_ / "judge.safetensors";
    StudySet set_;
    std::shared_ptr<flow::Model> model_;
};

TEST_F(SampleScoresOf, AModelAreThoseOfTheFacesItsSeedsGive) {
    const SampleScores scores = score();
    const Dataset faces = Dataset::open(set_.raw);
    const auto rows = faces.rows(Split::kValidation);
    nn::EmotionClassifier judge = nn::load_classifier(judge_).model;
    std::vector<at::Tensor> drawn, real;
    std::int64_t hits = 0;
    const at::NoGradGuard no_grad;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto label = faces.labels()[static_cast<std::size_t>(rows[i])];
        at::Tensor h = at::zeros({1, 7});
        h[0][label] = 1;
        const std::vector<std::uint64_t> seed{i + 1};
        const auto eps = codes_from_seeds(seed, model_->config(), model_->code_shapes(),
                                          std::vector<double>(model_->code_shapes().size(), 1.0));
        drawn.push_back(ops::quantise(model_->decode(eps, h).x, 8));
        const auto seen = recognise(judge, drawn.back()).labels.front();
        hits += judge->options().labels[static_cast<std::size_t>(seen)] ==
                faces.class_names()[static_cast<std::size_t>(label)];
        const auto pixels = faces.image(rows[i]);
        real.push_back(
            at::tensor(std::vector<std::uint8_t>(pixels.begin(), pixels.end()), at::kByte).view({1, 1, 32, 32}));
    }
    EXPECT_EQ(scores.drawn, kTinyHeldOut);
    EXPECT_EQ(scores.non_finite, 0);
    EXPECT_DOUBLE_EQ(scores.agreement, static_cast<double>(hits) / kTinyHeldOut);
    const double distance = frechet_distance(feature_gaussian(recognise(judge, at::cat(drawn)).features),
                                             feature_gaussian(recognise(judge, at::cat(real)).features));
    EXPECT_NEAR(scores.frechet_distance, distance, 1e-3 * std::abs(distance) + 1e-4);
    EXPECT_TRUE(std::isfinite(scores.kernel_distance));
    EXPECT_GE(scores.real_agreement, 0);
    EXPECT_EQ(to_json(sample_scores_from_json(to_json(scores))), to_json(scores));
}

TEST_F(SampleScoresOf, AModelThatDrawsNothingFiniteAreNone) {
    for (at::Tensor& parameter : model_->parameters()) parameter.detach().fill_(NAN);
    const SampleScores scores = score();
    EXPECT_EQ(scores.non_finite, kTinyHeldOut);
    EXPECT_TRUE(std::isnan(scores.frechet_distance));
    EXPECT_TRUE(std::isnan(scores.agreement));
    const auto text = to_json(scores).dump();
    EXPECT_TRUE(std::isnan(sample_scores_from_json(nlohmann::ordered_json::parse(text)).frechet_distance));
}

TEST_F(SampleScoresOf, AJudgeOfOtherImagesAreRefused) {
    write_judge(16);
    try {
        score();
        FAIL() << "nothing was refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_THAT(error.what(), HasSubstr("16×16"));
    }
}

}  // namespace
}  // namespace bplf::test
