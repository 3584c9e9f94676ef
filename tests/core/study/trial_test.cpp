// SPDX-License-Identifier: GPL-3.0-or-later
// One training of the study: results that are kept, divergence as a result, damaged files.
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/nn/classifier_file.h"
#include "core/study/trial.h"
#include "core/study/trial_config.h"
#include "tests/support/study_data.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using testing::HasSubstr;

class Trial : public testing::Test {
  protected:
    void SetUp() override {
        at::set_num_threads(1);
        write_tiny_faces(folder_ / "root");
        set_ = prepare_study_set("faces", folder_ / "root", folder_ / "data", {});
        row_ = rows_of_figure("figure8").front();
    }
    flow::FlowConfig tiny_config(const std::string& system = "glow") const {
        StudyRow row = row_;
        row.system = system;
        flow::FlowConfig config = trial_config(row, set_, "small");
        config.depth = 1, config.width = 4;
        return config;
    }
    TrialResult run(const flow::FlowConfig& config, std::int64_t images = 64) {
        return run_trial(row_, set_, config, 1, {.images = images}, folder_ / "trial", {});
    }
    std::filesystem::path result_file() const { return folder_ / "trial" / "result.json"; }

    TempDir folder_;
    StudySet set_;
    StudyRow row_;
};

TEST_F(Trial, TrainsForItsImagesAndScoresBothKindsOfImages) {
    const TrialResult result = run(tiny_config());
    EXPECT_EQ(result.row, "glow");
    EXPECT_EQ(result.set, "faces");
    EXPECT_EQ(result.steps, 2);
    EXPECT_EQ(result.images, 64);
    EXPECT_EQ(result.evaluated, kTinyHeldOut);
    EXPECT_EQ(result.width, 4);
    EXPECT_EQ(result.parameters, parameters_of(tiny_config()));
    EXPECT_FALSE(result.diverged) << result.message;
    EXPECT_TRUE(std::isfinite(result.raw.bits_per_dim));
    EXPECT_TRUE(std::isfinite(result.truncated.bits_per_dim));
    EXPECT_NE(result.raw.bits_per_dim, result.truncated.bits_per_dim);
    const auto stored = nlohmann::ordered_json::parse(read_file(result_file()));
    EXPECT_EQ(stored, to_json(result));
    EXPECT_EQ(to_json(trial_result_from_json(stored, "here")), to_json(result));
}

TEST_F(Trial, HasItsFacesJudgedWhereThereIsAJudge) {
    EXPECT_FALSE(run(tiny_config()).samples);
    nn::EmotionClassifierOptions options;
    options.width = 4;
    options.labels = set_.labels;
    nn::save_classifier(folder_ / "judge.safetensors", nn::EmotionClassifier(options), {});
    std::filesystem::remove(result_file());  // its training is evaluated again
    const TrialResult judged = run_trial(row_, set_, tiny_config(), 1, {.images = 64}, folder_ / "trial",
                                         {"cpu", folder_ / "judge.safetensors"});
    ASSERT_TRUE(judged.samples);
    EXPECT_EQ(judged.samples->drawn, kTinyHeldOut);
    const auto stored = nlohmann::ordered_json::parse(read_file(result_file()));
    EXPECT_EQ(to_json(trial_result_from_json(stored, "here")), to_json(judged));
}

TEST_F(Trial, TakesTheResultThatIsThere) {
    TrialResult kept;
    kept.row = "glow", kept.set = "faces", kept.seed = 1, kept.images = 12345;
    std::filesystem::create_directories(folder_ / "trial");
    write_file(result_file(), to_json(kept).dump());
    EXPECT_EQ(to_json(run(tiny_config())), to_json(kept));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "trial" / "run")) << "it trained";
}

TEST_F(Trial, NamesADamagedResult) {
    std::filesystem::create_directories(folder_ / "trial");
    for (const char* damage : {"", "{\"row\": \"glow\", ", "[]", "{\"row\": 3}", "{\"row\": \"glow\"}"}) {
        write_file(result_file(), damage);
        try {
            run(tiny_config());
            ADD_FAILURE() << "taken: " << damage;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInput) << damage;
            EXPECT_EQ(error.where(), result_file().string());
            EXPECT_THAT(error.hint(), HasSubstr("Remove it"));
        }
    }
}

TEST_F(Trial, ReportsASystemWithoutAFiniteScoreAsDiverged) {
    flow::FlowConfig config = tiny_config("bplf");
    config.scale = "tanh", config.scale_start = 1e30;
    const TrialResult result = run(config);
    EXPECT_TRUE(result.diverged);
    EXPECT_FALSE(result.message.empty());
    EXPECT_EQ(to_json(run(config)), to_json(result)) << "kept like any other result";
}

TEST_F(Trial, ReportsATrainingThatGivesUpAsDiverged) {
    flow::FlowConfig config = tiny_config("bplf");
    config.scale = "tanh", config.scale_start = 1e30;
    const TrialResult result = run(config, 60 * 32);
    EXPECT_TRUE(result.diverged);
    EXPECT_THAT(result.message, HasSubstr("finite"));
}

TEST_F(Trial, GoesOnWhereItWasCutOff) {
    const TrialResult whole = run(tiny_config());
    std::filesystem::remove(result_file());  // cut off before the result was written
    TrialResult again = run(tiny_config());
    again.train_seconds = whole.train_seconds;
    EXPECT_EQ(to_json(again), to_json(whole));
}

}  // namespace
}  // namespace bplf::test
