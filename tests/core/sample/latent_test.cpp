// SPDX-License-Identifier: GPL-3.0-or-later
// Latent files give back what was saved, and refuse what they are not.
#include "core/sample/latent.h"

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/image/png.h"
#include "core/io/safetensors.h"
#include "core/sample/latent_text.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using ::testing::HasSubstr;

Latent random_latent(std::uint64_t seed) {
    Latent latent;
    latent.shapes = {{2, 4, 4}, {4, 2, 2}};
    for (std::uint32_t i = 0; i < 2; ++i) {
        latent.levels.emplace_back(static_cast<std::size_t>(latent.shapes[i].size()));
        PhiloxStream(seed, i).fill_normal(latent.levels.back());
    }
    latent.metadata = {{"source", "seed:" + std::to_string(seed)}, {"name", "Zoë"}};
    return latent;
}

TEST(LatentFile, GivesEveryImageBack) {
    const test::TempDir folder;
    const std::vector<Latent> saved{random_latent(1), random_latent(2), random_latent(3)};
    save_latent(folder.path() / "a.safetensors", saved);
    const std::vector<Latent> loaded = load_latents(folder.path() / "a.safetensors");
    ASSERT_EQ(loaded.size(), saved.size());
    for (std::size_t i = 0; i < saved.size(); ++i) {
        EXPECT_EQ(loaded[i].shapes, saved[i].shapes);
        EXPECT_EQ(loaded[i].levels, saved[i].levels);
        EXPECT_EQ(loaded[i].metadata, saved[i].metadata);
    }
}

TEST(LatentFile, RefusesOtherFiles) {
    const test::TempDir folder;
    EXPECT_THROW(load_latents(folder.path() / "missing"), Error);
    write_file(folder.path() / "text", "not a tensor file at all");
    EXPECT_THROW(load_latents(folder.path() / "text"), Error);
    write_safetensors(folder.path() / "other", {}, {{"format", "something"}});
    EXPECT_THROW(load_latents(folder.path() / "other"), Error);
    write_safetensors(folder.path() / "empty", {}, {{"format", "bplf.latent.v1"}});
    EXPECT_THROW(load_latents(folder.path() / "empty"), Error);
}

TEST(LatentFile, IsAlsoAPictureWithTheCodeInside) {
    const test::TempDir folder;
    const Latent saved = random_latent(5);
    write_png(folder.path() / "face.png", Image(2, 2, 1), latent_text(saved));
    const std::vector<Latent> loaded = load_latents(folder.path() / "face.png");
    ASSERT_EQ(loaded.size(), 1U);
    EXPECT_EQ(loaded[0].shapes, saved.shapes);
    EXPECT_EQ(loaded[0].levels, saved.levels);
    EXPECT_EQ(loaded[0].metadata, saved.metadata);
    write_png(folder.path() / "none.png", Image(2, 2, 1));
    EXPECT_THROW(load_latents(folder.path() / "none.png"), Error);
}

TEST(LatentText, IsBase64OfTheFloats) {
    Latent latent;
    latent.shapes = {{1, 1, 2}, {1, 1, 1}};
    latent.levels = {{1.0F, -2.0F}, {0.5F}};
    const std::string text = latent_text(latent);
    EXPECT_THAT(text, HasSubstr("\"AACAPwAAAMA=\""));
    EXPECT_THAT(text, HasSubstr("\"AAAAPw==\""));
    EXPECT_EQ(latent_from_text(text, "here").levels, latent.levels);
}

TEST(LatentText, RefusesWhatIsDamaged) {
    for (const char* text :
         {"", "{", "[]", R"({"schema": "bplf.sample.v1"})", R"({"schema": "bplf.latent.v1"})",
          R"({"schema": "bplf.latent.v1", "shapes": [[1, 1, 2]], "levels": []})",
          R"({"schema": "bplf.latent.v1", "shapes": [[1, 1, 2]], "levels": ["AACA"]})",
          R"({"schema": "bplf.latent.v1", "shapes": [[1, 1, 1]], "levels": ["AAA*Pw=="]})",
          R"({"schema": "bplf.latent.v1", "shapes": [[1, 1, -1]], "levels": ["AAAAPw=="]})",
          R"({"schema": "bplf.latent.v1", "shapes": [[65536, 65536, 65536]], "levels": ["AAAAPw=="]})"}) {
        try {
            latent_from_text(text, "here");
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInput) << text;
            EXPECT_EQ(error.where(), "here");
        }
    }
}

TEST(LatentFile, RefusesImagesWithoutNumbersHoweverMany) {
    const test::TempDir folder;
    TensorView empty;
    empty.name = "eps_1";
    empty.shape = {30'000'000, 0, 1, 1};
    write_safetensors(folder.path() / "bomb", std::span(&empty, 1), {{"format", "bplf.latent.v1"}, {"images", "[]"}});
    EXPECT_THROW(load_latents(folder.path() / "bomb"), Error);
}

TEST(LatentFile, RefusesUnequalLevels) {
    const test::TempDir folder;
    Latent broken = random_latent(1);
    broken.levels[0].pop_back();
    EXPECT_THROW(save_latent(folder.path() / "x", {broken}), Error);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "x"));
}

}  // namespace
}  // namespace bplf
