// SPDX-License-Identifier: GPL-3.0-or-later
// A face is cut from a photo in one way, whoever asks for it.
#include <gmock/gmock.h>

#include "core/image/png.h"
#include "core/image/resize.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

constexpr int kSide = 16;     // of the tiny model's pictures
constexpr int kSheetRim = 2;  // pixels around each picture of a sheet

/// The grey crop that `encode` shows the model: the first picture of the sheet with the reconstruction.
Image crop_of_encode(const std::filesystem::path& photo, const std::string& finder,
                     const std::string& model = tiny_model().name()) {
    const TempDir folder;
    const std::string sheet = (folder / "sheet.png").string();
    const Outcome outcome =
        run_bplf({"encode", model, photo.string(), "--detector", finder, "--reconstruction", sheet, "--json"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return to_grey(crop(read_png(sheet), kSheetRim, kSheetRim, kSide, kSide));
}

/// The crop that a data set of the same photo holds; `more`: further words of the command.
Image crop_of_build(const std::filesystem::path& photo, const std::string& finder, const Words& more) {
    const TempDir folder;
    std::filesystem::create_directories(folder / "photos" / "happy");
    std::filesystem::copy_file(photo, folder / "photos" / "happy" / photo.filename());
    Words words{"dataset", "build"};
    words.insert(words.end(), more.begin(), more.end());
    for (const std::string& word :
         {std::string("--source"), "folder:" + (folder / "photos").string(), std::string("--size"),
          std::to_string(kSide), std::string("--face-crop"), finder, std::string("--out"), (folder / "set").string()})
        words.push_back(word);
    const Outcome outcome = run_bplf(words);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const Container set = Container::read(folder / "set" / "dataset.safetensors");
    const std::size_t at = set.header["images"]["data_offsets"][0];
    Image image(kSide, kSide, 1);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(set.data[at + i]);
    return image;
}

class CropOfFinder : public ::testing::TestWithParam<std::string> {};

TEST_P(CropOfFinder, OfEncodeIsThatOfTheDataSet) {
    BPLF_REQUIRE_SHARED(shared);
    for (const char* name : {"astronaut.png", "person-vlado1.jpg"}) {
        const std::filesystem::path photo = shared / "data" / "photos" / name;
        const Image seen = crop_of_encode(photo, GetParam());
        EXPECT_EQ(seen, crop_of_build(photo, GetParam(), {})) << name;
        EXPECT_EQ(seen, crop_of_build(photo, GetParam(), {"emotionset"})) << name;
    }
}

TEST(FaceCrop, FollowsTheFrameThatTheModelWasTrainedOn) {
    BPLF_REQUIRE_SHARED(shared);
    const TempDir folder;
    Container model = Container::read(tiny_model().model);
    model.header["__metadata__"]["frame_margin"] = "-0.1";
    model.write(folder / "model.safetensors");
    const std::filesystem::path photo = shared / "data" / "photos" / "astronaut.png";
    const Image seen = crop_of_encode(photo, "mtcnn", (folder / "model.safetensors").string());
    EXPECT_EQ(seen, crop_of_build(photo, "mtcnn", {"--margin", "-0.1"}));
    EXPECT_NE(seen, crop_of_build(photo, "mtcnn", {}));
}

TEST(FaceCrop, AFolderOfWeightsIsAcceptedAndSaidToBeNeedless) {
    BPLF_REQUIRE_SHARED(shared);
    const std::string photo = (shared / "data" / "photos" / "astronaut.png").string();
    const Outcome plain = run_bplf({"encode", tiny_model().name(), photo, "--json"});
    const Outcome named = run_bplf({"encode", tiny_model().name(), photo, "--json", "--mtcnn-weights", "/nowhere"});
    EXPECT_EQ(named.exit_code, 0) << named.err;
    EXPECT_THAT(named.err, ::testing::HasSubstr("no longer needed"));
    EXPECT_EQ(named.json()["face"], plain.json()["face"]);
    EXPECT_EQ(named.json()["detector"], "mtcnn");
}

INSTANTIATE_TEST_SUITE_P(Finders, CropOfFinder, ::testing::Values("mtcnn", "haar", "none"));

}  // namespace
}  // namespace bplf::test
