// SPDX-License-Identifier: GPL-3.0-or-later
// Training the classifier: it learns what can be told apart, resumes bit for bit, and refuses what does not fit.
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stop_token>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/dataset_file.h"
#include "core/io/tensors.h"
#include "core/nn/classifier_file.h"
#include "core/train/classifier_trainer.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using testing::HasSubstr;

/// Bright discs or rings on noise, 16×16: a label that shifts and mirroring leave true.
DatasetContent shapes(int count, bool validation = true, int width = 16) {
    DatasetContent content;
    content.height = 16;
    content.width = width;
    content.class_names = {"anger", "happy"};
    content.source_names = {"shapes"};
    for (int i = 0; i < count; ++i) {
        const int label = i % 2;
        for (int y = 0; y < 16; ++y) {
            for (int x = 0; x < width; ++x) {
                const double radius = std::hypot(y - 7.5, x - 7.5);
                const bool bright = label == 0 ? radius < 4 : radius > 4 && radius < 6;
                content.images.push_back(static_cast<std::uint8_t>((bright ? 150 : 50) + rng()() % 60));
            }
        }
        content.labels.push_back(label);
        content.splits.push_back(
            static_cast<std::uint8_t>(validation && i % 4 > 1 ? Split::kValidation : Split::kTrain));
        content.groups.push_back(i);
        content.manifest_rows.push_back(i);
        content.sources.push_back(0);
    }
    return content;
}

class ClassifierRun : public testing::Test {
  protected:
    ClassifierRun() {
        at::set_num_threads(1);
        write_dataset(data_, shapes(160));
    }

    ClassifierRequest request(const std::string& out, std::int64_t steps) const {
        ClassifierRequest r;
        r.config.batch_size = 16;
        r.config.width = 4;
        r.config.shift = 1;
        r.config.log_every = 5;
        r.config.validate_every = 10;
        r.config.schedule.peak = 1e-2;
        r.config.schedule.warmup = 5;
        r.steps = steps;
        r.data = data_;
        r.out = folder_ / out;
        return r;
    }
    static std::string refusal(const ClassifierRequest& request, ErrorKind kind) {
        try {
            train_classifier(request);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), kind);
            return error.what();
        }
        return "accepted";
    }

    TempDir folder_;
    std::filesystem::path data_ = folder_ / "dataset.safetensors";
};

TEST_F(ClassifierRun, LearnsAndLeavesARunFolder) {
    const ClassifierSummary summary = train_classifier(request("run", 60));
    EXPECT_EQ(summary.steps, 60);
    EXPECT_GT(summary.best_accuracy, 0.9);
    EXPECT_GE(summary.best_accuracy, summary.validation_accuracy);
    EXPECT_EQ(summary.labels, (std::vector<std::string>{"anger", "happy"}));
    EXPECT_EQ(summary.accuracy_per_label.size(), 2u);
    EXPECT_EQ(summary.checkpoint, (folder_ / "run" / "best").string());
    const nn::StoredClassifier best = nn::load_classifier(folder_ / "run" / "best" / "model.safetensors");
    EXPECT_EQ(best.metadata.at("accuracy"), nlohmann::json(summary.best_accuracy).dump());
    EXPECT_EQ(best.metadata.at("data_sha256"), Dataset::open(data_).content_sha256());
    EXPECT_EQ(best.metadata.at("accuracy_images"), "80");
    EXPECT_THAT(read_file(folder_ / "run" / "scalars.csv", 1 << 20), HasSubstr("validation/accuracy_happy"));
    EXPECT_THAT(refusal(request("run", 5), ErrorKind::kUsage), HasSubstr("training run already"));
}

TEST_F(ClassifierRun, AStopAndTheRestEqualAWholeRun) {
    train_classifier(request("whole", 30));
    std::stop_source stop;
    const ProgressSink sink = [&](const Progress& progress) {
        if (progress.done == 13) stop.request_stop();
    };
    const ClassifierSummary part = train_classifier(request("parts", 30), sink, stop.get_token());
    EXPECT_EQ(part.steps, 13);
    EXPECT_TRUE(part.interrupted);
    ClassifierRequest rest;
    rest.out = folder_ / "parts";
    rest.resume = true;
    EXPECT_EQ(train_classifier(rest).steps, 30) << "the steps of the run itself";
    const auto read = [&](const char* run, const char* file) {
        return read_tensors(SafetensorsFile(folder_ / run / "last" / file));
    };
    for (const char* file : {"model.safetensors", "state.safetensors"}) {
        const auto whole = read("whole", file), parts = read("parts", file);
        ASSERT_EQ(whole.size(), parts.size());
        for (const auto& [name, tensor] : whole) {
            if (name == "numbers") continue;  // holds the seconds
            EXPECT_TRUE(at::equal(tensor, parts.at(name))) << file << ' ' << name;
        }
    }
}

TEST_F(ClassifierRun, DivergenceGoesBackToTheLastCheckpointThatAFiniteStepWasMadeFrom) {
    train_classifier(request("spoilt", 10));
    ClassifierRequest rest = request("spoilt", 200);
    rest.resume = true;
    // One step leaves weights that no finite step can be made from, and a checkpoint of them.
    const auto config_file = rest.out / "config.json";
    auto config = nlohmann::json::parse(read_file(config_file));
    config["classifier"]["weight_decay"] = 1e30;
    config["classifier"]["validate_every"] = 1;
    write_file(config_file, config.dump());
    EXPECT_THAT(refusal(rest, ErrorKind::kNumeric), HasSubstr("last good checkpoint is step 10;"));
    EXPECT_EQ(std::filesystem::canonical(rest.out / "last").filename(), "step-0000010");
    for (const at::Tensor& parameter : nn::load_classifier(rest.out / "last" / "model.safetensors").model->parameters())
        EXPECT_LT(parameter.abs().max().item<double>(), 100);
}

TEST_F(ClassifierRun, WithoutValidationImagesEndsWithTheLastWeights) {
    write_dataset(data_, shapes(40, /*validation=*/false));
    const ClassifierSummary summary = train_classifier(request("run", 3));
    EXPECT_TRUE(std::isnan(summary.best_accuracy));
    EXPECT_TRUE(std::isnan(summary.validation_accuracy));
    EXPECT_EQ(summary.checkpoint, (folder_ / "run" / "last").string());
    EXPECT_FALSE(nn::load_classifier(folder_ / "run" / "last" / "model.safetensors").metadata.contains("accuracy"));
}

TEST_F(ClassifierRun, RefusesDataThatDoesNotFit) {
    write_dataset(data_, shapes(40, true, 24));
    EXPECT_THAT(refusal(request("wide", 3), ErrorKind::kInput), HasSubstr("not square"));
    DatasetContent one_label = shapes(40);
    one_label.class_names = {"anger"};
    std::fill(one_label.labels.begin(), one_label.labels.end(), 0);
    write_dataset(data_, one_label);
    EXPECT_THAT(refusal(request("one", 3), ErrorKind::kInput), HasSubstr("'labels'"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "one" / "config.json"));
}

TEST_F(ClassifierRun, RefusesToResumeWhatIsNoClassifier) {
    ClassifierRequest r = request("nowhere", 3);
    r.resume = true;
    EXPECT_THAT(refusal(r, ErrorKind::kInput), HasSubstr("not a training run"));
    train_classifier(request("run", 3));
    write_file(folder_ / "run" / "config.json", R"({"flow": {}, "training": {}, "data": "x"})");
    r.out = folder_ / "run";
    EXPECT_THAT(refusal(r, ErrorKind::kInput), HasSubstr("not the settings of a classifier's run"));
}

TEST_F(ClassifierRun, RefusesToResumeWithOtherLabels) {
    train_classifier(request("run", 3));
    DatasetContent other = shapes(40);
    other.class_names = {"anger", "sad"};
    write_dataset(data_, other);
    ClassifierRequest r = request("run", 6);
    r.resume = true;
    EXPECT_THAT(refusal(r, ErrorKind::kInput), HasSubstr("other labels"));
}

TEST(ClassifierConfigJson, RoundTripsAndNamesTheBadKey) {
    ClassifierConfig config;
    config.width = 7;
    config.balance = 0.75;
    nlohmann::json json = to_json(config);
    EXPECT_EQ(to_json(classifier_config_from_json(json)), to_json(config));
    const nlohmann::json refused{
        {"batch_size", 1}, {"balance", 2}, {"label_smoothing", 1}, {"steps", 0}, {"shift", "far"}};
    for (const auto& [key, value] : refused.items()) {
        nlohmann::json bad = json;
        bad[key] = value;
        try {
            classifier_config_from_json(bad);
            ADD_FAILURE() << key;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr(key));
        }
    }
}

}  // namespace
}  // namespace bplf::test
