// SPDX-License-Identifier: GPL-3.0-or-later
// The networks with their published weights against values computed independently in NumPy. Finding a face
// would not do: wrong colour or flattening order still finds faces, a few per cent off.
#include "core/face/mtcnn_nets.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/face/mtcnn.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

/// The published test input: (((31c + 7y + 3x) mod 256) − 127.5) / 128.
at::Tensor pattern(std::int64_t side) {
    const at::Tensor c = at::arange(3, at::kFloat).view({3, 1, 1});
    const at::Tensor y = at::arange(side, at::kFloat).view({1, side, 1});
    const at::Tensor x = at::arange(side, at::kFloat).view({1, 1, side});
    return ((at::remainder(31 * c + 7 * y + 3 * x, 256) - 127.5) / 128).unsqueeze(0);
}

void expect_near(const at::Tensor& found, const std::vector<float>& expected) {
    const at::Tensor flat = found.contiguous().flatten();
    ASSERT_EQ(flat.numel(), static_cast<std::int64_t>(expected.size()));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(flat[static_cast<std::int64_t>(i)].item<float>(), expected[i], 2e-6) << i;
    }
}

class MtcnnNetsTest : public testing::Test {
  protected:
    static std::filesystem::path folder() { return test::source_dir() / "models" / "mtcnn"; }
    const std::unique_ptr<MtcnnNets> nets_ = std::make_unique<MtcnnNets>(folder());
};

TEST_F(MtcnnNetsTest, HaveTheirNumberOfParameters) {
    EXPECT_EQ(parameter_count(nets_->p_weights()), 6632);
    EXPECT_EQ(parameter_count(nets_->r_weights()), 100178);
    EXPECT_EQ(parameter_count(nets_->o_weights()), 389040);
}

TEST_F(MtcnnNetsTest, WeightsHonourTheirStrides) {
    EXPECT_NEAR(nets_->p_weights().at("conv1.weight").sum(at::kDouble).item<double>(), 2.348767038, 1e-6);
    EXPECT_NEAR(nets_->r_weights().at("dense4.weight").sum(at::kDouble).item<double>(), -73.594754624, 1e-5);
    EXPECT_NEAR(nets_->o_weights().at("dense5.weight").sum(at::kDouble).item<double>(), -147.486701044, 1e-5);
    expect_near(nets_->p_weights().at("conv1.weight")[0][0][0], {-0.08164716f, 0.83591545f, 1.24649656f});
}

TEST_F(MtcnnNetsTest, PNetGivesThePublishedNumbers) {
    const NetOutput output = nets_->p_net(pattern(12));
    EXPECT_EQ(output.offsets.sizes(), (std::vector<std::int64_t>{1, 4, 1, 1}));
    expect_near(output.face, {0.00255628f});
    expect_near(output.offsets, {0.01502882f, 0.02347369f, 0.0056118f, 0.1963048f});
}

TEST_F(MtcnnNetsTest, RNetGivesThePublishedNumbers) {
    const NetOutput output = nets_->r_net(pattern(24));
    expect_near(output.face, {0.00141536f});
    expect_near(output.offsets, {-0.09505847f, -0.09562944f, 0.04977088f, 0.22180047f});
}

TEST_F(MtcnnNetsTest, ONetGivesThePublishedNumbers) {
    const NetOutput output = nets_->o_net(pattern(48));
    expect_near(output.face, {0.00208984f});
    expect_near(output.offsets, {0.06786056f, -0.04254774f, 0.05757285f, 0.12730665f});
    expect_near(output.landmarks, {0.28041841f, 0.64343029f, 0.48018411f, 0.40894347f, 0.7081579f, 0.43378469f,
                                   0.34841606f, 0.63486006f, 0.91230506f, 0.82160028f});
}

TEST_F(MtcnnNetsTest, AnswerABatchAsTheyAnswerEachWindow) {
    const at::Tensor two = at::cat({pattern(24), pattern(24).flip({3})});
    const NetOutput batch = nets_->r_net(two);
    const NetOutput second = nets_->r_net(two.slice(0, 1, 2));
    EXPECT_NEAR(batch.face[1].item<float>(), second.face[0].item<float>(), 1e-6);
}

TEST(MtcnnWeights, MissingFolderIsNamed) {
    try {
        MtcnnNets("/nowhere");
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_NE(std::string(error.what()).find("/nowhere"), std::string::npos);
    }
}

TEST(MtcnnWeights, FilesOfAnotherNetworkAreRefused) {
    const auto weights = test::source_dir() / "models" / "mtcnn";
    const test::TempDir folder;
    for (const char* name : {"pnet.safetensors", "rnet.safetensors", "onet.safetensors"}) {
        std::filesystem::copy_file(weights / "rnet.safetensors", folder / name);
    }
    try {
        MtcnnNets(folder.path());
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_NE(std::string(error.what()).find("pnet.safetensors"), std::string::npos) << error.what();
    }
}

TEST(MtcnnWeights, LieInTheModelsFolderWithTheirLicence) {
    const auto folder = find_mtcnn_weights();
    EXPECT_NO_THROW(MtcnnNets{folder});
    EXPECT_TRUE(std::filesystem::exists(folder / "LICENSE"));
}

}  // namespace
}  // namespace bplf
