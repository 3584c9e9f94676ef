// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's promises, over drawn models: which cells in which order, codes and their looks, photos, films.
#include "core/engine/engine.h"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/models_folder.h"
#include "core/base/philox.h"
#include "core/image/luminance.h"
#include "core/sample/cells.h"
#include "core/sample/latent_look.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::make_drawn_engine;
using ::testing::ElementsAre;

std::vector<Cell> draw(Engine& engine, const SampleRequest& request, const std::vector<int>& first = {}) {
    std::vector<Cell> cells;
    const auto summary = engine.sample(request, [&](Cell cell) { cells.push_back(std::move(cell)); }, {}, first);
    EXPECT_TRUE(summary.ok());
    return cells;
}

std::vector<int> indices(const std::vector<Cell>& cells) {
    std::vector<int> result;
    for (const Cell& cell : cells) result.push_back(cell.index);
    return result;
}

Image photo(int width, int height) {
    Image image(width, height, 3);
    std::vector<float> noise(image.pixels.size());
    PhiloxStream(7, 0).fill_uniform(noise);
    for (std::size_t i = 0; i < noise.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(noise[i] * 255);
    return image;
}

SampleRequest two_rows(int count) {
    SampleRequest request;
    request.seed = 10;
    request.count = count;
    request.looks = looks_of({{{"happy", 1.0}}, {{"sad", 0.5}, {"fear", 0.5}}});
    return request;
}

Image face_of(Engine& engine, const char* label) {
    SampleRequest request;
    request.count = 1;
    request.looks = looks_of({{{label, 1.0}}});
    return draw(engine, request)[0].image;
}

TEST(Engine, DrawsTheSameCellWhateverTheGrid) {
    const auto engine = make_drawn_engine();
    const auto nine = draw(*engine, two_rows(9)), three = draw(*engine, two_rows(3));
    ASSERT_EQ(nine.size(), 18U);
    ASSERT_EQ(three.size(), 6U);
    for (const Cell& cell : three) {
        const int row = cell.index / 3, k = cell.index % 3;
        EXPECT_EQ(cell.sha256, nine[static_cast<std::size_t>(row * 9 + k)].sha256);
        EXPECT_EQ(cell.seed, 10U + static_cast<unsigned>(k));
    }
}

TEST(Engine, DrawsTheCellsAskedForFirstThenTheRestOnce) {
    const auto engine = make_drawn_engine();
    EXPECT_THAT(indices(draw(*engine, two_rows(3), {4, 99, 4, -1, 1})), ElementsAre(4, 1, 0, 2, 3, 5));
}

TEST(Engine, UsesTheModelsOwnLookWhereTheRequestSaysNothing) {
    const auto engine = make_drawn_engine({}, 1.5);
    SampleRequest request = two_rows(1);
    const auto own = draw(*engine, request);
    EXPECT_EQ(own[0].look, (Look{{{"happy", 1.0}}, {0.3, 0.5, 0.9}, 1.5}));
    for (Look& look : request.looks) look = {look.mix, {0.3, 0.5, 0.9}, 1.5};
    EXPECT_EQ(draw(*engine, request)[0].sha256, own[0].sha256);
}

TEST(Engine, EveryFieldOfTheRequestChangesThePicture) {
    const auto engine = make_drawn_engine();
    SampleRequest happy;
    happy.count = 1;
    happy.looks[0].mix = {{"happy", 1.0}};
    std::vector<SampleRequest> others(4, happy);
    others[0].seed = 2;
    others[1].looks[0].mix = {};
    others[2].looks[0].temperature = {1.0};
    others[3].looks[0].intensity = 2;
    for (const SampleRequest& other : others)
        EXPECT_NE(draw(*engine, other)[0].sha256, draw(*engine, happy)[0].sha256) << to_json(other).dump();
}

TEST(Engine, StoppedKeepsWhatWasDelivered) {
    const auto engine = make_drawn_engine();
    std::stop_source stop;
    int delivered = 0;
    const auto result = engine->sample(
        two_rows(9),
        [&](const Cell&) {
            if (++delivered == 2) stop.request_stop();
        },
        stop.get_token());
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind(), ErrorKind::kInterrupted);
    EXPECT_EQ(delivered, 2);
}

TEST(Engine, LatentOfACellGivesTheCellBackUnderItsLook) {
    const auto engine = make_drawn_engine({}, 1.5);
    const SampleRequest request = two_rows(3);
    const Cell cell = draw(*engine, request)[4];
    const Latent latent = engine->latent_of(request, 4).value_or_throw();
    const Look look = look_of_latent(latent, {}, test::drawn_labels());
    EXPECT_EQ(look, (Look{{{"sad", 0.5}, {"fear", 0.5}}, {1, 1, 1}, 1.5}));
    const Cell back = engine->decode(latent, look).value_or_throw();
    EXPECT_EQ(back.image, cell.image);
    EXPECT_EQ(back.bits_per_dim, cell.bits_per_dim);
    EXPECT_EQ(latent.metadata.at("model_sha256"), std::string(64, 'a'));
    SampleRequest named = request;
    named.model = model_name(request.model);
    EXPECT_EQ(sample_request_from_json(nlohmann::json::parse(latent.metadata.at("request"))), named);
    EXPECT_FALSE(engine->latent_of(request, 6).ok());
}

SampleRequest best_of_five() {
    SampleRequest request;
    request.seed = 10;
    request.count = 2;
    request.looks = looks_of({{{"happy", 1.0}}, {{"sad", 1.0}}});
    request.best_of.candidates = 5;
    return request;
}

TEST(Engine, KeepsOfSeveralFacesTheOneThatReadsBestAsAsked) {
    const auto engine = make_drawn_engine();
    const auto cells = draw(*engine, best_of_five());
    ASSERT_EQ(cells.size(), 4U);
    for (const Cell& cell : cells) {
        const bool is_happy = cell.index < 2;
        double best = is_happy ? -1 : 256;
        Image expected;
        for (std::uint64_t candidate = 0; candidate < 5; ++candidate) {
            SampleRequest one;
            one.seed = 10 + static_cast<std::uint64_t>(cell.index % 2) + candidate * 1'000'000;
            one.count = 1;
            one.looks = {{{{is_happy ? "happy" : "sad", 1.0}}, {}, {}}};
            const Image face = draw(*engine, one)[0].image;
            const double mean = luminance_of(face).mean;
            if (is_happy ? mean <= best : mean >= best) continue;
            best = mean;
            expected = face;
        }
        EXPECT_EQ(cell.image, expected) << cell.index;
    }
    EXPECT_THAT((std::set<std::uint64_t>{cells[0].seed, cells[1].seed, cells[2].seed, cells[3].seed}),
                testing::SizeIs(testing::Gt(2U)))
        << "rows and places choose for themselves";
}

TEST(Engine, DrawsChosenFacesAgainWithoutComparing) {
    std::atomic<int> drawn = 0;
    const auto engine = make_drawn_engine({.drawn = &drawn});
    const SampleRequest named = engine->choose(best_of_five(), {}, {}).value_or_throw();
    ASSERT_EQ(named.best_of.chosen.size(), 4U);
    drawn = 0;
    const auto cells = draw(*engine, named);
    EXPECT_EQ(drawn, 4);
    for (const Cell& cell : cells) {
        const SampleRequest alone = request_of_cell(named, cell.seed, cell.look);
        EXPECT_EQ(alone.seed, 10U + static_cast<unsigned>(cell.index % 2));
        EXPECT_EQ(alone.best_of.candidates, 5);
        EXPECT_EQ(draw(*engine, alone)[0].image, cell.image);
        EXPECT_EQ(engine->latent_of(named, cell.index).value_or_throw().levels,
                  engine->latent_of(alone, 0).value_or_throw().levels);
    }
}

TEST(Engine, ComparesNoFacesWithoutALabelThatTheClassifierKnows) {
    std::atomic<int> drawn = 0;
    const auto engine = make_drawn_engine({.drawn = &drawn});
    drawn = 0;
    SampleRequest request = best_of_five();
    for (const LabelMix& mix : {LabelMix{}, LabelMix{{"fear", 1.0}}}) {
        request.looks = looks_of({{{"happy", 1.0}}, mix});
        const auto result = engine->choose(request, {}, {});
        ASSERT_FALSE(result.ok());
        EXPECT_EQ(result.error().kind(), ErrorKind::kUsage);
        EXPECT_THAT(result.error().what(), testing::HasSubstr(mix.empty() ? "label" : "fear"));
    }
    EXPECT_EQ(drawn, 0);
}

TEST(Engine, EncodesUnderTheLikeliestLabelAndJudgesEachOnce) {
    std::atomic<int> drawn = 0, encoded = 0;
    const auto engine = make_drawn_engine({.drawn = &drawn, .encoded = &encoded});
    const Image crop = face_of(*engine, "surprise");
    drawn = 0;
    const Encoding encoding = engine->encode(crop, {}, {}).value_or_throw();
    EXPECT_EQ(encoded, 7) << "the winning label is not encoded again";
    EXPECT_EQ(drawn, 1);
    EXPECT_EQ(encoding.look, (Look{{{"surprise", 1.0}}, {1, 1, 1}, 1}));
    EXPECT_EQ(encoding.bits_per_dim, encoding.label_bits_per_dim[5]);
    // p(label | x) under a uniform prior is 2^(−bits · dimensions), normalised.
    double total = 0;
    for (const double bits : encoding.label_bits_per_dim)
        total += std::exp2((encoding.bits_per_dim - bits) * crop.width * crop.height);
    for (std::size_t i = 0; i < 7; ++i)
        EXPECT_NEAR(
            encoding.label_posterior[i],
            std::exp2((encoding.bits_per_dim - encoding.label_bits_per_dim[i]) * crop.width * crop.height) / total,
            1e-9);
    EXPECT_EQ(look_of_latent(encoding.latent, {}, test::drawn_labels()), encoding.look);
}

TEST(Engine, EncodesAndDecodesExactlyUnderAnAskedMix) {
    const auto engine = make_drawn_engine();
    const Image picture = photo(200, 100);
    const auto faces = engine->find_faces(picture, {}).value_or_throw();
    ASSERT_EQ(faces.size(), 2U);
    const Image crop = engine->crop_face(picture, faces[0], 0.1, 5).value_or_throw();
    EXPECT_EQ(crop.width, 32);
    EXPECT_EQ(crop.channels, 1);
    const Encoding encoding = engine->encode(crop, {{"sad", 0.5}, {"happy", 0.5}}, {}).value_or_throw();
    EXPECT_EQ(encoding.look.mix, (LabelMix{{"happy", 0.5}, {"sad", 0.5}})) << "in the model's order";
    EXPECT_EQ(encoding.identical_pixels, 32 * 32);
    EXPECT_LT(encoding.max_abs_error, 0.01);
    const Cell back = engine->decode(encoding.latent, encoding.look).value_or_throw();
    EXPECT_EQ(back.image, crop);
    EXPECT_NEAR(back.bits_per_dim, encoding.bits_per_dim, 1e-9);
    EXPECT_NE(engine->decode(encoding.latent, {encoding.look.mix, {0.5}, 1}).value_or_throw().image, crop);
    EXPECT_FALSE(engine->encode(Image(8, 8, 1), {}, {}).ok()) << "another size";
}

TEST(Engine, FindsNothingInAPlainPicture) {
    const auto engine = make_drawn_engine();
    EXPECT_TRUE(engine->find_faces(Image(64, 64, 1, 90), {}).value_or_throw().empty());
    FaceOptions whole;
    whole.detector = "none";
    EXPECT_EQ(engine->find_faces(Image(64, 40, 1, 90), whole).value_or_throw().at(0).box.width, 40);
}

TEST(Engine, MorphsFromTheFirstKeyToTheLast) {
    const auto engine = make_drawn_engine();
    MorphRequest request;
    request.keys.resize(2);
    request.keys[0].look.mix = {{"happy", 1.0}};
    request.keys[1].source = "seed:2";
    request.frames = 5;
    std::vector<Image> frames;
    const FrameSink keep = [&](int frame, const Image& image) {
        EXPECT_EQ(static_cast<std::size_t>(frame), frames.size());
        frames.push_back(image);
    };
    ASSERT_TRUE(engine->morph(request, keep, {}).ok());
    ASSERT_EQ(frames.size(), 5U);
    SampleRequest ends;
    ends.count = 2;
    ends.looks = {request.keys[0].look, request.keys[1].look};
    const auto cells = draw(*engine, ends);
    EXPECT_EQ(frames.front(), cells[0].image);
    EXPECT_EQ(frames.back(), cells[3].image);
    EXPECT_NE(frames[2], frames.front());
    std::vector<int> piece;
    ASSERT_TRUE(engine->morph(request, [&](int frame, const Image&) { piece.push_back(frame); }, {}, 1, 3).ok());
    EXPECT_THAT(piece, ElementsAre(1, 2));
}

TEST(Engine, MorphShowsALatentUnderTheLookOfItsMaking) {
    const test::TempDir folder;
    const auto engine = make_drawn_engine({}, 1.5);
    save_latent(folder / "code.safetensors", {engine->latent_of(two_rows(3), 4).value_or_throw()});
    MorphRequest request;
    request.keys.resize(2);
    request.keys[0].source = "latent:" + (folder / "code.safetensors").string();
    request.frames = 2;
    Image first;
    ASSERT_TRUE(engine->morph(request, [&](int, const Image& image) { first = image; }, {}, 0, 1).ok());
    EXPECT_EQ(first, draw(*engine, two_rows(3))[4].image);
}

TEST(Engine, RefusesWhatItDoesNotKnowAndKeepsTheModel) {
    const auto engine = make_drawn_engine();
    EXPECT_FALSE(engine->load_model("/nowhere/model.safetensors").ok());
    const SampleRequest request = two_rows(1);
    EXPECT_EQ(draw(*engine, request).size(), 2U) << "the model that was there stays";
    SampleRequest wrong = request;
    wrong.looks[0].mix = {{"joy", 1.0}};
    EXPECT_FALSE(engine->sample(wrong, [](const Cell&) {}, {}).ok());
    wrong = request;
    for (Look& look : wrong.looks) look.temperature = {1.0, 1.0};
    EXPECT_FALSE(engine->sample(wrong, [](const Cell&) {}, {}).ok());
}

TEST(Engine, WithoutAModelSaysSo) {
    Engine engine({});
    const auto drawn = engine.sample({}, [](const Cell&) {}, {});
    ASSERT_FALSE(drawn.ok());
    EXPECT_EQ(drawn.error().kind(), ErrorKind::kUsage);
}

}  // namespace
}  // namespace bplf
