// SPDX-License-Identifier: GPL-3.0-or-later
// Training one level of a pyramid: patches inside a frame, resuming bit for bit, data that do not fit.
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include <set>

#include "core/base/error.h"
#include "core/dataset/dataset_file.h"
#include "core/flow/checkpoint.h"
#include "core/io/tensors.h"
#include "core/train/patches.h"
#include "core/train/trainer.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using testing::HasSubstr;

TEST(Patches, FrameLeavesOutSharesMovedInwardsToTheAlignment) {
    const Frame frame = inner_frame(128, 128, 0.25, 0, 0.06, 4);
    EXPECT_EQ(frame.top, 32);
    EXPECT_EQ(frame.bottom, 128);
    EXPECT_EQ(frame.left, 8);
    EXPECT_EQ(frame.right, 120);
    EXPECT_THROW(inner_frame(8, 8, 0.5, 0.49, 0, 4), Error);
}

/// images[i][0][y][x] = 16 y + x.
at::Tensor coordinates(std::int64_t count) {
    const at::Tensor line = at::arange(16, at::kByte);
    return (line.unsqueeze(1) * 16 + line).view({1, 1, 16, 16}).repeat({count, 1, 1, 1});
}

TEST(Patches, LieInTheFrameAtAlignedPlacesThatTheStepDecides) {
    const Frame frame{4, 16, 2, 14};
    const at::Tensor images = coordinates(64);
    const at::Tensor patches = cut_patches(images, frame, 4, 2, 7, 3);
    ASSERT_EQ(patches.sizes(), (std::vector<std::int64_t>{64, 1, 4, 4}));
    std::set<std::pair<int, int>> corners;
    for (std::int64_t i = 0; i < 64; ++i) {
        const int corner = patches[i][0][0][0].item<int>(), y = corner / 16, x = corner % 16;
        EXPECT_TRUE(y >= 4 && y <= 12 && y % 2 == 0 && x >= 2 && x <= 10 && x % 2 == 0) << y << ' ' << x;
        EXPECT_TRUE(at::equal(patches[i], images[i].narrow(1, y, 4).narrow(2, x, 4)));
        corners.emplace(y, x);
    }
    EXPECT_GT(corners.size(), 15u) << "of 25 places";
    EXPECT_TRUE(at::equal(patches, cut_patches(images, frame, 4, 2, 7, 3)));
    EXPECT_FALSE(at::equal(patches, cut_patches(images, frame, 4, 2, 7, 4)));
}

/// Smooth colour images of 16×16 with a little noise.
void write_faces(const std::filesystem::path& path, int channels) {
    DatasetContent content;
    content.channels = channels;
    content.height = content.width = 16;
    content.class_names = {"face"};
    content.source_names = {"made"};
    for (int i = 0; i < 64; ++i) {
        for (int c = 0; c < channels; ++c) {
            for (int p = 0; p < 256; ++p) {
                const int smooth = 40 + 8 * (p % 16) + 3 * (p / 16) + 12 * c + i % 7;
                const int checks = p % 16 < 8 ? 0 : 20 * ((p + p / 16) % 2);  // where the coarser level is bright
                content.images.push_back(static_cast<std::uint8_t>(smooth + checks + static_cast<int>(rng()() % 6)));
            }
        }
        content.labels.push_back(0);
        content.splits.push_back(static_cast<std::uint8_t>(i < 48 ? Split::kTrain : Split::kValidation));
        content.groups.push_back(i);
        content.manifest_rows.push_back(i);
        content.sources.push_back(0);
    }
    write_dataset(path, content);
}

class LevelRun : public testing::TestWithParam<std::string> {
  protected:
    LevelRun() { write_faces(data_, 3); }

    TrainRequest request(const std::string& out, std::int64_t steps, bool resume = false) const {
        TrainRequest r;
        const bool chroma = GetParam() == "chroma";
        r.flow.level = GetParam();
        r.flow.channels = 3;
        r.flow.height = r.flow.width_px = chroma ? 8 : 16;
        r.flow.levels = chroma ? 2 : 0;
        r.flow.depth = 2, r.flow.width = 8, r.flow.features = 4;
        r.training.steps = steps;
        r.training.batch_size = 8;
        r.training.schedule.warmup = 5;
        r.training.schedule.kind = "constant";
        r.training.validate_every = r.training.checkpoint_every = 10;
        r.training.sample_every = 20;
        r.training.precision = "float32";
        r.training.flip = false;  // these faces look one way
        r.training.patch = chroma ? 0 : 8;
        r.training.cut_above = chroma ? 0 : 0.25;
        r.data = data_;
        r.out = folder_ / out;
        r.resume = resume;
        r.training_given = true;
        return r;
    }

    TempDir folder_;
    std::filesystem::path data_ = folder_ / "dataset.safetensors";
};

TEST_P(LevelRun, Learns) {
    // On what it trains on: means of a few grey levels of noise are too few values for held-out images to follow.
    const TrainSummary start = train(request("start", 1)), end = train(request("end", 100));
    EXPECT_LT(end.train_bits_per_dim, start.train_bits_per_dim - 0.1);
}

TEST_P(LevelRun, ResumesBitForBit) {
    at::set_num_threads(1);
    train(request("half", 10));
    const TrainSummary whole = train(request("whole", 20)), rest = train(request("half", 20, true));
    EXPECT_EQ(whole.validation_bits_per_dim, rest.validation_bits_per_dim);
    EXPECT_THAT(whole.data, HasSubstr("all 64 images of 16×16 take part"));
    const auto a = read_tensors(SafetensorsFile(folder_ / "whole" / "last" / "model.safetensors"));
    const auto b = read_tensors(SafetensorsFile(folder_ / "half" / "last" / "model.safetensors"));
    for (const auto& [name, tensor] : a) EXPECT_TRUE(at::equal(tensor, b.at(name))) << name;
    EXPECT_TRUE(std::filesystem::exists(folder_ / "whole" / "samples" / "step-0000020.png"));
    const auto stored = flow::load_level(folder_ / "whole" / "best" / "model.safetensors");
    EXPECT_TRUE(stored.model->initialised());
    EXPECT_TRUE(stored.metadata.contains("temperature"));
}

TEST_P(LevelRun, ItsCheckpointIsNoWholeModel) {
    train(request("run", 5));
    try {
        flow::load_checkpoint(folder_ / "run" / "last" / "model.safetensors");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_THAT(error.what(), HasSubstr("bplf model assemble"));
    }
}

INSTANTIATE_TEST_SUITE_P(Levels, LevelRun, testing::Values("chroma", "detail"),
                         [](const auto& test) { return test.param; });

class LevelData : public LevelRun {
  protected:
    void expect_refusal(const TrainRequest& request, const std::string& words) {
        try {
            train(request);
            FAIL() << words;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInput);
            EXPECT_THAT(error.what(), HasSubstr(words));
        }
    }
};

TEST_P(LevelData, SmallerOrGreyImagesTakeNoPart) {
    TrainRequest large = request("large", 5);
    large.flow.height = large.flow.width_px = 32;
    expect_refusal(large, "64 images of 16×16 pixels: none can take part");
    write_faces(data_, 1);
    expect_refusal(request("grey", 5), "holds grey images, the level is of colour ones");
}

INSTANTIATE_TEST_SUITE_P(Levels, LevelData, testing::Values("detail"), [](const auto& test) { return test.param; });

}  // namespace
}  // namespace bplf::test
