// SPDX-License-Identifier: GPL-3.0-or-later
// Training by several processes against training by one. Started by mpirun with 1, 2 and 3 of them (CMakeLists.txt);
// without it the one process compares itself.
#include "core/train/ranks.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <numeric>

#include "core/base/error.h"
#include "core/dataset/dataset_file.h"
#include "core/flow/registry.h"
#include "core/io/tensors.h"
#include "core/train/trainer.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

Ranks& ranks() {
    static const std::unique_ptr<Ranks> joined = join_ranks({});
    return *joined;
}

/// Its end is everybody's.
class Finish : public testing::Environment {
  public:
    void TearDown() override { ranks().finish(); }
};
const auto* const kFinish = testing::AddGlobalTestEnvironment(new Finish);

void wait_for_all() {
    ranks().any(false);
}

/// A folder of the first rank's that all know.
class SharedFolder {
  public:
    SharedFolder() {
        std::array<char, 512> name{};
        std::strncpy(name.data(), own_.path().c_str(), name.size() - 1);
        ranks().share(std::as_writable_bytes(std::span(name)));
        path_ = name.data();
    }
    ~SharedFolder() { wait_for_all(); }
    SharedFolder(const SharedFolder&) = delete;
    SharedFolder& operator=(const SharedFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    TempDir own_;
    std::filesystem::path path_;
};

void write_noise_images(const std::filesystem::path& path) {
    DatasetContent content;
    content.height = content.width = 8;
    content.class_names = {"anger", "happy"};
    content.source_names = {"noise"};
    for (int i = 0; i < 60; ++i) {
        for (int p = 0; p < 64; ++p) content.images.push_back(static_cast<std::uint8_t>(rng()() % 200 + p % 8));
        content.labels.push_back(i % 2);
        content.splits.push_back(static_cast<std::uint8_t>(i < 50 ? Split::kTrain : Split::kValidation));
        content.groups.push_back(i);
        content.manifest_rows.push_back(i);
        content.sources.push_back(0);
    }
    write_dataset(path, content);
}

class Together : public testing::TestWithParam<std::string> {
  protected:
    Together() {
        at::set_num_threads(1);
        if (ranks().first()) write_noise_images(folder_ / "images.safetensors");
        wait_for_all();
    }

    TrainRequest request(const std::string& out, std::int64_t steps) const {
        TrainRequest r;
        r.flow = flow::load_config(GetParam() + "-small");
        r.flow.labels = {"anger", "happy"};
        r.flow.height = r.flow.width_px = 8;
        r.flow.levels = 2, r.flow.depth = 2, r.flow.width = 8, r.flow.blocks = 1;
        r.training.steps = steps;
        r.training.batch_size = 12;
        r.training.precision = "float32";
        r.training.schedule.warmup = 5;
        r.training.schedule.kind = "constant";  // cosine ends where a run was first meant to end
        r.training.validate_every = r.training.log_every = 5;
        r.training.checkpoint_every = 1000;
        r.training.sample_every = 0;
        r.training.initialisation_images = 40;
        r.training.shift = 1, r.training.flip = true, r.training.balance = 0.5, r.training.label_dropout = 0.3;
        r.data = (folder_ / "images.safetensors").string();
        r.out = folder_ / out;
        return r;
    }

    TrainSummary train_together(TrainRequest r) const {
        r.ranks = &ranks();
        const TrainSummary summary = train(r);
        wait_for_all();
        return summary;
    }

    at::Tensor state(const std::string& run, const std::string& name) const {
        return read_tensors(SafetensorsFile(folder_ / run / "last" / "state.safetensors")).at(name);
    }

    double distance(const std::string& a, const std::string& b, const std::string& name) const {
        const at::Tensor one = state(a, name), other = state(b, name);
        return ((one - other).norm() / one.norm()).item<double>();
    }

    SharedFolder folder_;
};

// The first moment after one step is the gradient up to a factor.
TEST_P(Together, GiveTheGradientOfTheWholeBatch) {
    train_together(request("together", 1));
    if (!ranks().first()) return;
    train(request("alone", 1));
    EXPECT_GT(state("alone", "first_moment").norm().item<double>(), 0);
    EXPECT_LT(distance("alone", "together", "first_moment"), 1e-6);
}

class TogetherOverEpochs : public Together {};

TEST_P(TogetherOverEpochs, FollowTheCurveOfOneProcess) {
    const TrainSummary together = train_together(request("together", 10));
    if (!ranks().first()) return;
    const TrainSummary alone = train(request("alone", 10));
    EXPECT_NEAR(together.train_bits_per_dim, alone.train_bits_per_dim, 1e-4);
    EXPECT_NEAR(together.validation_bits_per_dim, alone.validation_bits_per_dim, 1e-4);
    EXPECT_LT(distance("alone", "together", "online"), 1e-3);
    EXPECT_TRUE(at::equal(state("alone", "counters"), state("together", "counters"))) << "the place in the data";
}

class Resumed : public Together {};

TEST_P(Resumed, ByAnotherNumberOfProcesses) {
    train_together(request("run", 7));
    if (!ranks().first()) return;
    TrainRequest rest = request("run", 14);
    rest.resume = rest.training_given = true;
    EXPECT_EQ(train(rest).steps, 14);
    train(request("alone", 14));
    EXPECT_LT(distance("alone", "run", "online"), 1e-3);
    EXPECT_TRUE(at::equal(state("alone", "counters"), state("run", "counters")));
}

TEST_P(Resumed, WhereOneProcessBegan) {
    if (ranks().first()) train(request("run", 7));
    wait_for_all();
    TrainRequest rest = request("run", 14);
    rest.resume = rest.training_given = true;
    EXPECT_EQ(train_together(rest).steps, 14);
    if (!ranks().first()) return;
    train(request("alone", 14));
    EXPECT_LT(distance("alone", "run", "online"), 1e-3);
}

// With labels and two-image statistics in the nets: dropout of labels and batch norm depend on the whole batch.
INSTANTIATE_TEST_SUITE_P(Systems, Together, testing::Values("bplf", "glow", "realnvp"),
                         [](const auto& item) { return item.param; });

// Not RealNVP: the gradient of a shift before its batch norm is 0 but for rounding, which Adam makes steps of, so that
// no two orders of summation have the same validation to the fourth digit.
INSTANTIATE_TEST_SUITE_P(Systems, TogetherOverEpochs, testing::Values("bplf", "glow"),
                         [](const auto& item) { return item.param; });

// How a run is resumed is the same for every system, and processes are slow to start with.
INSTANTIATE_TEST_SUITE_P(System, Resumed, testing::Values("bplf"));

TEST(Ranks, AddUpTheSameBitsEverywhere) {
    constexpr std::size_t kNumbers = (std::size_t{5} << 20) / 2;  // two and a half buckets
    std::vector<float> values(kNumbers);
    for (std::size_t i = 0; i < kNumbers; ++i)
        values[i] = 0.1f * static_cast<float>(i % 1000) + static_cast<float>(ranks().rank());
    ranks().sum(std::span<float>(values));
    const double count = ranks().size(), ranks_sum = count * (count - 1) / 2;
    EXPECT_NEAR(values[999], count * 99.9 + ranks_sum, 1e-4 * count);
    EXPECT_NEAR(values[kNumbers - 1], count * 0.1 * ((kNumbers - 1) % 1000) + ranks_sum, 1e-4 * count);
    std::vector<float> of_first = values;
    ranks().share(std::as_writable_bytes(std::span(of_first)));
    EXPECT_FALSE(ranks().any(values != of_first));
}

TEST(Ranks, KnowWhetherItIsSoOnAny) {
    EXPECT_TRUE(ranks().any(ranks().rank() == ranks().size() - 1));
    EXPECT_FALSE(ranks().any(false));
}

TEST(Ranks, RefuseABatchThatTheyCannotDeal) {
    if (ranks().alone()) GTEST_SKIP() << "one process deals any batch; mpirun starts this test with more";
    TrainRequest r;
    r.flow = flow::load_config("bplf-small");
    r.training.batch_size = 12 * ranks().size() + 1;
    const SharedFolder folder;
    if (ranks().first()) write_noise_images(folder / "images.safetensors");
    wait_for_all();
    r.data = (folder / "images.safetensors").string();
    r.out = folder / "run";
    r.ranks = &ranks();
    r.flow.height = r.flow.width_px = 8, r.flow.levels = 2;
    r.flow.labels = {"anger", "happy"};
    try {
        train(r);
        ADD_FAILURE() << "a batch of " << r.training.batch_size;
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource) << error.what();
        EXPECT_FALSE(std::filesystem::exists(r.out));
    }
}

}  // namespace
}  // namespace bplf::test
