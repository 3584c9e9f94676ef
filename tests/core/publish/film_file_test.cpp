// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of a film in one file or a folder.
#include "core/publish/film_file.h"

#include <gtest/gtest.h>

#include "core/image/png.h"
#include "core/publish/recipe.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

MorphRequest three_frames() {
    MorphRequest request;
    request.keys.resize(2);
    request.frames = 3;
    return request;
}

TEST(FrameFile, CountsFromOneWithNamesThatSort) {
    EXPECT_EQ(frame_file("film", 0, 48), "film/frame_0001.png");
    EXPECT_EQ(frame_file("film", 9999, 10000), "film/frame_10000.png");
    EXPECT_EQ(frame_file("film", 0, 10000), "film/frame_00001.png");
}

TEST(FilmFile, OfAFolderHasARecipeInEachFrame) {
    const test::TempDir folder;
    const SavedSize size{.scale = 2};
    const auto film = open_film(folder / "frames", three_frames(), size, "");
    EXPECT_FALSE(std::filesystem::exists(folder / "frames")) << "nothing is written before the first frame";
    for (int frame = 0; frame < 3; ++frame) film->add(frame, Image(4, 4, 1, 80));
    film->finish();
    for (int frame = 0; frame < 3; ++frame) {
        const auto file = frame_file(folder / "frames", frame, 3);
        EXPECT_EQ(read_png(file).width, 8);
        EXPECT_EQ(read_recipe(file), recipe_of_frame(three_frames(), frame, size));
    }
}

TEST(FilmFile, OfOneFileAppearsWhenFinished) {
    const test::TempDir folder;
    EXPECT_TRUE(is_film_file("a.GIF"));
    EXPECT_FALSE(is_film_file("frames"));
    {
        const auto film = open_film(folder / "dropped.gif", three_frames(), {}, "");
        film->add(0, Image(4, 4, 1, 80));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    const auto film = open_film(folder / "film.gif", three_frames(), {}, "");
    film->add(0, Image(4, 4, 1, 80));
    film->finish();
    EXPECT_TRUE(std::filesystem::exists(folder / "film.gif"));
}

}  // namespace
}  // namespace bplf
