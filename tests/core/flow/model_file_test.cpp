// SPDX-License-Identifier: GPL-3.0-or-later
// What a model's file says of itself without its network, against the network.
#include "core/flow/model_file.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/flow/checkpoint.h"
#include "core/flow/registry.h"
#include "core/io/safetensors.h"
#include "core/io/tensor_statistics.h"
#include "tests/core/flow/flow_cases.h"
#include "tests/support/support.h"

namespace bplf::flow::test {
namespace {

class ModelFiles : public ::testing::TestWithParam<FlowCase> {};

TEST_P(ModelFiles, CountTheParametersThatTheNetworkHas) {
    const bplf::test::TempDir folder;
    const std::filesystem::path path = folder / "model.safetensors";
    const auto model = make_density(GetParam().config);
    save_checkpoint(path, *model, {{"licence", "CC0"}}, /*half=*/true);
    const ModelFile file = read_model_file(path);
    std::int64_t parameters = 0;
    for (const at::Tensor& parameter : model->parameters()) parameters += parameter.numel();
    EXPECT_EQ(file.parameters, parameters);
    EXPECT_EQ(file.config, model->config());
    EXPECT_EQ(file.metadata, (std::map<std::string, std::string>{{"licence", "CC0"}}));
    EXPECT_EQ(file.sha256, load_density(path).sha256);
}

TEST(ModelFile, WithoutAnyWeightIsNoModel) {
    const bplf::test::TempDir folder;
    const std::string config = to_json(small_flow("bplf")).dump();
    write_safetensors(folder / "model.safetensors", {}, {{"format", kCheckpointFormat}, {"config", config}});
    try {
        read_model_file(folder / "model.safetensors");
        FAIL() << "told of a network that is not there";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
    }
}

INSTANTIATE_TEST_SUITE_P(Systems, ModelFiles, ::testing::ValuesIn(small_flows()), [](const auto& item) {
    std::string name = item.param.name;
    for (char& letter : name)
        if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
    return name;
});

}  // namespace
}  // namespace bplf::flow::test
