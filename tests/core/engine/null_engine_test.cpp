// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing engine keeps the promises of Engine, so that the studio's tests against it mean something.
#include <gtest/gtest.h>

#include "core/base/philox.h"
#include "core/engine/engine.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

std::vector<Cell> draw(Engine& engine, const SampleRequest& request, const std::vector<int>& first = {}) {
    std::vector<Cell> cells;
    const auto summary = engine.sample(request, [&](Cell cell) { cells.push_back(std::move(cell)); }, {}, first);
    EXPECT_TRUE(summary.ok());
    return cells;
}

Image photo(int width, int height) {
    Image image(width, height, 3);
    std::vector<float> noise(image.pixels.size());
    PhiloxStream(7, 0).fill_uniform(noise);
    for (std::size_t i = 0; i < noise.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(noise[i] * 255);
    return image;
}

TEST(NullEngine, DrawsTheSameCellWhateverTheGrid) {
    const auto engine = make_null_engine();
    SampleRequest request;
    request.seed = 10;
    request.count = 9;
    request.looks = looks_of({{{"happy", 1.0}}, {{"sad", 0.5}, {"fear", 0.5}}});
    const auto nine = draw(*engine, request);
    ASSERT_EQ(nine.size(), 18U);
    request.count = 3;
    const auto three = draw(*engine, request, {4});
    ASSERT_EQ(three.size(), 6U);
    EXPECT_EQ(three[0].index, 4) << "the cell asked for first comes first";
    for (const Cell& cell : three) {
        const int mix = cell.index / 3, k = cell.index % 3;
        EXPECT_EQ(cell.sha256, nine[static_cast<std::size_t>(mix * 9 + k)].sha256);
        EXPECT_EQ(cell.seed, 10U + static_cast<unsigned>(k));
    }
}

TEST(NullEngine, EveryFieldChangesThePicture) {
    const auto engine = make_null_engine();
    SampleRequest request;
    request.count = 1;
    const std::string base = draw(*engine, request)[0].sha256;
    SampleRequest other = request;
    other.seed = 2;
    EXPECT_NE(draw(*engine, other)[0].sha256, base);
    other = request;
    other.looks[0].mix = {{"happy", 1.0}};
    EXPECT_NE(draw(*engine, other)[0].sha256, base);
    other = request;
    other.looks[0].temperature = {1.0};
    EXPECT_NE(draw(*engine, other)[0].sha256, base);
    other = request;
    other.looks[0].mix = {{"happy", 1.0}};
    const std::string happy = draw(*engine, other)[0].sha256;
    other.looks[0].intensity = 2;
    EXPECT_NE(draw(*engine, other)[0].sha256, happy);
}

TEST(NullEngine, EncodesAndDecodesExactly) {
    const auto engine = make_null_engine();
    const Image picture = photo(200, 100);
    const auto faces = engine->find_faces(picture, {});
    ASSERT_TRUE(faces.ok());
    ASSERT_EQ(faces.value().size(), 2U);
    const auto crop = engine->crop_face(picture, faces.value()[0], 0.1, 5);
    ASSERT_TRUE(crop.ok());
    EXPECT_EQ(crop.value().width, 32);
    const auto encoding = engine->encode(crop.value(), {{"happy", 1.0}}, {});
    ASSERT_TRUE(encoding.ok());
    EXPECT_EQ(encoding.value().identical_pixels, 32 * 32);
    EXPECT_LT(encoding.value().max_abs_error, 0.01);
    const auto back = engine->decode(encoding.value().latent, encoding.value().look);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back.value().image, crop.value());
    EXPECT_NEAR(back.value().bits_per_dim, encoding.value().bits_per_dim, 1e-9);
}

TEST(NullEngine, FindsNothingInAPlainPicture) {
    const auto engine = make_null_engine();
    EXPECT_TRUE(engine->find_faces(Image(64, 64, 1, 90), {}).value().empty());
    FaceOptions whole;
    whole.detector = "none";
    EXPECT_EQ(engine->find_faces(Image(64, 40, 1, 90), whole).value().at(0).width, 40);
}

TEST(NullEngine, MorphsFromTheFirstKeyToTheLast) {
    const auto engine = make_null_engine();
    MorphRequest request;
    request.keys.resize(2);
    request.keys[0].look.mix = {{"happy", 1.0}};
    request.keys[1].source = "seed:2";
    request.frames = 5;
    std::vector<Image> frames;
    ASSERT_TRUE(engine->morph(request, [&](int, const Image& image) { frames.push_back(image); }, {}).ok());
    ASSERT_EQ(frames.size(), 5U);
    SampleRequest first;
    first.count = 1;
    first.looks[0].mix = {{"happy", 1.0}};
    EXPECT_EQ(frames[0], draw(*engine, first)[0].image);
    first.seed = 2;
    first.looks = {Look{}};
    EXPECT_EQ(frames[4], draw(*engine, first)[0].image);
}

TEST(NullEngine, RefusesWhatItDoesNotKnow) {
    const auto engine = make_null_engine();
    EXPECT_FALSE(engine->load_model("/nowhere/model.safetensors").ok());
    SampleRequest request;
    request.looks[0].mix = {{"joy", 1.0}};
    EXPECT_FALSE(engine->sample(request, [](const Cell&) {}, {}).ok());
    request.looks = {Look{}};
    request.looks[0].temperature = {1.0, 1.0};
    EXPECT_FALSE(engine->sample(request, [](const Cell&) {}, {}).ok());
}

}  // namespace
}  // namespace bplf
