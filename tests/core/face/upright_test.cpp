// SPDX-License-Identifier: GPL-3.0-or-later
// Tight faces are found, and crops are upright, measured by a second pass over what was cut.
#include "core/face/upright.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/face/align.h"
#include "core/face/detector.h"
#include "core/image/photo.h"
#include "core/image/resize.h"
#include "tests/core/face/fake_detectors.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

/// The pictures of FER2013 that are at hand, every other one.
std::vector<Image> fer2013_pictures(const std::filesystem::path& shared) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(shared / "data" / "fer2013" / "sample_folders")) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Image> pictures;
    for (std::size_t i = 0; i < files.size(); i += 2) pictures.push_back(read_photo(files[i]));
    return pictures;
}

/// The median turn of heads in finished crops, in degrees, as MT-CNN sees it there.
double median_roll_of_crops(FaceDetector& finder, FaceDetector& judge, const std::vector<Image>& pictures) {
    std::vector<double> rolls;
    for (const Image& picture : pictures) {
        const auto faces = finder.detect(picture);
        if (faces.empty()) continue;
        const auto again = judge.detect(sample_square(picture, crop_square(faces[0]), 48));
        if (!again.empty()) rolls.push_back(std::abs(crop_square(again[0]).roll));
    }
    EXPECT_GT(rolls.size(), pictures.size() / 3);
    if (rolls.empty()) return 90;
    std::nth_element(rolls.begin(), rolls.begin() + static_cast<std::ptrdiff_t>(rolls.size() / 2), rolls.end());
    return rolls[rolls.size() / 2];
}

class EachFinder : public testing::TestWithParam<std::string> {};

TEST_P(EachFinder, CutsFacesUpright) {
    BPLF_REQUIRE_SHARED(shared);
    std::unique_ptr<FaceDetector> finder;
    try {
        finder = make_face_detector(GetParam());
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kResource) throw;
        GTEST_SKIP() << error.what();
    }
    const auto judge = make_face_detector("mtcnn");
    std::vector<Image> pictures = fer2013_pictures(shared);
    EXPECT_LE(median_roll_of_crops(*finder, *judge, pictures), 1.5);
    for (Image& picture : pictures) picture = rotate(picture, 10, picture.width / 2.0, picture.height / 2.0);
    EXPECT_LE(median_roll_of_crops(*finder, *judge, pictures), 1.5) << "turned by 10 degrees";
}

INSTANTIATE_TEST_SUITE_P(Real, EachFinder, testing::Values("mtcnn", "haar", "haar+mtcnn"), [](const auto& parameter) {
    return parameter.param == "haar+mtcnn" ? "both" : parameter.param;
});

TEST(Upright, TurnsTheBoxByTheHeadsAngleAndLeavesItsPlace) {
    BPLF_REQUIRE_SHARED(shared);
    const Image photograph = read_photo(shared / "data" / "photos" / "astronaut.png");
    const FaceRect box{167, 62, 108, 108};
    UprightDetector upright(std::make_unique<test::FixedBox>(box));
    const double straight = upright.detect(photograph)[0].roll;
    const Point middle{box.x + box.width / 2, box.y + box.height / 2};
    const Face turned = upright.detect(rotate(photograph, 20, middle.x, middle.y))[0];
    EXPECT_NEAR(turned.roll - straight, -20, 3);
    EXPECT_EQ(turned.box, box);
    EXPECT_EQ(crop_square(turned).centre, middle);
}

TEST(Upright, LeavesABoxWithoutAFaceAsItIs) {
    UprightDetector upright(std::make_unique<test::FixedBox>(FaceRect{2, 2, 20, 20}));
    EXPECT_EQ(upright.detect(Image(30, 30, 1, 90))[0].roll, 0);
}

TEST(Mtcnn, FindsTightFacesOfFer2013) {
    BPLF_REQUIRE_SHARED(shared);
    const auto finder = make_face_detector("mtcnn");
    const std::vector<Image> pictures = fer2013_pictures(shared);
    const auto found = std::count_if(pictures.begin(), pictures.end(),
                                     [&](const Image& picture) { return !finder->detect(picture).empty(); });
    RecordProperty("found", static_cast<int>(found));
    EXPECT_EQ(pictures.size(), 70u);
    EXPECT_GE(found, 67);
}

TEST(Mtcnn, SeesNoFaceInSmallPartsOfACat) {
    BPLF_REQUIRE_SHARED(shared);
    const auto finder = make_face_detector("mtcnn");
    const Image cat = read_photo(shared / "data" / "photos" / "chelsea_noface.png");
    for (int y = 0; y + 48 <= cat.height; y += 48) {
        for (int x = 0; x + 48 <= cat.width; x += 48) {
            EXPECT_TRUE(finder->detect(crop(cat, x, y, 48, 48)).empty()) << x << ", " << y;
        }
    }
}

}  // namespace
}  // namespace bplf
