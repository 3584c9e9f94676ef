// SPDX-License-Identifier: GPL-3.0-or-later
// Two files that differ in what a test changed, and in nothing else.
#include "core/inspect/model_comparison.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/inspect/stored_models.h"
#include "tests/support/support.h"

namespace bplf::inspect {
namespace {

using test::ModelParts;

class Comparison : public ::testing::Test {
  protected:
    ModelComparison with(const std::function<void(ModelParts&)>& change) {
        test::write_copy(folder / "a.safetensors");
        test::write_copy(folder / "b.safetensors", change);
        return compare_models(folder / "a.safetensors", folder / "b.safetensors");
    }
    test::TempDir folder;
};

TEST_F(Comparison, OfAModelWithItselfFindsNothingWhateverTypeItIsStoredIn) {
    test::write_copy(folder / "wide.safetensors");
    const ModelComparison found = compare_models(test::small_model(), folder / "wide.safetensors");
    EXPECT_TRUE(found.equal());
    EXPECT_TRUE(found.metadata.empty());
    EXPECT_GT(found.equal_tensors, 20);
}

TEST_F(Comparison, SaysByHowMuchATensorDiffers) {
    const ModelComparison found = with([](ModelParts& parts) {
        ModelParts::Part& part = parts.tensors.front();
        part.numbers.front() += 0.5F;
    });
    ASSERT_EQ(found.tensors.size(), 1U);
    test::write_copy(folder / "c.safetensors", [&](ModelParts& parts) {
        const auto& numbers = parts.tensors.front().numbers;
        double squares = 0;
        for (const float number : numbers) squares += double{number} * number;
        EXPECT_NEAR(found.tensors[0].relative_l2, 0.5 / std::sqrt(squares), 1e-6);
    });
    EXPECT_NEAR(found.tensors[0].largest, 0.5, 1e-6);
    EXPECT_FALSE(found.equal());
}

TEST_F(Comparison, NamesTensorsThatOneOfThemLacksAndShapesThatDiffer) {
    const ModelComparison found = with([](ModelParts& parts) {
        parts.tensors[0].name = "added";
        parts.tensors[1].shape = {static_cast<std::int64_t>(parts.tensors[1].numbers.size())};
        parts.tensors[1].shape.push_back(1);
    });
    ASSERT_EQ(found.tensors.size(), 3U);
    int only_first = 0, only_second = 0, shapes = 0;
    for (const TensorDifference& tensor : found.tensors) {
        only_first += tensor.reason == "only in the first" ? 1 : 0;
        only_second += tensor.reason == "only in the second" && tensor.name == "added" ? 1 : 0;
        shapes += tensor.reason.starts_with("shapes ") ? 1 : 0;
    }
    EXPECT_EQ(only_first, 1);
    EXPECT_EQ(only_second, 1);
    EXPECT_EQ(shapes, 1);
}

TEST_F(Comparison, TellsConfigurationsFromWhatFilesSayOfThemselves) {
    const ModelComparison found = with([](ModelParts& parts) {
        std::string& config = parts.metadata["config"];
        const std::size_t place = config.find("\"name\":\"emotion-32\"");
        config.replace(place, 19, "\"name\":\"other\"");
        parts.metadata["step"] = "7";
        parts.metadata.erase("licence");
    });
    ASSERT_EQ(found.config.size(), 1U);
    EXPECT_EQ(found.config[0].key, "name");
    EXPECT_EQ(found.config[0].first, "\"emotion-32\"");
    EXPECT_EQ(found.config[0].second, "\"other\"");
    ASSERT_EQ(found.metadata.size(), 2U);
    EXPECT_EQ(found.metadata[0].key, "licence");
    EXPECT_FALSE(found.metadata[0].second);
    EXPECT_EQ(found.metadata[1].first, "24000");
    EXPECT_EQ(found.metadata[1].second, "7");
}

}  // namespace
}  // namespace bplf::inspect
