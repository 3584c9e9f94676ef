// SPDX-License-Identifier: GPL-3.0-or-later
// eval with all its measures and train-classifier as processes; bad judges and bad data.
#include <gmock/gmock.h>
#include <signal.h>

#include <cmath>
#include <thread>

#include "core/image/png.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

Words judge_words(const std::filesystem::path& run, const std::string& data, const Words& more = {}) {
    Words words{"train-classifier",
                "--data",
                data,
                "--out",
                run.string(),
                "--steps",
                "60",
                "--batch",
                "8",
                "--width",
                "4",
                "--learning-rate",
                "0.01",
                "--threads",
                "1",
                "--device",
                "cpu"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// A classifier trained on the tiny model's data, made once.
const std::filesystem::path& tiny_judge() {
    static const std::filesystem::path judge = [] {
        const std::filesystem::path run = tiny_model().folder / "judge";
        const Outcome outcome = run_bplf(judge_words(run, tiny_model().data.string()));
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return run / "best" / "model.safetensors";
    }();
    return judge;
}

Words eval_words(const Words& more = {}) {
    Words words{"eval", tiny_model().name(), "--data", tiny_model().data.string(), "--threads", "1", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

nlohmann::json evaluated(const Words& more) {
    const Outcome outcome = run_bplf(eval_words(more));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.json();
}

TEST(ModelInfo, KnowsAClassifierFromAFlow) {
    const Outcome outcome = run_bplf({"model", "info", tiny_judge().string(), "--tensors", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.json()["kind"], "classifier");
    EXPECT_EQ(outcome.json()["config"]["labels"].size(), 7U);
    EXPECT_EQ(run_bplf({"model", "info", tiny_model().name(), "--json"}).json()["kind"], "flow");
    EXPECT_TRUE(outcome.json()["metadata"].contains("accuracy"));
    EXPECT_FALSE(outcome.json()["tensors"].empty());
}

void expect_refused(const Words& words, int exit_code, const std::string& says) {
    const Outcome outcome = run_bplf(words);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(says));
}

TEST(TrainClassifier, LeavesARunFolderAndSaysWhatItLearned) {
    const TempDir folder;
    const Outcome outcome = run_bplf(judge_words(folder / "run", tiny_model().data.string(), {"--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const nlohmann::json json = outcome.json();
    EXPECT_EQ(json["schema"], "bplf.train_classifier.result.v1");
    EXPECT_EQ(json["steps"], 60);
    EXPECT_THAT(json["labels"], Contains("sad"));
    EXPECT_GT(json["accuracy"]["best"].get<double>(), 0.5);
    EXPECT_TRUE(json["accuracy_per_label"].contains("sad"));
    EXPECT_TRUE(std::filesystem::exists(json["checkpoint"].get<std::string>() + "/model.safetensors"));
    EXPECT_THAT(entries(folder / "run"), Contains("scalars.csv"));
    expect_refused(judge_words(folder / "run", tiny_model().data.string()), 2, "--resume");
    const Outcome more =
        run_bplf({"train-classifier", "--out", (folder / "run").string(), "--resume", "--steps", "63", "--json"});
    ASSERT_EQ(more.exit_code, 0) << more.err;
    EXPECT_EQ(more.json()["steps"], 63);
}

TEST(TrainClassifier, InterruptEndsWithACheckpointAnd130) {
    const TempDir folder;
    Words words = judge_words(folder / "run", tiny_model().data.string());
    words[6] = "100000000";
    BplfProcess training(words);
    for (int i = 0; i < 2000 && !std::filesystem::exists(folder / "run" / "scalars.csv"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    training.send(SIGINT);
    const Outcome outcome = training.wait(120);
    EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("train-classifier --out"));
    EXPECT_TRUE(std::filesystem::exists(folder / "run" / "last" / "state.safetensors"));
}

TEST(TrainClassifier, WrongWordsAreUsageErrors) {
    const TempDir folder;
    const std::string out = (folder / "run").string();
    expect_refused({"train-classifier", "--out", out}, 2, "--data");
    expect_refused({"train-classifier", "--data", tiny_model().data.string()}, 2, "--out");
    expect_refused({"train-classifier", "--out", out, "--resume", "--width", "8"}, 2, "--width");
    expect_refused({"train-classifier", "--out", out, "--data", "x", "--batch", "1"}, 2, "--batch");
    expect_refused({"train-classifier", "--out", out, "--data", (folder / "none").string()}, 3, "none");
    expect_refused({"train-classifier", "--out", out, "--resume"}, 3, "not a training run");
    EXPECT_TRUE(entries(folder.path()).empty());
}

TEST(TrainClassifier, IsNoFlowAndFlowsAreNoClassifiers) {
    const TempDir folder;
    expect_refused({"sample", tiny_judge().string(), "--out", (folder / "x.png").string()}, 3, "bplf.classifier.v1");
    expect_refused(eval_words({"--samples", "8", "--classifier", tiny_model().name()}), 3, "not a classifier");
    expect_refused({"train-classifier", "--out", tiny_model().run.string(), "--resume"}, 3, "classifier's run");
}

TEST(TrainClassifier, WeightsAreConvertedToHalfPrecision) {
    const TempDir folder;
    const std::string half = (folder / "half.safetensors").string();
    const Outcome outcome =
        run_bplf({"model", "convert", tiny_judge().string(), "--dtype", "float16", "--out", half, "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_GT(outcome.json()["largest_rounding"].get<double>(), 0);
    EXPECT_LT(outcome.json()["largest_rounding"].get<double>(), 0.01);
    EXPECT_LT(std::filesystem::file_size(half), std::filesystem::file_size(tiny_judge()));
    EXPECT_GT(evaluated({"--samples", "4", "--classifier", half})["samples"]["real_agreement"].get<double>(), 0.4);
}

TEST(EvalMeasures, AreAllInTheJson) {
    const nlohmann::json json =
        evaluated({"--draws", "3", "--importance", "4", "--labels-used", "10", "--invert", "7"});
    EXPECT_GT(json["draw_standard_error"].get<double>(), 0);
    EXPECT_EQ(json["importance_draws"], 4);
    EXPECT_LT(json["importance_weighted_bits_per_dim"].get<double>(), json["bits_per_dim"].get<double>());
    EXPECT_EQ(json["invertibility"]["count"], 7);
    EXPECT_EQ(json["invertibility"]["changed_pixels"], 0);
    EXPECT_LT(json["invertibility"]["max_abs_error"].get<double>(), 0.1);
    EXPECT_EQ(json["discrimination"]["count"], 10);
    EXPECT_GT(json["trivial_coder"]["predictor"].get<double>(), 0);
    EXPECT_FALSE(json.contains("samples"));
    EXPECT_FALSE(json.contains("svd_psnr"));
}

TEST(EvalMeasures, ThatWereNotAskedForAreLeftOut) {
    const nlohmann::json json = evaluated({"--invert", "0"});
    EXPECT_TRUE(json["draw_standard_error"].is_null());
    for (const char* key : {"invertibility", "discrimination", "importance_draws", "trivial_coder_raw"})
        EXPECT_FALSE(json.contains(key)) << key;
}

TEST(EvalMeasures, OfTruncatedImagesComeWithThoseOfTheRawOnes) {
    const nlohmann::json raw = evaluated({}), json = evaluated({"--svd", "rank:2"});
    EXPECT_EQ(json["trivial_coder_raw"], raw["trivial_coder"]);
    EXPECT_LT(json["trivial_coder"]["predictor"].get<double>(), raw["trivial_coder"]["predictor"].get<double>());
    EXPECT_GT(json["svd_psnr"].get<double>(), 10);
    EXPECT_LT(json["svd_psnr"].get<double>(), 60);
}

TEST(EvalSamples, AreDrawnByTheDataAndJudged) {
    const Words words{"--samples", "12", "--classifier", tiny_judge().string(), "--temperature", "0.5"};
    const nlohmann::json samples = evaluated(words)["samples"];
    EXPECT_EQ(samples["count"], 12);
    EXPECT_EQ(samples["real_count"], 48);
    EXPECT_EQ(samples["temperature"], nlohmann::json({0.5, 0.5}));
    EXPECT_GT(samples["fid"].get<double>(), 0);
    EXPECT_TRUE(samples["kid"].is_number());
    EXPECT_TRUE(samples["kid_standard_error"].is_number());
    EXPECT_GE(samples["agreement"].get<double>(), 0);
    EXPECT_TRUE(samples["agreement_per_label"].contains("happy"));
    int faces = 0;
    for (const auto& row : samples["confusion"])
        for (const auto& count : row) faces += count.get<int>();
    EXPECT_EQ(faces, 12);
    EXPECT_EQ(samples["diversity"]["pairs"], 2 * 15) << "six of each label, as in the data";
    EXPECT_EQ(samples["classifier"]["path"], tiny_judge().string());
    EXPECT_EQ(evaluated(words)["samples"], samples) << "the same seed draws the same faces";
    Words other = words;
    other.insert(other.end(), {"--seed", "5"});
    EXPECT_NE(evaluated(other)["samples"]["fid"], samples["fid"]);
}

TEST(EvalSamples, RealImagesAreJudgedAsTheIndependentReaderDoes) {
    if (run_program({PYTHON_PROGRAM, "-c", "import torch, numpy, safetensors"}).exit_code != 0)
        GTEST_SKIP() << PYTHON_PROGRAM << " lacks torch, numpy or safetensors";
    const Outcome reader =
        run_program({PYTHON_PROGRAM, "-B", (source_dir() / "tests" / "tools" / "read_classifier.py").string(),
                     tiny_judge().string(), tiny_model().data.string()});
    ASSERT_EQ(reader.exit_code, 0) << reader.err;
    const nlohmann::json samples = evaluated({"--samples", "8", "--classifier", tiny_judge().string()})["samples"];
    EXPECT_EQ(samples["real_count"], reader.json()["count"]);
    EXPECT_NEAR(samples["real_agreement"].get<double>(), reader.json()["accuracy"].get<double>(), 1e-9);
    const nlohmann::json per_label = reader.json()["per_label"];
    for (const auto& [label, share] : per_label.items())
        EXPECT_NEAR(samples["real_agreement_per_label"][label].get<double>(), share.get<double>(), 1e-9) << label;
}

TEST(EvalSamples, OfTheDefaultModelTakeTheEmbeddedJudge) {
    BPLF_REQUIRE_SHARED(shared);
    const Outcome outcome = run_bplf({"eval", "emotion-32", "--data",
                                      "fer2013:" + (shared / "data" / "fer2013" / "fer2013_first200.csv").string(),
                                      "--split", "train", "--limit", "100", "--samples", "14", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const nlohmann::json samples = outcome.json()["samples"];
    EXPECT_THAT(samples["classifier"]["path"].get<std::string>(), HasSubstr("emotion-classifier"));
    EXPECT_GT(samples["classifier"]["accuracy"].get<double>(), 0.6);
    const auto own = run_bplf({"model", "info", "emotion-32", "--json"}).json()["metadata"];
    EXPECT_EQ(samples["temperature"], nlohmann::json::parse(own["temperature"].get<std::string>()));
    EXPECT_EQ(samples["intensity"], nlohmann::json::parse(own["intensity"].get<std::string>()));
    EXPECT_GT(samples["real_agreement"].get<double>(), 0.3) << "of whole images, where guessing reaches 0.25";
    EXPECT_GT(samples["fid"].get<double>(), 0);
}

TEST(EvalSamples, WithoutAJudgeStopBeforeTheWork) {
    expect_refused(eval_words({"--samples", "8", "--classifier", "nobody"}), 3, "nobody");
    const TempDir folder;
    const std::string bytes = read_bytes(tiny_judge());
    write_bytes(folder / "cut.safetensors", bytes.substr(0, bytes.size() / 2));
    expect_refused(eval_words({"--samples", "8", "--classifier", (folder / "cut.safetensors").string()}), 3,
                   "cut.safetensors");
}

TEST(EvalSamples, RefuseAJudgeOfOtherLabelsOrSizes) {
    const TempDir folder;
    Container judge = Container::read(tiny_judge());
    nlohmann::json config = nlohmann::json::parse(judge.header["__metadata__"]["config"].get<std::string>());
    const nlohmann::json labels = config["labels"];
    for (nlohmann::json& label : config["labels"])
        if (label == "sad") label = "gloom";
    judge.header["__metadata__"]["config"] = config.dump();
    judge.write(folder / "gloom.safetensors");
    expect_refused(eval_words({"--samples", "8", "--classifier", (folder / "gloom.safetensors").string()}), 3, "'sad'");
    config["labels"] = labels, config["size"] = 32;
    judge.header["__metadata__"]["config"] = config.dump();
    judge.write(folder / "large.safetensors");
    expect_refused(eval_words({"--samples", "8", "--classifier", (folder / "large.safetensors").string()}), 3,
                   "32 pixels");
}

TEST(EvalSamples, RefuseDataWithLabelsThatTheModelLacks) {
    const TempDir folder;
    for (const std::string label : {"happy", "bored"}) {
        const std::filesystem::path place = folder / "pictures" / "validation" / label;
        std::filesystem::create_directories(place);
        for (int i = 0; i < 3; ++i) {
            Image image(16, 16, 1, static_cast<std::uint8_t>(40 * i + 20));
            image.at(i, label == "happy" ? 2 : 9) = 255;
            write_png(place / (std::to_string(i) + ".png"), image);
        }
    }
    expect_refused({"eval", tiny_model().name(), "--data", "folder:" + (folder / "pictures").string()}, 3, "'bored'");
}

TEST(EvalOptions, OutOfRangeAreUsageErrors) {
    expect_refused(eval_words({"--samples", "1"}), 2, "--samples");
    expect_refused(eval_words({"--importance", "-1"}), 2, "--importance");
    expect_refused(eval_words({"--temperature", "0.5", "--temperature-per-level", "0.5,0.5"}), 2, "--temperature");
    expect_refused(
        eval_words({"--samples", "4", "--classifier", tiny_judge().string(), "--temperature-per-level", "1,1,1"}), 2,
        "temperature");
}

}  // namespace
}  // namespace bplf::test
