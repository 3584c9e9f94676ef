// SPDX-License-Identifier: GPL-3.0-or-later
// Training: reference vectors of the optimisers, schedules, and resuming bit for bit after a kill.
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <torch/optim.h>
#include <torch/types.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/dataset_file.h"
#include "core/dataset/truncated_dataset.h"
#include "core/flow/checkpoint.h"
#include "core/io/tensors.h"
#include "core/train/ranks.h"
#include "core/train/run_folder.h"
#include "core/train/run_lock.h"
#include "core/train/trainer.h"
#include "core/train/validation.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

double after_steps(const std::string& kind, int steps) {
    OptimiserOptions options;
    options.kind = kind;
    at::Tensor w = at::ones({1}, at::kDouble);
    const at::Tensor g = at::full({1}, 0.5, at::kDouble);
    Optimiser optimiser(options, w);
    for (int i = 0; i < steps; ++i) optimiser.step(w, g, 1e-3);
    return w.item<double>();
}

// core/flow/README.md#reference-values, V9.
TEST(Optimiser, AdamaxGlowReproducesVectorV9) {
    EXPECT_NEAR(after_steps("adamax_glow", 1), 0.999968377, 1e-8);
    EXPECT_NEAR(after_steps("adamax_glow", 2), 0.999923667, 1e-8);
    EXPECT_NEAR(after_steps("adamax_glow", 100), 0.979076858, 1e-8);
    EXPECT_NEAR(after_steps("adamax_glow", 1000), 0.419544573, 1e-7);
}

TEST(Optimiser, AdamAndAdamWMatchLibTorch) {
    for (const bool decoupled : {false, true}) {
        at::Tensor ours = at::linspace(-1, 1, 150'001, at::kDouble);  // more than is updated at once
        at::Tensor theirs = ours.clone().requires_grad_(true);
        OptimiserOptions options;
        options.kind = decoupled ? "adamw" : "adam";
        options.weight_decay = decoupled ? 0.1 : 0.0;
        Optimiser optimiser(options, ours);
        std::unique_ptr<torch::optim::Optimizer> reference;
        if (decoupled) {
            reference = std::make_unique<torch::optim::AdamW>(std::vector{theirs},
                                                              torch::optim::AdamWOptions(1e-2).weight_decay(0.1));
        } else {
            reference = std::make_unique<torch::optim::Adam>(std::vector{theirs}, torch::optim::AdamOptions(1e-2));
        }
        for (int step = 0; step < 20; ++step) {
            const at::Tensor g = (ours * (step + 1)).sin();
            theirs.mutable_grad() = g.clone();
            optimiser.step(ours, g, 1e-2);
            reference->step();
        }
        EXPECT_TRUE(at::allclose(ours, theirs, 1e-9, 1e-9)) << decoupled;
    }
}

TEST(Schedule, WarmsUpThenFallsToItsFloor) {
    ScheduleOptions options{"cosine", 1e-3, 1e-5, 10, 110};
    EXPECT_DOUBLE_EQ(learning_rate(options, 0), 1e-4);
    EXPECT_DOUBLE_EQ(learning_rate(options, 9), 1e-3);
    EXPECT_NEAR(learning_rate(options, 60), 1e-5 + (1e-3 - 1e-5) / 2, 1e-12);
    EXPECT_NEAR(learning_rate(options, 110), 1e-5, 1e-12);
    options.kind = "exponential";
    EXPECT_NEAR(learning_rate(options, 1010), 0.93e-3, 1e-12);
    options.kind = "sawtooth";
    EXPECT_THROW(validate(options), Error);
}

// A finished cosine of 100 steps at 1e-5 goes on as one of 200: at half of its way, warm-up aside.
TEST(Schedule, SaysWhatGoingOnDoesToTheRate) {
    const ScheduleOptions finished{"cosine", 1e-3, 1e-5, 1, 101};
    ScheduleOptions longer = finished;
    EXPECT_EQ(rate_change(finished, longer, 101), "");
    longer.total = 201;
    EXPECT_EQ(
        rate_change(finished, longer, 101),
        "The learning rate goes on at 0.000505 (by the former settings it would be 1e-05) and falls as a cosine to "
        "1e-05 at step 201.");
    ScheduleOptions constant{"constant", 1e-3, 1e-5, 1, 101}, more = constant;
    more.total = 201;
    EXPECT_EQ(rate_change(constant, more, 101), "");
    more.peak = 1e-4;
    EXPECT_THAT(rate_change(constant, more, 101), AllOf(HasSubstr("goes on at 0.0001"), HasSubstr("stays there")));
}

TEST(TrainConfigJson, RoundTripsAndNamesTheBadKey) {
    TrainConfig config;
    config.steps = 123;
    config.ema = 0.5;
    const auto back = train_config_from_json(nlohmann::json(to_json(config)));
    EXPECT_EQ(to_json(back), to_json(config));
    EXPECT_THROW(train_config_from_json({{"stepz", 3}}), Error);
    EXPECT_THROW(train_config_from_json({{"ema", 1.5}}), Error);
    EXPECT_THROW(train_config_from_json({{"batch_size", "many"}}), Error);
}

/// A tiny data set of noisy blobs with two labels.
void write_blobs(const std::filesystem::path& path, int images = 96) {
    DatasetContent content;
    content.height = content.width = 8;
    content.class_names = {"anger", "happy"};
    content.source_names = {"blobs"};
    for (int i = 0; i < images; ++i) {
        const int label = i % 2;
        for (int p = 0; p < 64; ++p) {
            const int base = (label == 0 ? p : 63 - p) * 3 + 20;
            content.images.push_back(static_cast<std::uint8_t>(base + static_cast<int>(rng()() % 20)));
        }
        content.labels.push_back(label);
        content.splits.push_back(static_cast<std::uint8_t>(i < 80 ? Split::kTrain : Split::kValidation));
        content.groups.push_back(i);
        content.manifest_rows.push_back(i);
        content.sources.push_back(0);
    }
    write_dataset(path, content);
}

class TinyRun : public testing::Test {
  protected:
    TinyRun() { write_blobs(data_); }

    TrainRequest request(const std::string& out, std::int64_t steps, bool resume = false) const {
        TrainRequest r;
        r.flow.system = "bplf";
        r.flow.labels = {"anger", "happy"};
        r.flow.height = r.flow.width_px = 8;
        r.flow.levels = 2, r.flow.depth = 2, r.flow.width = 8;
        r.flow.condition = "input+out", r.flow.flow_actnorm = true, r.flow.top_prior = "class";
        r.training.steps = steps;
        r.training.batch_size = 16;
        r.training.schedule.warmup = 5;
        r.training.schedule.kind = "constant";
        r.training.validate_every = 5;
        r.training.checkpoint_every = 10;
        r.training.log_every = 5;
        r.training.sample_every = 0;
        r.training.shift = 1;
        r.training.balance = 0.5;
        r.training.precision = "float32";
        r.training.keep_every = 10;
        r.data = data_;
        r.out = folder_ / out;
        r.resume = resume;
        r.training_given = true;
        return r;
    }
    static std::map<std::string, at::Tensor> state_of(const std::filesystem::path& run) {
        return read_tensors(SafetensorsFile(run / "last" / "state.safetensors"));
    }

    TempDir folder_;
    std::filesystem::path data_ = folder_ / "dataset.safetensors";
};

TEST_F(TinyRun, LearnsAndLeavesACompleteRunFolder) {
    TrainRequest r = request("run", 60);
    r.training.sample_every = 60;
    const TrainSummary summary = train(r);
    EXPECT_EQ(summary.steps, 60);
    EXPECT_EQ(summary.skipped_steps, 0);
    EXPECT_LT(summary.validation_bits_per_dim, 7.5);
    EXPECT_GT(summary.images_per_second, 0);
    for (const char* name : {"config.json", "scalars.csv", "last/model.safetensors", "best/model.safetensors",
                             "samples/step-0000060.png"}) {
        EXPECT_TRUE(std::filesystem::exists(r.out / name)) << name;
    }
    const auto checkpoint = flow::load_checkpoint(r.out / "best" / "model.safetensors");
    EXPECT_TRUE(checkpoint.model->initialised());
    EXPECT_TRUE(checkpoint.metadata.contains("bits_per_dim"));
    EXPECT_THROW(train(r), Error) << "a run folder is not overwritten";
}

/// The blobs again with one-hot soft labels, of the label or of the other one.
DatasetContent softly_labelled(const std::filesystem::path& blobs, bool other) {
    const Dataset data = Dataset::open(blobs);
    DatasetContent content = truncated_dataset(data, parse_svd_truncation("off"));
    for (const std::int64_t label : data.labels()) {
        const bool happy = (label == 1) != other;
        content.label_weights.insert(content.label_weights.end(), {happy ? 0.0f : 1.0f, happy ? 1.0f : 0.0f});
    }
    return content;
}

TEST_F(TinyRun, TakesSoftLabelsInsteadOfLabels) {
    at::set_num_threads(1);
    DatasetContent swapped = truncated_dataset(Dataset::open(data_), parse_svd_truncation("off"));
    for (std::int64_t& label : swapped.labels) label = 1 - label;
    write_dataset(folder_ / "swapped.safetensors", swapped);
    write_dataset(folder_ / "soft.safetensors", softly_labelled(data_, false));
    write_dataset(folder_ / "soft-swapped.safetensors", softly_labelled(data_, true));
    const auto trained = [&](const std::string& name) {
        TrainRequest r = request(name, 6);
        r.training.balance = 0;  // draws by label
        r.data = folder_ / (name + ".safetensors");
        train(r);
        return state_of(r.out).at("online");
    };
    const at::Tensor plain = trained("dataset"), other = trained("swapped");
    EXPECT_TRUE(at::equal(trained("soft"), plain));
    EXPECT_TRUE(at::equal(trained("soft-swapped"), other));
    EXPECT_FALSE(at::equal(plain, other)) << "the label counts";
}

/// The lines of a run's log without what the clock decides.
std::vector<std::string> logged(const std::filesystem::path& run) {
    std::vector<std::string> rows;
    std::istringstream lines(read_file(run / "scalars.csv"));
    for (std::string line; std::getline(lines, line);) {
        if (line.find("images_per_second") != std::string::npos) continue;
        const std::size_t clock = line.find(',') + 1;
        rows.push_back(line.erase(clock, line.find(',', clock) - clock));
    }
    return rows;
}

TEST_F(TinyRun, TwentyStepsEqualTenAndAKillAndTenMore) {
    at::set_num_threads(1);
    const auto request = [this](const std::string& out, std::int64_t steps, bool resume = false) {
        TrainRequest r = TinyRun::request(out, steps, resume);
        r.training.log_every = 4;  // the kill is between two lines
        return r;
    };
    train(request("whole", 20));
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {  // trains until it is killed
        try {
            train(request("killed", 100000));
        } catch (...) {
        }
        _exit(0);
    }
    const auto reached = folder_ / "killed" / "checkpoints" / "step-0000010" / "model.safetensors";
    for (int i = 0; i < 6000 && !std::filesystem::exists(reached); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ASSERT_TRUE(std::filesystem::exists(reached));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    // Whatever it had reached beyond step 10, continue from 10: the checkpoint every run of this length shares.
    std::filesystem::remove(folder_ / "killed" / "last");
    std::filesystem::create_symlink("checkpoints/step-0000010", folder_ / "killed" / "last");
    train(request("killed", 20, /*resume=*/true));
    const auto whole = state_of(folder_ / "whole"), killed = state_of(folder_ / "killed");
    for (const char* name : {"online", "average", "first_moment", "second_moment", "counters"}) {
        EXPECT_TRUE(at::equal(whole.at(name), killed.at(name))) << name;
    }
    EXPECT_EQ(logged(folder_ / "whole"), logged(folder_ / "killed"));
}

// Batch statistics and shaped noise are part of what a checkpoint must carry; dropout must not depend on where it
// began.
TEST_F(TinyRun, RealNvpAndFlowPlusPlusLearnAndResumeBitForBit) {
    at::set_num_threads(1);
    for (const std::string system : {"realnvp", "flow++"}) {
        const auto small = [&](const std::string& out, std::int64_t steps, bool resume) {
            TrainRequest r = request(system + out, steps, resume);
            r.flow.system = system;
            r.flow.blocks = 1;
            r.flow.dequantisation = "variational";
            r.flow.dropout = 0.2;
            return r;
        };
        const TrainSummary first = train(small("_half", 10, false));
        const TrainSummary whole = train(small("_whole", 20, false)), rest = train(small("_half", 20, true));
        EXPECT_EQ(whole.skipped_steps, 0) << system;
        EXPECT_LT(whole.validation_bits_per_dim, first.validation_bits_per_dim) << system;
        EXPECT_EQ(whole.validation_bits_per_dim, rest.validation_bits_per_dim) << system;
        for (const char* file : {"state.safetensors", "model.safetensors"}) {
            const auto tensors = read_tensors(SafetensorsFile(folder_ / (system + "_whole") / "last" / file));
            const auto resumed = read_tensors(SafetensorsFile(folder_ / (system + "_half") / "last" / file));
            for (const auto& [name, tensor] : tensors) {
                if (name == "numbers") continue;  // holds the seconds it took
                EXPECT_TRUE(at::equal(tensor, resumed.at(name))) << system << " " << name;
            }
        }
    }
}

// What is judged with averaged weights has the same average of the statistics; checked step by step.
TEST_F(TinyRun, AveragesTheRunningStatisticsAsItsWeights) {
    at::set_num_threads(1);
    TrainRequest r = request("averaged", 6);
    r.flow.system = "realnvp";
    r.flow.blocks = 1, r.flow.flow_batch_norm = true;
    r.training.checkpoint_every = r.training.keep_every = 1;
    r.training.ema = 0.25;
    train(r);
    const auto folder_of = [&](int step) { return r.out / "checkpoints" / ("step-000000" + std::to_string(step)); };
    const auto tensors = [&](int step, const char* file) {
        return read_tensors(SafetensorsFile(folder_of(step) / file));
    };
    at::Tensor average;
    for (int step = 1; step <= 6; ++step) {
        const at::Tensor online = tensors(step, "state.safetensors").at("statistics");
        std::vector<at::Tensor> kept;
        const auto model = flow::load_checkpoint(folder_of(step) / "model.safetensors").model;
        for (const at::Tensor& buffer : model->buffers())
            if (buffer.is_floating_point()) kept.push_back(buffer.flatten());
        const at::Tensor now = at::cat(kept);
        ASSERT_EQ(now.sizes(), online.sizes());
        if (average.defined()) {
            const double decay = std::min(0.25, (1.0 + step) / (10.0 + step));
            EXPECT_LT((now - (average * decay + online * (1 - decay))).abs().max().item<double>(), 1e-5) << step;
            EXPECT_GT((now - online).abs().max().item<double>(), 1e-4) << step;
        }
        average = now;
    }
}

TEST_F(TinyRun, GoingOnPastAFinishedCosineSaysWhatTheRateDoes) {
    at::set_num_threads(1);
    const auto cosine = [&](std::int64_t steps, bool resume, std::vector<std::string>& said) {
        TrainRequest r = request("cosine", steps, resume);
        r.training.schedule.kind = "cosine";
        r.notice = [&](const std::string& sentence) { said.push_back(sentence); };
        return r;
    };
    std::vector<std::string> first, same, longer;
    train(cosine(10, false, first));
    train(cosine(10, true, same));
    train(cosine(20, true, longer));
    EXPECT_THAT(first, testing::IsEmpty());
    EXPECT_THAT(same, testing::IsEmpty());
    ASSERT_EQ(longer.size(), 1U);
    EXPECT_THAT(longer.front(), HasSubstr("falls as a cosine to 1e-05 at step 20"));
}

TEST_F(TinyRun, ResumingWithoutARunSaysWhatIsMissing) {
    try {
        train(request("nowhere", 20, /*resume=*/true));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_THAT(error.what(), HasSubstr("not a training run"));
    }
}

TEST_F(TinyRun, DivergenceIsReportedWithTheLastGoodCheckpoint) {
    TrainRequest r = request("diverged", 400);
    r.training.schedule.peak = 1.0;
    r.training.schedule.warmup = 1;
    r.training.clip = 0;
    r.flow.scale = "clamp";
    r.flow.clamp = 20;
    try {
        const TrainSummary summary = train(r);
        EXPECT_GT(summary.skipped_steps, 0) << "neither diverged nor skipped";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kNumeric);
        EXPECT_THAT(error.what(), HasSubstr("good checkpoint"));
    }
}

TEST_F(TinyRun, DivergenceGoesBackToTheLastCheckpointThatAFiniteStepWasMadeFrom) {
    TrainRequest r = request("spoilt", 20);
    train(r);
    r = request("spoilt", 200, /*resume=*/true);
    r.training.optimiser.kind = "adamw";
    r.training.optimiser.weight_decay = 1e30;  // one step leaves weights that no finite step can be made from
    r.training.checkpoint_every = 1;
    r.training.keep_every = 0;
    r.training.validate_every = 1000;
    try {
        train(r);
        FAIL() << "did not diverge";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kNumeric);
        EXPECT_THAT(error.what(), HasSubstr("last good checkpoint is step 20;"));
    }
    EXPECT_EQ(std::filesystem::canonical(r.out / "last").filename(), "step-0000020");
    const auto checkpoint = flow::load_checkpoint(r.out / "last" / "model.safetensors");
    for (const at::Tensor& parameter : checkpoint.model->parameters())
        EXPECT_LT(parameter.abs().max().item<double>(), 100);
    EXPECT_THAT(read_file(r.out / "scalars.csv"), Not(HasSubstr("train/bits_per_dim,0\n")))
        << "a window whose steps were all skipped has no loss";
}

TEST_F(TinyRun, DivergenceGoesBackBehindCheckpointsWhoseLossHadExplodedButWasFinite) {
    TrainRequest r = request("exploded", 20);
    train(r);
    r = request("exploded", 400, /*resume=*/true);
    r.training.optimiser.kind = "adamw";
    // Each step turns the weights round and makes them half as large again: the loss is finite for many steps.
    r.training.optimiser.weight_decay = 2.5 / r.training.schedule.peak;
    r.training.checkpoint_every = 1;
    r.training.keep_every = 0;
    r.training.validate_every = 1000;
    EXPECT_THROW(train(r), Error);
    EXPECT_LE(std::filesystem::canonical(r.out / "last").filename(), "step-0000022");
    const auto checkpoint = flow::load_checkpoint(r.out / "last" / "model.safetensors");
    for (const at::Tensor& parameter : checkpoint.model->parameters())
        EXPECT_LT(parameter.abs().max().item<double>(), 100);
}

TEST_F(TinyRun, ACheckpointCarriesTheScoreOfItsOwnWeightsOnly) {
    TrainRequest r = request("scores", 7);
    r.training.checkpoint_every = 1;
    r.training.keep_every = 1;
    train(r);
    const auto facts = [&](const char* step) {
        return flow::load_checkpoint(r.out / "checkpoints" / step / "model.safetensors").metadata;
    };
    EXPECT_TRUE(facts("step-0000005").contains("bits_per_dim"));
    EXPECT_FALSE(facts("step-0000006").contains("bits_per_dim")) << "step 5 was measured, step 6 was not";
    EXPECT_TRUE(facts("step-0000006").contains("temperature"));
    EXPECT_TRUE(facts("step-0000007").contains("bits_per_dim")) << "the last step is always measured";
}

TEST_F(TinyRun, ResumesOnTheImagesItWasStartedWithOnly) {
    train(request("faithful", 5));
    write_blobs(data_, 112);
    try {
        train(request("faithful", 10, /*resume=*/true));
        FAIL() << "trained on other images";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_THAT(error.what(),
                    AllOf(HasSubstr("other images"), HasSubstr("--warm-start"), HasSubstr(data_.string())));
    }
}

TEST(Validation, CountsTheImagesThatCouldNotBeScored) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Validation some = summary_of_bits({3.0, nan, 5.0});
    EXPECT_EQ(some.bits_per_dim, 4.0);
    EXPECT_EQ(some.non_finite, 1u);
    EXPECT_FALSE(some.facts.contains("usual_bits_per_dim"));
    EXPECT_EQ(summary_of_bits({3.0, 5.0}).non_finite, 0u);
}

/// Decodes a grey step too bright: 2/256 of [−1, 1).
class OneStepBrighter final : public flow::Model {
  public:
    OneStepBrighter() : Model("OneStepBrighter", settings()) { register_parameter("weight", at::zeros({1})); }
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor&) override { return x.flatten(1).sum(1); }
    flow::Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token&) override {
        return {{x}, log_likelihood(x, h)};
    }
    flow::Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token&) override {
        return {eps[0] + 2.0 / 256, log_likelihood(eps[0], h)};
    }

  private:
    static flow::FlowConfig settings() {
        flow::FlowConfig config;
        config.labels = {"anger", "happy"};
        config.height = config.width_px = 8;
        config.levels = 2;
        return config;
    }
};

TEST_F(TinyRun, AGreyStepOfTheInversionErrorIsOne) {
    OneStepBrighter model;
    const Dataset data = Dataset::open(data_);
    Ranks alone;
    const Validation validation = validate_model(model, data, data.rows(Split::kValidation), alone, {});
    const auto found = std::ranges::find(validation.scalars, std::string("validation/inversion_error"),
                                         &std::pair<std::string, double>::first);
    ASSERT_NE(found, validation.scalars.end());
    EXPECT_NEAR(found->second, 1, 1e-4);
}

TEST(RunFolder, ACheckpointThatCannotBeWrittenLeavesNothing) {
    const TempDir folder;
    const RunFolder run(folder / "run");
    run.create();
    const auto fails_halfway = [](const std::filesystem::path& part) {
        write_file(part / "model.safetensors", "whole");
        throw Error(ErrorKind::kResource, "No space left on device.");
    };
    EXPECT_THROW(run.commit_checkpoint(1, true, fails_halfway), Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder / "run" / "checkpoints"));
    EXPECT_FALSE(std::filesystem::exists(folder / "run" / "last"));
}

TEST_F(TinyRun, ARunFolderHasOneTrainerAtATime) {
    train(request("shared", 5));
    const RunLock held(folder_ / "shared");
    for (const bool resume : {false, true}) {
        try {
            train(request("shared", 10, resume));
            FAIL();
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kUsage);
            EXPECT_THAT(error.what(), HasSubstr("is being trained already"));
        }
    }
}

TEST_F(TinyRun, AnInterruptDuringValidationKeepsEveryStep) {
    write_blobs(data_, 6000);  // long enough a validation that the interrupt falls into it
    TrainRequest r = request("interrupted", 100);
    r.training.validation_images = 0;
    r.training.checkpoint_every = 1000;
    std::stop_source source;
    std::jthread watcher([&](const std::stop_token& over) {
        std::error_code none;
        const auto logged = r.out / "scalars.csv";  // the window of step 5 is written right before validation
        const auto size = [&] { return std::filesystem::file_size(logged, none); };
        while (!over.stop_requested() && (!std::filesystem::exists(logged) || size() < 200))
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        source.request_stop();
    });
    const TrainSummary summary = train(r, {}, source.get_token());
    EXPECT_TRUE(summary.interrupted);
    EXPECT_GE(summary.steps, 5);
    EXPECT_EQ(state_of(r.out).at("counters")[0].item<std::int64_t>(), summary.steps);
}

TEST_F(TinyRun, RefusesDataOfAnotherSize) {
    TrainRequest r = request("wrong", 5);
    r.flow.height = r.flow.width_px = 16;
    try {
        train(r);
        FAIL() << "trained on images of another size";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_THAT(error.what(), AllOf(HasSubstr("16×16"), HasSubstr(data_.string())));
    }
    EXPECT_FALSE(std::filesystem::exists(r.out));
}

}  // namespace
}  // namespace bplf::test
