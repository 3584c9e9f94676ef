// SPDX-License-Identifier: GPL-3.0-or-later
// Photos as they come: broken ones are refused with exit code 3, odd but valid ones are encoded.
#include <gmock/gmock.h>

#include <functional>

#include "core/image/png.h"
#include "core/image/resize.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;

Image gradient(int width, int height, int channels) {
    Image image(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                image.at(x, y, c) = static_cast<std::uint8_t>((5 * x + 3 * y + 40 * c) % 256);
    return image;
}

std::string as_png(const Image& image) {
    const std::vector<std::byte> bytes = encode_png(image);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A PNG whose header claims another size than its data has. The checksum is made to fit.
std::string resized_header(std::uint32_t width, std::uint32_t height) {
    std::string png = as_png(gradient(8, 8, 1));
    for (int i = 0; i < 4; ++i) {
        png[16 + i] = static_cast<char>(width >> (24 - 8 * i));
        png[20 + i] = static_cast<char>(height >> (24 - 8 * i));
    }
    std::uint32_t crc = 0xFFFFFFFFU;
    for (std::size_t i = 12; i < 29; ++i) {
        crc ^= static_cast<std::uint8_t>(png[i]);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    crc = ~crc;
    for (int i = 0; i < 4; ++i) png[29 + i] = static_cast<char>(crc >> (24 - 8 * i));
    return png;
}

/// The start of a baseline JPEG of 16x16 pixels, cut inside its first table.
std::string cut_jpeg() {
    return std::string("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xFF\xDB\x00\x43\x00\x10",
                       25);
}

std::string cut_png() {
    const std::string whole = as_png(gradient(64, 64, 3));
    return whole.substr(0, whole.size() / 2);
}

struct Photo {
    std::string name;
    std::string bytes;
};

class BadPhoto : public ::testing::TestWithParam<Photo> {};

TEST_P(BadPhoto, IsRefusedAndNothingIsWritten) {
    const TempDir folder;
    const std::filesystem::path photo = folder / "photo.jpg";
    write_bytes(photo, GetParam().bytes);
    const Outcome outcome = run_bplf({"encode", tiny_model().name(), photo.string(), "--detector", "none", "--out",
                                      (folder / "codes.safetensors").string(), "--json"});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("photo.jpg"));
    EXPECT_EQ(outcome.json()["error"]["kind"], "input") << outcome.out;
    EXPECT_EQ(entries(folder.path()), std::vector<std::string>{"photo.jpg"});
}

INSTANTIATE_TEST_SUITE_P(Kinds, BadPhoto,
                         ::testing::Values(Photo{"Empty", ""}, Photo{"Text", "This is no picture.\n"},
                                           Photo{"CutJpeg", cut_jpeg()}, Photo{"CutPng", cut_png()},
                                           Photo{"NoPixels", resized_header(0, 0)},
                                           Photo{"TooWide", resized_header(30000, 30000)},
                                           Photo{"Enormous", resized_header(0x7FFFFFFF, 0x7FFFFFFF)}),
                         [](const auto& photo) { return photo.param.name; });

class OddPhoto : public ::testing::TestWithParam<Photo> {};

TEST_P(OddPhoto, IsEncodedExactly) {
    const TempDir folder;
    const std::filesystem::path photo = folder / "Größe 写真.png";
    write_bytes(photo, GetParam().bytes);
    const Outcome outcome = run_bplf({"encode", tiny_model().name(), photo.string(), "--detector", "none", "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const nlohmann::json json = outcome.json();
    EXPECT_EQ(json["identical_pixels"], json["total_pixels"]);
    EXPECT_EQ(json["levels"].size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Kinds, OddPhoto,
                         ::testing::Values(Photo{"OnePixel", as_png(gradient(1, 1, 1))},
                                           Photo{"OneRow", as_png(gradient(300, 1, 3))},
                                           Photo{"Grey", as_png(gradient(40, 30, 1))},
                                           Photo{"Colour", as_png(gradient(31, 77, 3))}),
                         [](const auto& photo) { return photo.param.name; });

TEST(Photo, WithoutAFaceSaysWhatToDo) {
    BPLF_REQUIRE_SHARED(shared);
    const Outcome outcome =
        run_bplf({"encode", tiny_model().name(), (shared / "data" / "photos" / "chelsea_noface.png").string()});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("No face"));
    EXPECT_THAT(outcome.err, HasSubstr("--detector none"));
}

TEST(Photo, WithManyFacesOffersTheChoice) {
    BPLF_REQUIRE_SHARED(shared);
    const std::string photo = (shared / "data" / "photos" / "solvay1927_gray.jpg").string();
    const Outcome first = run_bplf({"encode", tiny_model().name(), photo, "--json"});
    ASSERT_EQ(first.exit_code, 0) << first.err;
    const std::size_t faces = first.json()["faces"].size();
    EXPECT_GT(faces, 10U);
    const Outcome second = run_bplf({"encode", tiny_model().name(), photo, "--face", "2", "--json"});
    ASSERT_EQ(second.exit_code, 0) << second.err;
    EXPECT_NE(first.json()["face"], second.json()["face"]);
    const Outcome beyond = run_bplf({"encode", tiny_model().name(), photo, "--face", "1000"});
    EXPECT_EQ(beyond.exit_code, 2);
    EXPECT_THAT(beyond.err, HasSubstr(std::to_string(faces)));
}

TEST(Photo, BoxOutsideIsAUsageError) {
    const TempDir folder;
    write_bytes(folder / "a.png", as_png(gradient(40, 40, 1)));
    const Outcome outcome =
        run_bplf({"encode", tiny_model().name(), (folder / "a.png").string(), "--box", "50,50,10,10"});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("40x40"));
}

TEST(Photo, KeepGoingEncodesTheOthersAndSaysWhichFailed) {
    const TempDir folder;
    write_bytes(folder / "good.png", as_png(gradient(40, 40, 1)));
    write_bytes(folder / "bad.png", "no picture");
    const std::string out = (folder / "codes.safetensors").string();
    const Outcome outcome =
        run_bplf({"encode", tiny_model().name(), (folder / "bad.png").string(), (folder / "good.png").string(),
                  "--detector", "none", "--keep-going", "--out", out, "--json"});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.json()["photos"].size(), 1U);
    EXPECT_THAT(outcome.json()["failures"][0]["where"].get<std::string>(), HasSubstr("bad.png"));
    EXPECT_TRUE(std::filesystem::exists(out));
}

}  // namespace
}  // namespace bplf::test
