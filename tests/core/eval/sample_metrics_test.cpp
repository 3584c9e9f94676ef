// SPDX-License-Identifier: GPL-3.0-or-later
// Agreement of labels, and the metrics together on images whose answers are known.
#include <gmock/gmock.h>

#include <cmath>

#include "core/base/error.h"
#include "core/eval/label_agreement.h"
#include "core/eval/recognition.h"
#include "core/eval/sample_metrics.h"
#include "tests/core/eval/eval_cases.h"

namespace bplf::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(LabelAgreementOfImages, CountsByAskedLabel) {
    const std::vector<std::int64_t> asked{0, 0, 0, 1, 1}, seen{0, 1, 0, 0, 2};
    const LabelAgreement result = label_agreement(asked, seen, 3);
    EXPECT_DOUBLE_EQ(result.share, 0.4);
    EXPECT_EQ(result.count, 5);
    EXPECT_DOUBLE_EQ(result.per_label[0], 2.0 / 3);
    EXPECT_DOUBLE_EQ(result.per_label[1], 0);
    EXPECT_TRUE(std::isnan(result.per_label[2]));
    EXPECT_THAT(result.confusion, ElementsAre(ElementsAre(2, 1, 0), ElementsAre(1, 0, 1), ElementsAre(0, 0, 0)));
    EXPECT_TRUE(std::isnan(label_agreement({}, {}, 2).share));
}

TEST(Shares, FollowTheLargestRemainders) {
    EXPECT_THAT(shares_of(10, {1, 1, 1}), ElementsAre(4, 3, 3));
    EXPECT_THAT(shares_of(512, {358, 46, 353, 683, 473, 392, 333}), ElementsAre(69, 9, 68, 133, 92, 76, 65));
    EXPECT_THAT(shares_of(2, {0, 5, 0}), ElementsAre(0, 2, 0));
    EXPECT_THROW(shares_of(2, {0, 0}), Error);
}

nn::EmotionClassifier small_judge(std::vector<std::string> labels = {"happy", "sad"}) {
    nn::EmotionClassifierOptions options;
    options.size = 16;
    options.width = 4;
    options.labels = std::move(labels);
    return nn::EmotionClassifier(options);
}

TEST(Recognised, DoesNotDependOnTheBatch) {
    nn::EmotionClassifier judge = small_judge();
    const at::Tensor pixels = at::randint(256, {11, 1, 16, 16}, at::kByte);
    const Recognition whole = recognise(judge, pixels), parts = recognise(judge, pixels, 3);
    EXPECT_EQ(whole.features.sizes(), (std::vector<std::int64_t>{11, 16}));
    EXPECT_TRUE(at::allclose(whole.features, parts.features, 1e-5, 1e-6));
    EXPECT_EQ(whole.labels, parts.labels);
}

TEST(SampleMetricsOfImages, OfTheRealImagesThemselvesAreThoseOfAPerfectModel) {
    nn::EmotionClassifier judge = small_judge();
    const Dataset data(ramps(60, 16));
    const LabelledImages real = labelled_images(data, all_rows(data), judge->options());
    const SampleMetrics metrics = measure_samples(judge, real, real);
    const nlohmann::ordered_json& found = metrics.found.json;
    EXPECT_EQ(metrics.count, 60);
    EXPECT_NEAR(found["fid"].get<double>(), 0, 1e-6);
    EXPECT_LE(found["kid"].get<double>(), 0);  // the unbiased estimate leaves out the pairs of an image with itself
    EXPECT_EQ(found["agreement_per_label"], found["real_agreement_per_label"]);
    EXPECT_EQ(found["diversity"], found["real_diversity"]);
    EXPECT_THAT(metrics.found.headline, HasSubstr("FID 0.000, KID -"));
    EXPECT_THAT(metrics.found.lines, HasSubstr("  recognised as asked: "));
}

TEST(SampleMetricsOfImages, NoticeNoiseInsteadOfFaces) {
    nn::EmotionClassifier judge = small_judge();
    const Dataset data(ramps(80, 16));
    LabelledImages real = labelled_images(data, all_rows(data), judge->options());
    const LabelledImages half{real.pixels.narrow(0, 0, 40), {real.labels.begin(), real.labels.begin() + 40}};
    const LabelledImages noise{at::randint(256, {40, 1, 16, 16}, at::kByte), half.labels};
    const auto good = measure_samples(judge, half, real).found.json,
               bad = measure_samples(judge, noise, real).found.json;
    const auto number = [](const nlohmann::ordered_json& json, const char* key) { return json[key].get<double>(); };
    EXPECT_GT(number(bad, "fid"), 10 * number(good, "fid"));
    EXPECT_GT(number(bad, "kid"), number(good, "kid") + 5 * number(good, "kid_standard_error"));
    EXPECT_GT(number(bad["diversity"], "pixel_distance"), number(good["diversity"], "pixel_distance"));
}

TEST(SampleMetricsOfImages, WithoutLabelsHaveNoAgreement) {
    nn::EmotionClassifier judge = small_judge();
    const Dataset data(ramps(20, 16));
    LabelledImages real = labelled_images(data, all_rows(data), judge->options()), drawn = real;
    drawn.labels.clear();
    const nlohmann::ordered_json found = measure_samples(judge, drawn, real).found.json;
    EXPECT_FALSE(found.contains("agreement"));
    EXPECT_EQ(found["diversity"]["pairs"], 190);
    EXPECT_EQ(found["real_diversity"]["pairs"], 190);
}

TEST(LabelledRows, AreMatchedByNameAndRefusedWhenUnknown) {
    const nn::EmotionClassifier judge = small_judge({"sad", "fear", "happy"});
    const Dataset data(ramps(4, 16));
    EXPECT_THAT(labelled_images(data, {0, 1, 3}, judge->options()).labels, ElementsAre(2, 0, 0));
    const Dataset other(ramps(4, 16, {"happy", "bored"}));
    EXPECT_THAT(labelled_images(other, {0, 2}, judge->options()).labels, ElementsAre(2, 2));
    try {
        labelled_images(other, {0, 1}, judge->options());
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_THAT(error.what(), HasSubstr("does not know the label 'bored'"));
    }
    EXPECT_THROW(labelled_images(Dataset(ramps(4, 8)), {0, 1}, judge->options()), Error);
}

}  // namespace
}  // namespace bplf::test
