// SPDX-License-Identifier: GPL-3.0-or-later
// What the embedded models' files say, against their cards; tensors with numbers that are none.
#include "core/inspect/model_facts.h"

#include <gmock/gmock.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/base/sha256.h"
#include "core/inspect/tensor_facts.h"
#include "tests/core/inspect/stored_models.h"
#include "tests/support/support.h"

namespace bplf::inspect {
namespace {

using test::ModelParts;
using ::testing::HasSubstr;

TEST(ModelFacts, OfAFlowAreThoseOfItsCard) {
    const ModelFacts facts = read_model_facts(test::small_model());
    EXPECT_EQ(facts.kind, ModelKind::kFlow);
    EXPECT_EQ(facts.configuration, "emotion-32");
    EXPECT_EQ(facts.system, "bplf");
    EXPECT_EQ(facts.image_width, 32);
    EXPECT_EQ(facts.channels, 1);
    EXPECT_EQ(facts.code_levels, 3);
    EXPECT_EQ(facts.labels.size(), 7U);
    EXPECT_EQ(facts.metadata.at("step"), "24000");
    EXPECT_EQ(facts.sha256, sha256_of_file(test::small_model()));
    EXPECT_EQ(facts.bytes, std::filesystem::file_size(test::small_model()));
    EXPECT_THAT(facts.card, HasSubstr("emotion-32"));
    EXPECT_THAT(facts.config, HasSubstr("\"name\":\"emotion-32\""));
}

TEST(ModelFacts, OfAClassifierHaveNoSystem) {
    const ModelFacts facts = read_model_facts(embedded_weights("emotion-classifier").value());
    EXPECT_STREQ(name_of(facts.kind), "classifier");
    EXPECT_EQ(facts.system, "");
    EXPECT_EQ(facts.labels.size(), 7U);
    EXPECT_EQ(facts.width, 32);
}

TEST(TensorFacts, CountNumbersThatAreNoneAndSortTheOthers) {
    const test::TempDir folder;
    test::write_copy(folder / "m.safetensors", [](ModelParts& parts) {
        parts.tensors.resize(1);
        parts.tensors[0] = {"x", {6}, {0, 1, 1, 4, NAN, HUGE_VALF}};
    });
    const std::vector<TensorFacts> tensors = read_tensor_facts(folder / "m.safetensors", 4);
    ASSERT_EQ(tensors.size(), 1U);
    EXPECT_EQ(tensors[0].type, "F32");
    EXPECT_EQ(shape_text(tensors[0].shape), "6");
    EXPECT_FALSE(tensors[0].numbers.finite);
    const TensorHistogram& found = tensors[0].histogram;
    EXPECT_EQ(found.not_finite, 2);
    EXPECT_EQ(found.low, 0);
    EXPECT_EQ(found.high, 4);
    EXPECT_EQ(found.counts, (std::vector<std::int64_t>{1, 2, 0, 1}));
}

TEST(TensorFacts, EndWhereSomebodyStops) {
    std::stop_source source;
    source.request_stop();
    try {
        read_tensor_facts(test::small_model(), 4, source.get_token());
        FAIL() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInterrupted);
    }
}

TEST(TensorFacts, WriteShapesAsPeopleDo) {
    EXPECT_EQ(shape_text({64, 1, 3, 3}), "64x1x3x3");
    EXPECT_EQ(shape_text({}), "scalar");
}

}  // namespace
}  // namespace bplf::inspect
