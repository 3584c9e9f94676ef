// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tensors.h"

#include <gmock/gmock.h>
#include <torch/types.h>

#include "core/base/atomic_file.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

std::map<std::string, at::Tensor> one_of_each_type() {
    return {{"f64", torch::randn({2, 3}, torch::kDouble)},
            {"f32", torch::randn({3, 1, 2})},
            {"f16", torch::randn({5}).to(torch::kHalf)},
            {"bf16", torch::randn({5}).to(torch::kBFloat16)},
            {"i64", torch::randint(-9, 9, {4}, torch::kLong)},
            {"i32", torch::randint(-9, 9, {4}, torch::kInt)},
            {"u8", torch::randint(0, 256, {7}, torch::kByte)},
            {"bool", torch::tensor({true, false, true})},
            {"scalar", torch::tensor(2.5f)},
            {"empty", torch::empty({0, 3})}};
}

TEST(Tensors, ReturnEqualInEveryType) {
    const test::TempDir folder;
    const auto written = one_of_each_type();
    write_tensors(folder / "t.safetensors", written, {{"k", "v"}});
    const auto file = std::make_shared<const SafetensorsFile>(folder / "t.safetensors");
    const auto read = read_tensors(*file);
    ASSERT_EQ(read.size(), written.size());
    for (const auto& [name, tensor] : written) {
        EXPECT_TRUE(torch::equal(read.at(name), tensor)) << name;
        EXPECT_EQ(read.at(name).scalar_type(), tensor.scalar_type()) << name;
        EXPECT_TRUE(torch::equal(map_tensor(file, name), tensor)) << name;
        EXPECT_TRUE(torch::equal(read_tensor(*file, name), tensor)) << name;
    }
    EXPECT_EQ(file->metadata_at("k"), "v");
}

TEST(Tensors, AreWrittenRowMajorWhateverTheirStrides) {
    const test::TempDir folder;
    const auto tensor = torch::arange(6).view({2, 3}).t().set_requires_grad(false);
    write_tensors(folder / "t.safetensors", {{"t", tensor}});
    const SafetensorsFile file(folder / "t.safetensors");
    EXPECT_TRUE(torch::equal(read_tensor(file, "t"), tensor));
    EXPECT_THAT(file.tensor("t").as<std::int64_t>(), ::testing::ElementsAre(0, 3, 1, 4, 2, 5));
}

TEST(Tensors, MappedOnesOutliveTheFileObjectAndNeverReachTheFile) {
    const test::TempDir folder;
    const auto path = folder / "t.safetensors";
    write_tensors(path, {{"t", torch::zeros({1000})}});
    const std::string before = read_file(path);
    at::Tensor mapped;
    {
        mapped = map_tensor(std::make_shared<const SafetensorsFile>(path), "t");
    }
    mapped.add_(1);
    EXPECT_EQ(mapped.sum().item<float>(), 1000);
    EXPECT_EQ(read_file(path), before);
    write_tensors(path, {{"t", torch::ones({3})}});
    EXPECT_EQ(mapped.sum().item<float>(), 1000);
}

TEST(Tensors, OfUnsupportedTypesAreRefused) {
    const test::TempDir folder;
    const auto complex = torch::zeros({2}, torch::kComplexFloat);
    EXPECT_THROW(write_tensors(folder / "t.safetensors", {{"t", complex}}), Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Tensors, ReadFilesOfThePythonWriter) {
    const auto path = test::source_dir() / "tests/data/io/python.safetensors";
    const SafetensorsFile file(path);
    EXPECT_EQ(file.metadata_at("made_by"), "tests/data/io/make_safetensors.py");
    EXPECT_TRUE(torch::equal(read_tensor(file, "f32"), torch::arange(6, torch::kFloat).view({2, 3}) / 4));
    EXPECT_TRUE(torch::equal(read_tensor(file, "bf16"), torch::tensor({1.0f, -0.5f}).to(torch::kBFloat16)));
    EXPECT_TRUE(torch::equal(read_tensor(file, "f16"), torch::tensor({0.25f}).to(torch::kHalf)));
    EXPECT_TRUE(torch::equal(read_tensor(file, "i64"), torch::tensor({-5, 1}, torch::kLong)));
    EXPECT_TRUE(torch::equal(read_tensor(file, "bool"), torch::tensor({true, false, true})));
    EXPECT_TRUE(torch::equal(read_tensor(file, "u8"), torch::tensor({0, 255, 7}, torch::kByte)));
    EXPECT_EQ(read_tensor(file, "scalar").item<double>(), 3.25);
}

}  // namespace
}  // namespace bplf
