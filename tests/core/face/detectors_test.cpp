// SPDX-License-Identifier: GPL-3.0-or-later
// Both face finders on real photos, and what every detector must do with odd images.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdlib>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/face/align.h"
#include "core/face/detector.h"
#include "core/face/fallback.h"
#include "core/face/haar.h"
#include "core/image/photo.h"
#include "core/image/resize.h"
#include "tests/core/face/fake_detectors.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

double distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

class EachDetector : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        BPLF_REQUIRE_SHARED(shared);
        shared_ = shared;
        try {
            detector_ = make_face_detector(GetParam());
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::kResource) throw;
            GTEST_SKIP() << error.what();
        }
    }
    Image photo(const std::string& name) const { return read_photo(shared_ / "data" / "photos" / name); }

    std::filesystem::path shared_;
    std::unique_ptr<FaceDetector> detector_;
};

TEST_P(EachDetector, FindsTheAstronaut) {
    const auto faces = detector_->detect(photo("astronaut.png"));
    ASSERT_EQ(faces.size(), 1u);
    const CropSquare square = crop_square(faces[0]);
    EXPECT_LT(distance(square.centre, {222, 115}), 15);
    EXPECT_GT(square.side, 70);
    EXPECT_LT(square.side, 130);
}

TEST_P(EachDetector, FindsOneFaceInAPortrait) {
    EXPECT_EQ(detector_->detect(photo("person-vlado1.jpg")).size(), 1u);
}

TEST_P(EachDetector, FindsMostOfAGroup) {
    const auto faces = detector_->detect(photo("solvay1927_gray.jpg"));
    RecordProperty("faces", static_cast<int>(faces.size()));
    EXPECT_GE(faces.size(), 24u);
    EXPECT_LE(faces.size(), 31u);
    for (std::size_t i = 1; i < faces.size(); ++i) {
        EXPECT_GE(faces[i - 1].box.width * faces[i - 1].box.height, faces[i].box.width * faces[i].box.height);
    }
}

TEST_P(EachDetector, SeesNoFaceInACat) {
    EXPECT_TRUE(detector_->detect(photo("chelsea_noface.png")).empty());
}

TEST_P(EachDetector, SeesNothingInEmptyOrTinyImages) {
    EXPECT_TRUE(detector_->detect(Image()).empty());
    for (const int side : {1, 2, 3, 11}) {
        EXPECT_TRUE(detector_->detect(Image(side, side, 1, 90)).empty()) << side;
        EXPECT_TRUE(detector_->detect(Image(side, 1, 3, 90)).empty()) << side;
    }
    EXPECT_TRUE(detector_->detect(Image(3000, 2, 1, 90)).empty());
}

TEST_P(EachDetector, FindsAFaceThatFillsASmallCrop) {
    const Image photograph = photo("astronaut.png");
    const Image face = sample_square(photograph, {{222, 115}, 125, 0}, 48);
    const auto faces = detector_->detect(to_grey(face));
    ASSERT_GE(faces.size(), 1u);
    EXPECT_LT(distance(crop_square(faces[0]).centre, {24, 24}), 6);
}

TEST_P(EachDetector, AnswersTwiceTheSame) {
    const Image group = photo("solvay1927_gray.jpg");
    const auto first = detector_->detect(group);
    const auto second = detector_->detect(group);
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].box, second[i].box);
}

TEST_P(EachDetector, ScalesWithTheSmallestFaceAskedFor) {
    const Image group = photo("solvay1927_gray.jpg");
    DetectOptions options;
    options.min_face = 0.5;
    EXPECT_TRUE(detector_->detect(group, options).empty());
}

INSTANTIATE_TEST_SUITE_P(Real, EachDetector, testing::Values("haar", "mtcnn", "haar+mtcnn"), [](const auto& parameter) {
    return parameter.param == "haar+mtcnn" ? "both" : parameter.param;
});

TEST(Mtcnn, GivesLandmarksInTheFace) {
    BPLF_REQUIRE_SHARED(shared);
    const auto detector = make_face_detector("mtcnn");
    const auto faces = detector->detect(read_photo(shared / "data" / "photos" / "astronaut.png"));
    ASSERT_EQ(faces.size(), 1u);
    ASSERT_TRUE(faces[0].landmarks);
    const FacePoints& points = *faces[0].landmarks;
    EXPECT_LT(points[0].x, points[1].x);  // the eyes, as seen
    EXPECT_GT(points[2].y, points[0].y);  // nose below eyes
    EXPECT_GT(points[3].y, points[2].y);  // mouth below nose
    EXPECT_GT(faces[0].score, 0.99);
}

TEST(MakeFaceDetector, KnowsItsNames) {
    EXPECT_EQ(face_detector_names(), (std::vector<std::string>{"mtcnn", "haar", "haar+mtcnn", "none"}));
    try {
        make_face_detector("harr");
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    }
}

TEST(Fallback, AsksTheSecondOnlyWhereTheFirstFindsNothing) {
    std::atomic<int> calls{0};
    const Image image(9, 9, 1);
    FallbackDetector found(std::make_unique<test::FixedBox>(FaceRect{1, 2, 3, 3}),
                           std::make_unique<test::CountingDetector>(calls));
    ASSERT_EQ(found.detect(image).size(), 1u);
    EXPECT_EQ(found.detect(image)[0].box, (FaceRect{1, 2, 3, 3}));
    EXPECT_EQ(calls, 0);
    FallbackDetector missed(std::make_unique<test::NeverFinds>(), std::make_unique<test::CountingDetector>(calls));
    EXPECT_EQ(missed.detect(image)[0].box, (FaceRect{0, 0, 9, 9}));
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(missed.name(), "never+counting");
    EXPECT_TRUE(FallbackDetector(std::make_unique<test::NeverFinds>(), std::make_unique<test::NeverFinds>())
                    .detect(image)
                    .empty());
}

TEST(HaarAndMtcnn, FindMoreOfFer2013ThanHaarAloneAndLeaveItsFacesAlone) {
    BPLF_REQUIRE_SHARED(shared);
    std::unique_ptr<FaceDetector> haar;
    try {
        haar = make_face_detector("haar");
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kResource) throw;
        GTEST_SKIP() << error.what();
    }
    const auto both = make_face_detector("haar+mtcnn");
    int pictures = 0, by_haar = 0, by_both = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(shared / "data" / "fer2013" / "sample_folders")) {
        if (!entry.is_regular_file()) continue;
        const Image image = read_photo(entry.path());
        const auto first = haar->detect(image), second = both->detect(image);
        ++pictures;
        by_haar += !first.empty();
        by_both += !second.empty();
        if (first.empty()) continue;
        ASSERT_EQ(second.size(), first.size()) << entry.path();
        EXPECT_EQ(second[0].box, first[0].box) << entry.path();
    }
    RecordProperty("haar", by_haar);
    RecordProperty("both", by_both);
    EXPECT_EQ(pictures, 140);
    EXPECT_GT(by_both, by_haar);
}

TEST(MakeFaceDetector, NoneTakesTheCentredSquare) {
    const auto faces = make_face_detector("none")->detect(Image(20, 10, 3));
    ASSERT_EQ(faces.size(), 1u);
    EXPECT_EQ(faces[0].box, (FaceRect{5, 0, 10, 10}));
    EXPECT_TRUE(make_face_detector("none")->detect(Image()).empty());
}

TEST(HaarCascade, MissingFileNamesThePackage) {
    try {
        find_haar_cascade("/nowhere/at/all");
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput);
        EXPECT_NE(error.hint().find("opencv-data"), std::string::npos);
    }
}

TEST(HaarCascade, BrokenFileIsRefused) {
    const test::TempDir folder;
    write_file(folder / "broken.xml", "<opencv_storage><cascade>");
    EXPECT_THROW(HaarDetector(folder / "broken.xml"), Error);
}

TEST(SortFaces, LargestFirstThenFromTopLeft) {
    std::vector<Face> faces(3);
    faces[0].box = {5, 9, 10, 10};
    faces[1].box = {1, 9, 10, 10};
    faces[2].box = {0, 20, 30, 30};
    sort_faces(faces);
    EXPECT_EQ(faces[0].box.width, 30);
    EXPECT_EQ(faces[1].box.x, 1);
    EXPECT_EQ(faces[2].box.x, 5);
}

}  // namespace
}  // namespace bplf
