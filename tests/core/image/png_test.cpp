// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/png.h"

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::bytes_of;
using test::input_error;
using ::testing::HasSubstr;

Image random_image(int width, int height, int channels) {
    Image image(width, height, channels);
    for (auto& value : image.pixels) value = static_cast<std::uint8_t>(test::rng()());
    return image;
}

std::string text_of(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

const std::string kRecipe = R"({"seed":7,"label":"glücklich","note":"line\nbreak"})";

TEST(Png, ReturnsThePixelsItWasGiven) {
    const test::TempDir folder;
    for (const int channels : {1, 3}) {
        for (const auto& [width, height] : {std::pair{1, 1}, {5, 3}, {64, 33}}) {
            const Image image = random_image(width, height, channels);
            write_png(folder / "x.png", image, kRecipe);
            EXPECT_EQ(read_png(folder / "x.png"), image);
        }
    }
}

TEST(Png, CarriesItsRecipe) {
    const test::TempDir folder;
    write_png(folder / "with.png", Image(4, 4, 3), kRecipe);
    write_png(folder / "without.png", Image(4, 4, 3));
    EXPECT_EQ(read_recipe(folder / "with.png"), kRecipe);
    EXPECT_EQ(read_recipe(folder / "without.png"), std::nullopt);
}

TEST(Png, CarriesXmpBesideTheRecipe) {
    const auto bytes = encode_png(Image(2, 2, 1, 9), R"({"seed":1})", "<x:xmpmeta/>");
    const std::string file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    // Keyword, its end, not compressed (2 bytes), no language, no translation.
    EXPECT_NE(file.find("iTXtXML:com.adobe.xmp" + std::string(5, '\0') + "<x:xmpmeta/>"), file.npos);
    EXPECT_EQ(find_recipe(bytes, "memory"), R"({"seed":1})");
}

TEST(Png, SameInputGivesTheSameBytes) {
    const Image image = random_image(20, 20, 3);
    EXPECT_EQ(encode_png(image, kRecipe), encode_png(image, kRecipe));
    EXPECT_NE(encode_png(image, kRecipe), encode_png(image, kRecipe + " "));
}

TEST(Png, RefusesDamagedOrForeignFiles) {
    const std::string good = text_of(encode_png(Image(4, 4, 1), kRecipe));
    std::string flipped = good;
    flipped[60] ^= 1;
    EXPECT_THAT(input_error([&] { find_recipe(bytes_of(flipped), "x.png"); }), HasSubstr("damaged recipe"));
    const std::string cut = good.substr(0, 70);
    EXPECT_THAT(input_error([&] { find_recipe(bytes_of(cut), "x.png"); }), HasSubstr("ends early"));
    const std::string text = "GIF89a";
    EXPECT_THAT(input_error([&] { find_recipe(bytes_of(text), "x.gif"); }), HasSubstr("not a PNG"));
}

TEST(Png, LeavesNothingBehindWhenItCannotWrite) {
    const test::TempDir folder;
    EXPECT_THROW(write_png(folder / "absent/x.png", Image(2, 2, 1)), Error);
    EXPECT_THROW(write_png(folder / "x.png", Image()), Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Png, SurvivesRandomDamage) {
    const std::string good = text_of(encode_png(random_image(9, 7, 3), kRecipe));
    test::fuzz(good, test::rng(), 1500, [](const std::string& bad) { find_recipe(bytes_of(bad), "x.png"); });
}

TEST(Png, FindsARecipeBehindThePixels) {
    const std::string with = text_of(encode_png(Image(4, 4, 1), kRecipe));
    const std::string without = text_of(encode_png(Image(4, 4, 1)));
    const std::string chunk = with.substr(33, with.size() - without.size());
    std::string moved = without;
    moved.insert(moved.size() - 12, chunk);
    EXPECT_EQ(find_recipe(bytes_of(moved), "x.png"), kRecipe);
}

TEST(Png, KeepsTheChunkOfEarlierVersions) {
    const std::string file = text_of(encode_png(Image(4, 4, 1), R"({"seed":7})"));
    const std::string chunk("\0\0\0\x13iTXtbplf\0\0\0\0\0{\"seed\":7}\x60\xf8\x93\x72", 31);
    EXPECT_EQ(file.substr(33, chunk.size()), chunk);
    EXPECT_EQ(read_recipe(test::source_dir() / "tests/data/image/recipe_of_0_1_0.png"), R"({"seed":7})");
}

TEST(Png, IgnoresDamagedTextOfOthers) {
    std::string file = text_of(encode_png(Image(4, 4, 1), kRecipe));
    file.replace(41, 4, "abcd");
    EXPECT_EQ(find_recipe(bytes_of(file), "x.png"), std::nullopt);
}

TEST(PixelHash, DependsOnPixelsAndShapeOnly) {
    EXPECT_EQ(pixel_hash(Image(2, 8, 1, 5)), pixel_hash(Image(2, 8, 1, 5)));
    EXPECT_NE(pixel_hash(Image(2, 8, 1, 5)), pixel_hash(Image(4, 4, 1, 5)));
    EXPECT_NE(pixel_hash(Image(2, 8, 1, 5)), pixel_hash(Image(2, 8, 1, 6)));
    // echo -n "1x1x1:A" | sha256sum
    EXPECT_EQ(pixel_hash(Image(1, 1, 1, 'A')), "2991e0ee23e7825fa56d7187c0ffbb4e1d5198e0ab88fbd3fff19a2adb3898c0");
}

}  // namespace
}  // namespace bplf
