// SPDX-License-Identifier: GPL-3.0-or-later
// Requests survive JSON, text and the shell unchanged, and bad ones are named.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "core/base/error.h"
#include "core/sample/cells.h"
#include "core/sample/request.h"
#include "core/sample/request_key.h"
#include "core/sample/request_text.h"

namespace bplf {
namespace {

using ::testing::DoubleNear;
using ::testing::HasSubstr;

const std::vector<std::string> kLabels{"anger", "disgust", "fear", "happy", "sad", "surprise", "neutral"};

class RandomRequests {
  public:
    explicit RandomRequests(unsigned seed) : random_(seed) {}

    std::uint64_t seed() { return random_(); }
    double uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

    std::string word() {
        static const std::vector<std::string> pieces{"a", "Z", " ", ",", "=", ";", "\\", "'", "\"", "é", "$", "-"};
        std::string result = "w";
        for (int i = below(6); i > 0; --i) result += pieces[static_cast<std::size_t>(below(12))];
        return result + "w";
    }

    LabelMix mix() {
        std::vector<std::string> labels;
        for (int i = below(4); i > 0; --i) labels.push_back(word() + std::to_string(i));
        LabelMix result;
        double left = 1;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const double weight = i + 1 == labels.size() ? left : uniform(0, left);
            result.push_back({labels[i], weight});
            left -= weight;
        }
        return result;
    }

    std::vector<double> temperature() {
        std::vector<double> result;
        for (int i = below(4); i > 0; --i) result.push_back(uniform(0, 2));
        return result;
    }

    Look look() {
        Look result{mix(), temperature(), {}};
        if (below(3) != 0) result.intensity = below(401) / 100.0;
        return result;
    }

    SampleRequest sample() {
        SampleRequest request;
        request.model = word();
        request.model_sha256 = below(2) != 0 ? "ab12" : "";
        request.seed = seed();
        request.count = 1 + below(64);
        request.columns = 1 + below(64);
        request.looks = {look()};
        for (int i = below(3); i > 0; --i) {
            request.looks.push_back(request.looks.front());
            request.looks.back().mix = mix();
        }
        if (below(3) == 0) request.best_of = best_of(cell_count(request));
        return request;
    }

    BestOf best_of(int cells) {
        BestOf result{2 + below(255), word(), {}};
        for (int i = below(2) * cells; i > 0; --i) result.chosen.push_back(below(result.candidates));
        return result;
    }

    MorphKey key() {
        MorphKey result;
        const int kind = below(3);
        result.source = kind == 0   ? "seed:" + std::to_string(seed())
                        : kind == 1 ? "latent:" + word()
                                    : "photo:" + word();
        result.look = look();
        result.easing = static_cast<Easing>(below(5));
        if (below(2) != 0) result.at = uniform(0, 100);
        if (below(2) != 0) result.hold = uniform(0, 10);
        return result;
    }

    MorphRequest morph() {
        MorphRequest request;
        request.model = word();
        for (int i = 2 + below(3); i > 0; --i) request.keys.push_back(key());
        request.frames = 2 + below(9999);
        request.fps = uniform(1, 60);
        request.path = below(2) != 0 ? Path::kLinear : Path::kSlerp;
        request.loop = below(2) != 0;
        return request;
    }

  private:
    std::mt19937_64 random_;
};

TEST(RequestJson, GivesEverySampleRequestBack) {
    RandomRequests random(1);
    for (int i = 0; i < 300; ++i) {
        const SampleRequest request = random.sample();
        const std::string text = to_json(request).dump();
        EXPECT_EQ(sample_request_from_json(nlohmann::json::parse(text)), request) << text;
    }
}

TEST(RequestJson, GivesEveryMorphRequestBack) {
    RandomRequests random(2);
    for (int i = 0; i < 300; ++i) {
        const MorphRequest request = random.morph();
        const std::string text = to_json(request).dump();
        EXPECT_EQ(morph_request_from_json(nlohmann::json::parse(text)), request) << text;
    }
}

TEST(RequestJson, KeepsSeedsBeyondTheDoubleRange) {
    SampleRequest request;
    request.seed = 18446744073709551615U;
    EXPECT_EQ(sample_request_from_json(nlohmann::json::parse(to_json(request).dump())).seed, request.seed);
}

std::string message_of(const nlohmann::json& json) {
    try {
        sample_request_from_json(json);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kUsage);
        return error.what();
    }
    return "accepted";
}

TEST(RequestJson, NamesTheFieldThatIsWrong) {
    const nlohmann::json good = to_json(SampleRequest{});
    const std::vector<std::pair<std::string, nlohmann::json>> wrong{{"schema", "bplf.morph.v1"},
                                                                    {"model", 3},
                                                                    {"seed", -1},
                                                                    {"seed", 1.5},
                                                                    {"count", 0},
                                                                    {"count", 4097},
                                                                    {"count", 18446744073709551615U},
                                                                    {"columns", "four"},
                                                                    {"mixes", nlohmann::json::array()},
                                                                    {"mixes", {{{{"label", "happy"}, {"weight", -1}}}}},
                                                                    {"temperature", {3.0}},
                                                                    {"temperature", 0.5}};
    for (const auto& [field, value] : wrong) {
        nlohmann::json bad = good;
        bad[field] = value;
        EXPECT_THAT(message_of(bad), HasSubstr(field)) << bad;
    }
    EXPECT_THAT(message_of(nlohmann::json::array()), HasSubstr("object"));
}

TEST(RequestJson, NamesWhatIsWrongWithChosenFaces) {
    nlohmann::json json = to_json(SampleRequest{});
    json["count"] = 2;
    const auto with = [&](const nlohmann::json& best_of) {
        json["best_of"] = best_of;
        return message_of(json);
    };
    EXPECT_EQ(with({{"candidates", 3}, {"chosen", {0, 2}}}), "accepted");
    EXPECT_THAT(with({{"candidates", 3}, {"chosen", {0, 3}}}), HasSubstr("chosen"));
    EXPECT_THAT(with({{"candidates", 3}, {"chosen", {0}}}), HasSubstr("chosen"));
    EXPECT_THAT(with({{"candidates", 3}, {"chosen", {0, 0.5}}}), HasSubstr("chosen"));
    EXPECT_EQ(with({{"candidates", 1}, {"classifier", "other"}, {"chosen", {0, 0}}}), "accepted");
    EXPECT_EQ(sample_request_from_json(json).best_of, BestOf{});
    EXPECT_THAT(with({{"candidates", 0}}), HasSubstr("candidates"));
    EXPECT_THAT(with(16), HasSubstr("best_of"));
}

TEST(Cells, AreDrawnFromTheirChosenCandidates) {
    SampleRequest request;
    request.seed = 18446744073709551610U;
    request.count = 2;
    request.looks = looks_of({{{"happy", 1.0}}, {{"sad", 1.0}}});
    request.best_of = {4, "emotion-classifier", {0, 3, 1, 0}};
    const std::vector<std::uint64_t> seeds{18446744073709551610U, 2999995, 999994, 18446744073709551611U};
    for (int i = 0; i < 4; ++i) {
        const std::uint64_t seed = seeds[static_cast<std::size_t>(i)];
        EXPECT_EQ(seed_of_cell(request, i), seed);
        const SampleRequest one = request_of_cell(request, seed, request.looks[0]);
        EXPECT_EQ(seed_of_cell(one, 0), seed);
        EXPECT_EQ(one.best_of.chosen, (std::vector<int>{request.best_of.chosen[static_cast<std::size_t>(i)]}));
    }
    EXPECT_EQ(request_of_cell(request, 5, {}).best_of, BestOf{}) << "a face of another request was not chosen";
}

TEST(LabelMix, RoundTripsThroughText) {
    RandomRequests random(3);
    for (int i = 0; i < 500; ++i) {
        const LabelMix mix = random.mix();
        EXPECT_EQ(parse_label_mix(format_label_mix(mix), {}), mix) << format_label_mix(mix);
    }
}

TEST(LabelMix, NormalisesWeights) {
    const LabelMix mix = parse_label_mix("happy=3, sad=1", kLabels);
    ASSERT_EQ(mix.size(), 2U);
    EXPECT_DOUBLE_EQ(mix[0].weight, 0.75);
    EXPECT_DOUBLE_EQ(mix[1].weight, 0.25);
    EXPECT_EQ(parse_label_mix("happy", kLabels), (LabelMix{{"happy", 1.0}}));
    EXPECT_EQ(parse_label_mix("", kLabels), LabelMix{});
}

TEST(LabelMix, SuggestsTheNearestWord) {
    try {
        parse_label_mix("hapy", kLabels);
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_THAT(error.hint(), HasSubstr("\"happy\""));
    }
}

TEST(LabelMix, RefusesWhatIsNotAMix) {
    for (const char* text :
         {"happy=-1", "happy=nan", "happy=inf", "happy=0,sad=0", "=1", "happy=1=2", "happy=x", ",", "happy,,sad"})
        EXPECT_THROW(parse_label_mix(text, {}), Error) << text;
}

TEST(LabelMix, BlendsInTheOrderOfTheLabelsAndCountsWhateverIsAboveZero) {
    const LabelMix sad{{"sad", 1.0}}, happy{{"happy", 1.0}};
    EXPECT_EQ(blend(sad, happy, 0.25, kLabels), (LabelMix{{"happy", 0.25}, {"sad", 0.75}}));
    EXPECT_EQ(blend(sad, happy, 0, kLabels), sad);
    EXPECT_EQ(blend(sad, happy, 1, kLabels), happy);
    EXPECT_EQ(blend(sad, happy, 1e-13, kLabels).size(), 2U) << "a weight counts however small it is";
    EXPECT_EQ(blend({}, happy, 0.5, {"happy", "sad"}), (LabelMix{{"happy", 0.75}, {"sad", 0.25}}));
}

TEST(LabelMix, BecomesADenseVector) {
    EXPECT_EQ(dense_weights({{"sad", 0.25}, {"anger", 0.75}}, kLabels),
              (std::vector<double>{0.75, 0, 0, 0, 0.25, 0, 0}));
    for (const double weight : dense_weights({}, kLabels)) EXPECT_THAT(weight, DoubleNear(1.0 / 7, 1e-15));
    EXPECT_THROW(dense_weights({{"joy", 1.0}}, kLabels), Error);
    EXPECT_TRUE(dense_weights({}, {}).empty());
}

TEST(MorphKey, RoundTripsThroughText) {
    RandomRequests random(4);
    for (int i = 0; i < 500; ++i) {
        const MorphKey key = random.key();
        EXPECT_EQ(parse_morph_key(format_morph_key(key), {}), key) << format_morph_key(key);
    }
}

TEST(MorphKey, RefusesUnknownParts) {
    for (const char* text : {"seed:x", "seed:1;speed=3", "picture:a.png", "seed:1;easing=bounce",
                             "seed:1;intensity=4.5", "seed:1;intensity=-1", "latent:"})
        EXPECT_THROW(parse_morph_key(text, {}), Error) << text;
}

TEST(MorphKey, ShowsTheModelsLookForSeedsOnly) {
    const Look model{{}, {0.3, 0.9}, 2.5};
    EXPECT_EQ(own_look(parse_morph_key("seed:1", {}), model), model);
    EXPECT_EQ(own_look(parse_morph_key("latent:a.safetensors", {}), model), look_as_stored(2));
    EXPECT_EQ(own_look(parse_morph_key("photo:a.png", {}), model), look_as_stored(2));
}

// Pictures from before models had an intensity of their own are drawn as they were.
TEST(RequestJson, WithoutAnIntensityMeansOne) {
    nlohmann::json json = to_json(SampleRequest{});
    EXPECT_EQ(sample_request_from_json(json).looks[0].intensity, std::nullopt);
    json.erase("intensity");
    EXPECT_EQ(sample_request_from_json(json).looks[0].intensity, 1);
    json["intensity"] = 4.5;
    EXPECT_THROW(sample_request_from_json(json), Error);
}

TEST(RequestKey, TellsTheFileOfAPhotoOrCode) {
    MorphKey key;
    key.source = "photo:a b/anna.jpg";
    EXPECT_EQ(file_kind_of(key), "photo:");
    EXPECT_EQ(file_of(key), "a b/anna.jpg");
    key.source = "latent:codes.safetensors";
    EXPECT_EQ(file_of(key), "codes.safetensors");
    key.source = "seed:7";
    EXPECT_EQ(file_kind_of(key) + file_of(key), "");
}

TEST(AsCommand, IsWhatAUserWouldType) {
    SampleRequest request;
    request.seed = 42;
    request.count = 8;
    request.looks = {Look{{{"happy", 0.6}, {"surprise", 0.4}}, {0.3, 0.3, 0.9}, 2.5}};
    EXPECT_EQ(as_command(request),
              "bplf sample default --label happy=0.6,surprise=0.4 --count 8 --seed 42 "
              "--temperature-per-level 0.3,0.3,0.9 --intensity 2.5 --out faces.png");
}

TEST(AsCommand, ComparesFacesAnewOnlyWhereThereAreSeveral) {
    SampleRequest request;
    request.count = 2;
    request.looks = looks_of({{{"fear", 1.0}}});
    request.best_of = {16, "emotion-classifier", {3, 4}};
    EXPECT_EQ(as_command(request), "bplf sample default --label fear --count 2 --seed 1 --best-of 16 --out faces.png");
    EXPECT_EQ(as_command(request_of_cell(request, 4000002, request.looks[0])),
              "bplf sample default --label fear --count 1 --columns 1 --seed 4000002 --out faces.png");
}

TEST(AsCommand, QuotesWordsForTheShell) {
    MorphRequest morph;
    morph.keys = {MorphKey{}, MorphKey{}};
    morph.keys[0].look.mix = {{"happy", 1.0}};
    morph.keys[0].easing = Easing::kHold;
    morph.keys[1].source = "photo:a b.png";
    EXPECT_EQ(as_command(morph),
              "bplf morph default --key 'seed:1;label=happy;easing=hold' --key 'photo:a b.png' "
              "--frames 48 --fps 12 --out morph.gif");
}

}  // namespace
}  // namespace bplf
