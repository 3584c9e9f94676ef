// SPDX-License-Identifier: GPL-3.0-or-later
// A picture's recipe draws it again whatever the model's defaults are by then.
#include "core/publish/recipe.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/base/sha256.h"
#include "core/image/png.h"
#include "core/sample/cells.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

SampleRequest two_rows() {
    SampleRequest request;
    request.model = "emotion-32";
    request.seed = 5;
    request.count = 3;
    request.looks = looks_of({{{"happy", 1.0}}, {{"sad", 1.0}}});
    return request;
}

std::string refusal(const std::filesystem::path& picture) {
    try {
        request_in(picture);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        return error.problem();
    }
    ADD_FAILURE() << "accepted";
    return {};
}

TEST(Recipe, OfACellLeavesNothingToTheModel) {
    const test::TempDir folder;
    const Look own{{}, {0.3, 0.9}, 2};
    const CellSpec cell = cells(two_rows(), own)[4];
    write_png(folder / "cell.png", Image(2, 2, 1), recipe_of_cell(two_rows(), cell.seed, cell.look));
    const SampleRequest again = request_in(folder / "cell.png");
    EXPECT_EQ(again.seed, 6U);
    EXPECT_EQ(again.count, 1);
    EXPECT_EQ(again.looks, std::vector{cell.look});
    EXPECT_EQ(again.looks[0], (Look{{{"sad", 1.0}}, {0.3, 0.9}, 2}));
}

TEST(Recipe, OfASheetIsTheRequestAsAsked) {
    const test::TempDir folder;
    write_png(folder / "sheet.png", Image(2, 2, 1), recipe_of(two_rows()));
    EXPECT_EQ(request_in(folder / "sheet.png"), two_rows());
}

TEST(Recipe, NamesTheModelThatDefaultStandsFor) {
    SampleRequest request = two_rows();
    request.model = "default";
    EXPECT_EQ(nlohmann::json::parse(recipe_of(request)).at("model"), kDefaultModel);
}

TEST(Recipe, NamesTheModelWithoutTheFoldersAroundIt) {
    SampleRequest request;
    request.model = "/home/anna/study 3/smile.safetensors";
    MorphRequest film;
    film.model = "emotion-32";
    film.model = request.model;
    EXPECT_THAT(recipe_of(request), AllOf(HasSubstr("\"model\":\"smile\""), Not(HasSubstr("anna"))));
    EXPECT_THAT(recipe_of_film(film, {}), Not(HasSubstr("anna")));
}

TEST(Recipe, OfAFrameIsTheFilmAndItsPlace) {
    MorphRequest film;
    film.model = "emotion-32";
    film.keys.resize(2);
    const auto json = nlohmann::json::parse(recipe_of_frame(film, 7, {.scale = 3, .is_smooth = true}));
    EXPECT_EQ(json.at("frame"), 7);
    EXPECT_EQ(json.at("scale"), 3);
    EXPECT_EQ(json.at("smooth"), true);
    EXPECT_EQ(morph_request_from_json(json), film);
    EXPECT_EQ(morph_request_from_json(nlohmann::json::parse(recipe_of_film(film, {}))), film);
}

TEST(Recipe, ThatIsMissingDamagedOrOfAFilmIsRefused) {
    const test::TempDir folder;
    write_png(folder / "none.png", Image(2, 2, 1));
    write_png(folder / "damaged.png", Image(2, 2, 1), "{\"schema\":");
    write_png(folder / "film.png", Image(2, 2, 1), R"({"schema": "bplf.morph.v1"})");
    EXPECT_THAT(refusal(folder / "none.png"), HasSubstr("no recipe"));
    EXPECT_THAT(refusal(folder / "damaged.png"), HasSubstr("damaged"));
    EXPECT_THAT(refusal(folder / "film.png"), HasSubstr("not one of faces"));
    EXPECT_EQ(recipe_schema(folder / "none.png"), "");
    EXPECT_EQ(recipe_schema(folder / "missing.png"), "");
    EXPECT_EQ(recipe_schema(folder / "film.png"), "bplf.morph.v1");
}

TEST(Recipe, OfAFilmNamesFilesWithoutTheirFoldersAndFindsThemBesideIt) {
    const test::TempDir folder;
    write_file(folder / "anna.jpg", "a face");
    MorphRequest film;
    film.model = "emotion-32";
    film.keys.resize(2);
    film.keys[1].source = "photo:" + (folder / "anna.jpg").string();
    const std::string text = recipe_of_film(film, {});
    EXPECT_THAT(text, Not(HasSubstr(folder.path().string())));
    EXPECT_EQ(nlohmann::json::parse(text).at("sha256_of_sources").at("photo:anna.jpg"),
              sha256_of_file(folder / "anna.jpg"));
    EXPECT_THAT(recipe_of_frame(film, 1, {}), Not(HasSubstr(folder.path().string())));
    write_file(folder / "morph.json", text);
    EXPECT_EQ(film_in(folder / "morph.json"), film);
    std::filesystem::create_directory(folder / "else");
    write_file(folder / "else" / "morph.json", text);
    EXPECT_EQ(film_in(folder / "else" / "morph.json").keys[1].source, "photo:anna.jpg");
}

TEST(Recipe, OfAFramesFileIsItsFilm) {
    const test::TempDir folder;
    MorphRequest film;
    film.model = "emotion-32";
    film.keys.resize(2);
    write_png(folder / "frame.png", Image(2, 2, 1), recipe_of_frame(film, 7, {}));
    EXPECT_EQ(film_in(folder / "frame.png"), film);
    write_png(folder / "sheet.png", Image(2, 2, 1), recipe_of(two_rows()));
    EXPECT_THROW(film_in(folder / "sheet.png"), Error);
}

}  // namespace
}  // namespace bplf
