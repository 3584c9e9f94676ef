// SPDX-License-Identifier: GPL-3.0-or-later
// Every registered system learns, draws, inverts and reloads on real digits and real faces.
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/collect/pack.h"
#include "core/dataset/batch_tensors.h"
#include "core/eval/bits_per_dim.h"
#include "core/flow/checkpoint.h"
#include "core/flow/registry.h"
#include "core/io/curves.h"
#include "core/sample/codes.h"
#include "core/sample/flow_plan.h"
#include "core/train/trainer.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

namespace fs = std::filesystem;

constexpr int kTrainImages = 256, kHeldOutImages = 16;
constexpr std::size_t kInverted = 2;  ///< images; Flow++ inverts by bisection

/// A real collection: the split of its IDX files that is quickest to read, and its size here.
struct RealSet {
    std::string name, split;
    std::optional<ImageFormat> format;
};
void PrintTo(const RealSet& set, std::ostream* stream) {
    *stream << set.name;
}

/// The named split under the name of a training split, which alone is then read.
void link_split(const RealSet& set, const fs::path& shared, const fs::path& folder) {
    fs::create_directories(folder);
    for (const auto& entry : fs::directory_iterator(shared / "data" / set.name)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(set.split + "-"))
            fs::create_symlink(entry.path(), folder / ("train" + name.substr(set.split.size())));
    }
}

/// Its first images, as they lie there, as a data-set file with a training and a validation split.
fs::path write_subset(const RealSet& set, const fs::path& shared, const TempDir& folder) {
    link_split(set, shared, folder / "idx");
    const Dataset all = open_data("idx:" + (folder / "idx").string(), set.format);
    DatasetContent content;
    content.height = all.height(), content.width = all.width();
    content.class_names = all.class_names();
    content.source_names = all.source_names();
    for (int row = 0; row < kTrainImages + kHeldOutImages; ++row) {
        const auto image = all.image(row);
        content.images.insert(content.images.end(), image.begin(), image.end());
        content.labels.push_back(all.labels()[static_cast<std::size_t>(row)]);
        const Split part = row < kTrainImages ? Split::kTrain : Split::kValidation;
        content.splits.push_back(static_cast<std::uint8_t>(part));
        content.groups.push_back(row);
        content.manifest_rows.push_back(row);
        content.sources.push_back(0);
    }
    const fs::path file = folder / (set.name + ".safetensors");
    write_dataset(file, content);
    return file;
}

/// The "<system>-small" configuration made smaller still: digits without labels, faces with them.
flow::FlowConfig tiny_config(const std::string& system, const RealSet& set, const Dataset& data) {
    flow::FlowConfig config = flow::load_config(system + "-small");
    config.height = data.height(), config.width_px = data.width();
    config.levels = std::min<std::int64_t>(config.levels, system == "f-vae" ? 1 : 2);
    config.depth = system == "flow++" ? 1 : 2;
    config.width = system == "nice" ? 64 : 8;
    config.blocks = 1;
    config.components = 2;
    config.coder_scales = 1;
    config.labels = data.class_names();
    if (set.name == "fer2013") return config;
    config.labels.clear();
    config.condition = "none";
    config.split_label = false;
    if (config.top_prior == "class") config.top_prior = "learned";
    return config;
}

TrainConfig thirty_steps() {
    TrainConfig training;
    training.steps = 30;
    training.batch_size = 16;
    training.schedule.kind = "constant";
    training.schedule.warmup = 3;
    training.schedule.peak = 3e-3;
    training.precision = "float32";
    training.initialisation_images = 64;
    training.log_every = 3;
    training.validate_every = training.checkpoint_every = 30;
    training.sample_every = 0;
    training.flip = false;
    return training;
}

std::vector<float> floats_of(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.detach().to(at::kFloat).contiguous();
    return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

/// The label mix that is all of one label, or nothing where there are no labels.
std::vector<double> one_label(const flow::FlowConfig& config, std::int64_t label) {
    std::vector<double> mix(config.labels.size(), 0.0);
    if (!mix.empty()) mix[static_cast<std::size_t>(label)] = 1;
    return mix;
}

void expect_the_loss_fell(const fs::path& run) {
    for (const ScalarSeries& series : read_run({"run", run / "scalars.csv", RunKind::kCsv})) {
        if (series.tag != "train/bits_per_dim") continue;
        ASSERT_EQ(series.points.size(), 10U);
        for (const ScalarPoint& point : series.points) EXPECT_TRUE(std::isfinite(point.value)) << point.step;
        EXPECT_LT(series.points.back().value, series.points.front().value - 0.01);
        return;
    }
    ADD_FAILURE() << "no curve of the loss";
}

void expect_it_draws(const FlowPlan& plan, const std::vector<flow::CodeShape>& shapes) {
    const std::vector<std::uint64_t> seeds{1, 2, 3};
    const auto codes = codes_from_seeds(seeds, plan.config(), shapes, std::vector<double>(shapes.size(), 0.7));
    const auto context = plan.context(one_label(plan.config(), 0));
    const auto scratch = plan.make_scratch();
    std::vector<std::vector<float>> drawn;
    for (std::int64_t cell = 0; cell < 3; ++cell) {
        std::vector<std::vector<float>> code;
        for (const at::Tensor& level : codes) code.push_back(floats_of(level[cell]));
        drawn.emplace_back(static_cast<std::size_t>(plan.config().dimensions()));
        EXPECT_TRUE(std::isfinite(plan.decode(*context, code, drawn.back(), *scratch)));
        EXPECT_TRUE(std::ranges::all_of(drawn.back(), [](float v) { return std::isfinite(v); }));
    }
    EXPECT_NE(drawn[0], drawn[1]) << "two seeds, two images";
}

/// Held-out images there and back: the same within 1e-3, and the same bytes.
void expect_it_inverts(const FlowPlan& plan, const Dataset& data) {
    const auto scratch = plan.make_scratch();
    std::vector<std::int64_t> rows = data.rows(Split::kValidation);
    rows.resize(kInverted);
    for (const std::int64_t row : rows) {
        const auto pixels = data.image(row);
        std::vector<float> x(pixels.size()), back(pixels.size());
        const auto centre = [](int v) { return (static_cast<float>(v) + 0.5F) / 128 - 1; };
        std::ranges::transform(pixels, x.begin(), centre);
        const auto label = data.labels()[static_cast<std::size_t>(row)];
        const auto context = plan.context(one_label(plan.config(), label));
        std::vector<std::vector<float>> codes;
        plan.encode(*context, x, codes, *scratch);
        plan.decode(*context, codes, back, *scratch);
        for (std::size_t i = 0; i < x.size(); ++i) {
            ASSERT_NEAR(back[i], x[i], 1e-3) << "image " << row << ", pixel " << i;
            ASSERT_EQ(static_cast<int>(std::floor((back[i] + 1) * 128)), pixels[i]);
        }
    }
}

std::vector<double> scores(flow::Model& model, const Dataset& data) {
    const auto rows = data.rows(Split::kValidation);
    return evaluate_bits_per_dim(model, data, rows, {.batch_size = 16}).values;
}

/// Written and read again, the model gives every image the score it gave before.
void expect_it_reloads(flow::Model& model, const Dataset& data, const fs::path& file) {
    const std::vector<double> before = scores(model, data);
    ASSERT_EQ(before.size(), std::size_t{kHeldOutImages});
    EXPECT_TRUE(std::ranges::all_of(before, [](double bits) { return std::isfinite(bits); }));
    flow::save_checkpoint(file, model, {});
    const auto again = flow::load_checkpoint(file);
    again.model->eval();
    EXPECT_EQ(scores(*again.model, data), before);
}

class EverySystem : public testing::TestWithParam<std::tuple<std::string, RealSet>> {};

TEST_P(EverySystem, LearnsDrawsInvertsAndReloads) {
    BPLF_REQUIRE_SHARED(shared);
    at::set_num_threads(1);
    const auto& [system, set] = GetParam();
    const TempDir folder;
    const fs::path file = write_subset(set, shared, folder);
    const Dataset data = Dataset::open(file);
    TrainRequest request;
    request.flow = tiny_config(system, set, data);
    request.training = thirty_steps();
    request.data = file;
    request.out = folder / "run";
    const TrainSummary summary = train(request);
    EXPECT_EQ(summary.skipped_steps, 0);
    EXPECT_TRUE(std::isfinite(summary.validation_bits_per_dim));
    expect_the_loss_fell(request.out);

    const auto trained = flow::load_checkpoint(request.out / "last" / "model.safetensors");
    trained.model->eval();
    const auto plan = make_plan(trained.model);
    expect_it_draws(*plan, trained.model->code_shapes());
    if (trained.model->exact()) expect_it_inverts(*plan, data);
    expect_it_reloads(*trained.model, data, folder / "copy.safetensors");
}

std::vector<std::string> system_names() {
    std::vector<std::string> names;
    for (const flow::System& system : flow::systems()) names.push_back(system.name);
    return names;
}

std::string case_name(const testing::TestParamInfo<EverySystem::ParamType>& info) {
    std::string name = std::get<0>(info.param) + "_" + std::get<1>(info.param).name;
    std::ranges::replace(name, '+', 'p');
    std::ranges::replace(name, '-', '_');
    return name;
}

const RealSet kDigits{"mnist", "t10k", std::nullopt};
const RealSet kFaces{"fer2013", "validation", ImageFormat{16, 1}};

INSTANTIATE_TEST_SUITE_P(Registry, EverySystem,
                         testing::Combine(testing::ValuesIn(system_names()), testing::Values(kDigits, kFaces)),
                         case_name);

}  // namespace
}  // namespace bplf::test
