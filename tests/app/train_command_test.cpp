// SPDX-License-Identifier: GPL-3.0-or-later
// train, eval, curves, model and bench as processes.
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <numeric>
#include <thread>

#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

Words train_words(const std::filesystem::path& run, const std::string& steps, const Words& more = {}) {
    Words words{"train",
                "--config",
                tiny_model().config.string(),
                "--data",
                tiny_model().data.string(),
                "--out",
                run.string(),
                "--steps",
                steps,
                "--set",
                "batch_size=8",
                "--set",
                "validate_every=5",
                "--set",
                "log_every=5",
                "--set",
                "sample_every=0",
                "--threads",
                "1",
                "--device",
                "cpu"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

TEST(Train, TwentyStepsLeaveARunFolder) {
    const TempDir folder;
    const Outcome outcome = run_bplf(train_words(folder / "run", "20", {"--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const nlohmann::json json = outcome.json();
    EXPECT_EQ(json["steps"], 20);
    EXPECT_GT(json["bits_per_dim"]["train"].get<double>(), 0);
    EXPECT_GT(json["bits_per_dim"]["validation"].get<double>(), 0);
    EXPECT_GT(json["images_per_second"].get<double>(), 0);
    EXPECT_TRUE(std::filesystem::exists(json["checkpoint"].get<std::string>()));
    EXPECT_THAT(entries(folder / "run"), Contains("scalars.csv"));
    EXPECT_EQ(run_bplf({"model", "verify", (folder / "run" / "best").string()}).exit_code, 0);
}

TEST(Train, ExistingRunIsNotOverwritten) {
    const Outcome outcome = run_bplf(train_words(tiny_model().run, "3"));
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("--resume"));
}

TEST(Train, ResumedRunEndsAtTheSameBits) {
    const TempDir folder;
    ASSERT_EQ(run_bplf(train_words(folder / "whole", "8")).exit_code, 0);
    ASSERT_EQ(
        run_bplf(train_words(folder / "parts", "8", {"--set", "checkpoint_every=1", "--minutes", "0.0100"})).exit_code,
        0);
    const Outcome rest = run_bplf(
        {"train", "--out", (folder / "parts").string(), "--resume", "--threads", "1", "--device", "cpu", "--json"});
    ASSERT_EQ(rest.exit_code, 0) << rest.err;
    EXPECT_EQ(rest.json()["steps"], 8);
    const Outcome compared = run_bplf(
        {"model", "compare", (folder / "whole" / "last").string(), (folder / "parts" / "last").string(), "--json"});
    ASSERT_EQ(compared.exit_code, 0) << compared.err;
    EXPECT_EQ(compared.json()["equal"], true) << compared.out;
}

TEST(Train, InterruptEndsWithACheckpointAnd130) {
    const TempDir folder;
    BplfProcess training(train_words(folder / "run", "100000000", {"--set", "checkpoint_every=1000000"}));
    for (int i = 0; i < 2000 && !std::filesystem::exists(folder / "run" / "scalars.csv"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    training.send(SIGINT);
    const Outcome outcome = training.wait(120);
    EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("--resume"));
    EXPECT_EQ(run_bplf({"model", "verify", (folder / "run" / "last").string(), "--quick"}).exit_code, 0);
}

TEST(Train, SecondInterruptStopsAtOnce) {
    const TempDir folder;
    BplfProcess training(train_words(folder / "run", "100000000"));
    for (int i = 0; i < 2000 && !std::filesystem::exists(folder / "run" / "scalars.csv"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    training.send(SIGINT);
    training.send(SIGTERM);
    EXPECT_EQ(training.wait(60).exit_code, 130);
}

TEST(Train, EpochsAreTurnedIntoSteps) {
    const TempDir folder;
    const Outcome info = run_bplf({"dataset", "info", tiny_model().data.string(), "--json"});
    ASSERT_EQ(info.exit_code, 0) << info.err;
    int images = 0;
    const nlohmann::json counts = info.json()["counts"];
    for (const auto& label : counts) images += label["train"].get<int>();
    const Outcome outcome =
        run_bplf({"train", "--config", tiny_model().config.string(), "--data", tiny_model().data.string(), "--out",
                  (folder / "run").string(), "--epochs", "2", "--set", "batch_size=8", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.json()["steps"], std::lround(2 * images / 8.0));
}

TEST(Train, TakesASourceAndRecordsWhereItIs) {
    BPLF_REQUIRE_SHARED(shared);
    const TempDir folder;
    const std::filesystem::path file = shared / "data" / "fer2013" / "fer2013_first200.csv";
    const std::string run = (folder / "run").string();
    const std::string source = "fer2013:" + std::filesystem::relative(file).string();
    const Outcome begun = run_bplf({"train", "--config", "emotion-32", "--set", "depth=1", "--set", "width=8", "--set",
                                    "batch_size=8", "--data", source, "--out", run, "--steps", "2", "--json"});
    ASSERT_EQ(begun.exit_code, 0) << begun.err;
    std::ifstream record(folder / "run" / "config.json");
    const auto config = nlohmann::json::parse(record);
    EXPECT_EQ(config["data"], "fer2013:" + std::filesystem::absolute(file).lexically_normal().string());
    const Outcome resumed = run_bplf({"train", "--out", run, "--resume", "--steps", "4", "--json"});
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(resumed.json()["steps"], 4);
}

TEST(Sample, InterruptLeavesNoSheet) {
    const TempDir folder;
    BplfProcess drawing({"sample", tiny_model().name(), "--count", "4096", "--label", "all", "--label", "all",
                         "--label", "all", "--label", "all", "--device", "cpu", "--out", (folder / "x.png").string()});
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    drawing.send(SIGINT);
    const Outcome outcome = drawing.wait(120);
    if (outcome.exit_code == 0) GTEST_SKIP() << "the machine was faster than the interrupt";
    EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
    EXPECT_TRUE(entries(folder.path()).empty());
}

/// `bplf eval` and tests/tools/read_checkpoint.py see the same bits/dim.
void expect_the_reader_agrees(const std::string& model, const std::filesystem::path& data, const Words& more) {
    Words reading{PYTHON_PROGRAM, "-B", (source_dir() / "tests" / "tools" / "read_checkpoint.py").string(), model,
                  data.string()};
    Words evaluation{"eval", model, "--data", data.string(), "--json"};
    for (Words* words : {&reading, &evaluation}) words->insert(words->end(), more.begin(), more.end());
    const Outcome reader = run_program(reading);
    ASSERT_EQ(reader.exit_code, 0) << reader.err;
    const Outcome ours = run_bplf(evaluation);
    ASSERT_EQ(ours.exit_code, 0) << ours.err;
    EXPECT_EQ(ours.json()["count"], reader.json()["count"]);
    EXPECT_NEAR(ours.json()["bits_per_dim"].get<double>(), reader.json()["bits_per_dim"].get<double>(), 1e-4);
}

bool reader_can_run() {
    return run_program({PYTHON_PROGRAM, "-c", "import torch, numpy, safetensors"}).exit_code == 0;
}

TEST(Eval, AgreesWithTheIndependentReader) {
    if (!reader_can_run()) GTEST_SKIP() << PYTHON_PROGRAM << " lacks torch, numpy or safetensors";
    expect_the_reader_agrees(tiny_model().name(), tiny_model().data, {"--split", "validation", "--draws", "2"});
}

// models/README.md names the systems that the reader reads.
TEST(Eval, OfEveryMultiScaleSystemAgreesWithTheIndependentReader) {
    if (!reader_can_run()) GTEST_SKIP() << PYTHON_PROGRAM << " lacks torch, numpy or safetensors";
    for (const std::string system : {"bplf-313", "glow", "dlf", "nice-conv"}) {
        const TempDir folder;
        nlohmann::json config{{"base", system + "-small"}, {"height", 16}, {"width_px", 16}, {"width", 8}};
        config.update({{"labels", {"happy", "sad"}}, {"levels", 2}, {"depth", 2}});
        write_bytes(folder / "config.json", config.dump());
        const Outcome trained =
            run_bplf({"train", "--config", (folder / "config.json").string(), "--data", tiny_model().data.string(),
                      "--out", (folder / "run").string(), "--steps", "2", "--set", "batch_size=8", "--threads", "1"});
        ASSERT_EQ(trained.exit_code, 0) << system << '\n' << trained.err;
        SCOPED_TRACE(system);
        expect_the_reader_agrees((folder / "run" / "last" / "model.safetensors").string(), tiny_model().data, {});
    }
}

TEST(Eval, OfTheDefaultModelOnRealFacesAgreesWithTheIndependentReader) {
    BPLF_REQUIRE_SHARED(shared);
    if (!reader_can_run()) GTEST_SKIP() << PYTHON_PROGRAM << " lacks torch, numpy or safetensors";
    const TempDir folder;
    const std::string source = "fer2013:" + (shared / "data" / "fer2013" / "fer2013_first200.csv").string();
    const Outcome packed =
        run_bplf({"dataset", "import", "--source", source, "--size", "32", "--out", (folder / "faces").string()});
    ASSERT_EQ(packed.exit_code, 0) << packed.err;
    expect_the_reader_agrees((source_dir() / "models" / "emotion-32" / "model.safetensors").string(),
                             folder / "faces" / "dataset.safetensors", {"--split", "train"});
}

TEST(Eval, BatchSizeDoesNotChangeTheResult) {
    const auto bits = [](const std::string& batch) {
        const Outcome outcome =
            run_bplf({"eval", tiny_model().name(), "--data", tiny_model().data.string(), "--batch", batch, "--json"});
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return outcome.json()["bits_per_dim"].get<double>();
    };
    EXPECT_NEAR(bits("1"), bits("48"), 1e-5);
}

TEST(Curves, ListAndFigureOfARun) {
    const TempDir folder;
    const Outcome list = run_bplf({"curves", tiny_model().run.string(), "--json"});
    ASSERT_EQ(list.exit_code, 0) << list.err;
    EXPECT_GT(list.json()["series"].size(), 2U);
    for (const std::string name : {"a.svg", "a.png", "a.pdf", "a.csv"}) {
        const Outcome figure = run_bplf({"curves", tiny_model().run.string(), "--out", (folder / name).string()});
        EXPECT_EQ(figure.exit_code, 0) << name << figure.err;
        EXPECT_GT(std::filesystem::file_size(folder / name), 100U);
    }
    EXPECT_EQ(run_bplf({"curves", tiny_model().run.string(), "--out", (folder / "a.doc").string()}).exit_code, 2);
}

TEST(ModelConvert, HalfPrecisionIsSmallerAndStillAModel) {
    const TempDir folder;
    const std::string half = (folder / "half.safetensors").string();
    const Outcome outcome = run_bplf({"model", "convert", tiny_model().name(), "--dtype", "float16", "--out", half});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_LT(std::filesystem::file_size(half), std::filesystem::file_size(tiny_model().model));
    EXPECT_EQ(run_bplf({"model", "verify", half}).exit_code, 0);
}

TEST(ModelConvert, SetsWhatTheModelDrawsWith) {
    const TempDir folder;
    const std::string copy = (folder / "copy.safetensors").string();
    ASSERT_EQ(run_bplf({"model", "convert", tiny_model().name(), "--temperature-per-level", "0.2,0.9", "--intensity",
                        "3", "--licence", "CC0", "--out", copy})
                  .exit_code,
              0);
    const auto metadata = run_bplf({"model", "info", copy, "--json"}).json()["metadata"];
    EXPECT_EQ(metadata["licence"], "CC0");
    const auto faces = [&](std::vector<std::string> words) {
        for (const char* word : {"--label", "happy", "--count", "2", "--json", "--force", "--out"})
            words.emplace_back(word);
        words.push_back((folder / "faces.png").string());
        const Outcome outcome = run_bplf(words);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return outcome.json()["images"];
    };
    const auto own = faces({"sample", copy});
    const auto spelled =
        faces({"sample", tiny_model().name(), "--temperature-per-level", "0.2,0.9", "--intensity", "3"});
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own[0]["sha256"], spelled[0]["sha256"]);
    EXPECT_EQ(own[0]["temperature"], (std::vector{0.2, 0.9}));
    EXPECT_EQ(run_bplf({"model", "convert", tiny_model().name(), "--temperature-per-level", "0.2", "--out",
                        (folder / "x.safetensors").string()})
                  .exit_code,
              2);
}

TEST(ModelInfo, ListsTensors) {
    const Outcome outcome = run_bplf({"model", "info", tiny_model().name(), "--tensors", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.json()["config"]["levels"], 2);
    EXPECT_GT(outcome.json()["tensors"].size(), 20U);
}

TEST(ModelTensors, HaveHistogramsThatHoldEveryNumber) {
    const Outcome outcome =
        run_bplf({"model", "tensors", tiny_model().name(), "--filter", "weight", "--bins", "7", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const nlohmann::json tensors = outcome.json()["tensors"];
    ASSERT_GT(tensors.size(), 3U);
    for (const nlohmann::json& tensor : tensors) {
        EXPECT_THAT(tensor["name"].get<std::string>(), HasSubstr("weight"));
        const auto counts = tensor["histogram"]["counts"].get<std::vector<long long>>();
        ASSERT_EQ(counts.size(), 7U);
        EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0LL), tensor["count"].get<long long>());
        EXPECT_EQ(tensor["not_finite"], 0);
    }
}

TEST(ModelCompare, SaysWhatATrainingChanged) {
    const TempDir folder;
    ASSERT_EQ(run_bplf(train_words(folder / "run", "8")).exit_code, 0);
    const auto json =
        run_bplf({"model", "compare", tiny_model().name(), (folder / "run" / "last").string(), "--json"}).json();
    EXPECT_EQ(json["equal"], false);
    EXPECT_TRUE(json["config"].empty()) << json["config"];
    EXPECT_EQ(json["metadata"]["step"], (nlohmann::json{"2", "8"}));
    ASSERT_FALSE(json["tensors"].empty());
    EXPECT_GT(json["tensors"][0]["largest"].get<double>(), 0);
}

TEST(Configs, ListNamesAndThePartsOfPyramidsInOrder) {
    const auto json = run_bplf({"configs", "--json"}).json();
    std::vector<std::string> names;
    nlohmann::json parts;
    for (const auto& row : json["configurations"]) {
        names.push_back(row["name"]);
        if (row["name"] == "emotion-128") parts = row["parts"];
    }
    EXPECT_THAT(names, Contains("emotion-32"));
    EXPECT_EQ(parts, (nlohmann::json{"base", "chroma", "64", "128"}));
}

TEST(Configs, SayWhatCanBeSetAndHowLargeTheModelIs) {
    const auto json = run_bplf({"configs", tiny_model().config.string(), "--json"}).json();
    const auto info = run_bplf({"model", "info", tiny_model().name(), "--json"}).json();
    EXPECT_EQ(json["parameters"], info["parameters"]);
    const auto training = nlohmann::json::parse(info["metadata"]["training"].get<std::string>());
    ASSERT_EQ(json["settings"].size(), training.size());
    for (const auto& field : json["settings"]) {
        EXPECT_TRUE(training.contains(field["key"].get<std::string>())) << field;
        EXPECT_GT(field["meaning"].get<std::string>().size(), 10U) << field;
    }
    const Outcome level = run_bplf({"configs", "emotion-128", "--level", "chroma", "--json"});
    EXPECT_EQ(level.json()["system"], "level") << level.err;
    EXPECT_EQ(run_bplf({"configs", "--level", "chroma"}).exit_code, 2);
}

TEST(Selftest, PassesOnTheTinyModel) {
    const Outcome outcome = run_bplf({"selftest", tiny_model().name(), "--json"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
}

TEST(Dataset, InfoAndCheckOfTheTinySet) {
    const Outcome info = run_bplf({"dataset", "info", tiny_model().data.string(), "--json"});
    ASSERT_EQ(info.exit_code, 0) << info.err;
    EXPECT_EQ(info.json()["images"], 96);
    EXPECT_EQ(info.json()["counts"]["happy"]["train"], 24);
    EXPECT_EQ(run_bplf({"dataset", "check", tiny_model().data.string()}).exit_code, 0);
}

TEST(Bench, StartupMeasuresWholeProcesses) {
    const Outcome outcome = run_bplf({"bench", "startup", "--model", tiny_model().name(), "--repeats", "1", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.json()["results"].size(), 5U);
    EXPECT_GT(outcome.json()["libtorch_bytes"].get<double>(), 5e7);
}

}  // namespace
}  // namespace bplf::test
