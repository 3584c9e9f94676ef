// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/align.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace bplf {
namespace {

/// Grey ramp: value = 2x + y, exact under any linear filter away from the edges.
Image ramp(int width, int height) {
    Image image(width, height, 1);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) image.at(x, y) = static_cast<std::uint8_t>(2 * x + y);
    }
    return image;
}

CropSquare whole(const Image& image) {
    return {{image.width / 2.0, image.height / 2.0}, static_cast<double>(image.width), 0};
}

TEST(FitSimilarity, RecoversRotationScaleAndShift) {
    const Similarity truth{1.5 * std::cos(0.3), 1.5 * std::sin(0.3), 7, -2};
    const FacePoints from{{{0, 0}, {1, 0}, {0.5, 0.7}, {0.2, 1}, {0.8, 1.1}}};
    FacePoints to;
    for (std::size_t i = 0; i < from.size(); ++i) to[i] = truth(from[i]);
    const Similarity fitted = fit_similarity(from, to);
    EXPECT_NEAR(fitted.a, truth.a, 1e-12);
    EXPECT_NEAR(fitted.b, truth.b, 1e-12);
    EXPECT_NEAR(fitted.tx, truth.tx, 1e-12);
    EXPECT_NEAR(fitted.ty, truth.ty, 1e-12);
}

TEST(FitSimilarity, IsTheLeastSquaresAnswerForNoisyPoints) {
    const std::array<Point, 3> from{{{0, 0}, {4, 0}, {1, 3}}};
    const std::array<Point, 3> to{{{1, 1}, {8.8, 1.4}, {2.6, 7.3}}};
    const Similarity best = fit_similarity(from, to);
    const auto error = [&](const Similarity& map) {
        double sum = 0;
        for (std::size_t i = 0; i < from.size(); ++i) {
            const Point p = map(from[i]);
            sum += std::pow(p.x - to[i].x, 2) + std::pow(p.y - to[i].y, 2);
        }
        return sum;
    };
    for (double Similarity::* field : {&Similarity::a, &Similarity::b, &Similarity::tx, &Similarity::ty}) {
        for (const double step : {-1e-3, 1e-3}) {
            Similarity other = best;
            other.*field += step;
            EXPECT_GT(error(other), error(best));
        }
    }
}

TEST(FitSimilarity, RefusesOnePointTwice) {
    const std::array<Point, 2> same{{{1, 1}, {1, 1}}};
    EXPECT_THROW(fit_similarity(same, same), Error);
}

TEST(SampleSquare, IsTheIdentityAtFullSize) {
    const Image image = ramp(31, 31);
    EXPECT_EQ(sample_square(image, whole(image), 31), image);
}

TEST(SampleSquare, ShrinksARampToItsMeans) {
    const Image image = ramp(48, 48);
    const Image small = sample_square(image, whole(image), 32);
    for (int y = 1; y < 31; ++y) {
        for (int x = 1; x < 31; ++x) {
            const double truth = 2 * ((x + 0.5) * 1.5 - 0.5) + ((y + 0.5) * 1.5 - 0.5);
            EXPECT_NEAR(small.at(x, y), truth, 0.51) << x << ", " << y;
        }
    }
}

TEST(SampleSquare, DoesNotAlias) {
    Image stripes(96, 96, 1);
    for (int y = 0; y < 96; ++y) {
        for (int x = 0; x < 96; ++x) stripes.at(x, y) = x % 2 == 0 ? 0 : 255;
    }
    const Image small = sample_square(stripes, whole(stripes), 32);
    for (int x = 1; x < 31; ++x) EXPECT_NEAR(small.at(x, 16), 127.5, 45) << x;
    const Image tiny = sample_square(stripes, whole(stripes), 12);  // through block means
    for (int x = 1; x < 11; ++x) EXPECT_NEAR(tiny.at(x, 6), 127.5, 3) << x;
}

TEST(SampleSquare, TurnsWithTheRoll) {
    // A bright dot right of the centre is on top after the square is turned clockwise by 90 degrees.
    Image image(21, 21, 1);
    image.at(18, 10) = 255;
    const Image turned = sample_square(image, {{10.5, 10.5}, 21, 90}, 21);
    EXPECT_EQ(turned.at(10, 2), 255);
    EXPECT_EQ(turned.at(18, 10), 0);
}

TEST(SampleSquare, ContinuesTheEdgeOutside) {
    Image image(4, 4, 1, 40);
    for (int y = 0; y < 4; ++y) image.at(0, y) = 200;
    const Image wide = sample_square(image, {{-6, 2}, 8, 0}, 8);
    EXPECT_EQ(wide.at(0, 0), 200);
    EXPECT_EQ(wide.at(7, 7), 200);
}

TEST(SampleSquare, TakesASinglePixel) {
    const Image image(1, 1, 3, 77);
    const Image sampled = sample_square(image, {{0.5, 0.5}, 1, 0}, 5);
    EXPECT_EQ(sampled, Image(5, 5, 3, 77));
}

TEST(CropSquare, OfLandmarksAtTheTemplateIsTheFrameItself) {
    Face face;
    FacePoints points = crop_template();
    for (Point& point : points) point = {100 + 60 * point.x, 20 + 60 * point.y};
    face.landmarks = points;
    const CropSquare square = crop_square(face);
    EXPECT_NEAR(square.centre.x, 130, 1e-9);
    EXPECT_NEAR(square.centre.y, 50, 1e-9);
    EXPECT_NEAR(square.side, 60, 1e-9);
    EXPECT_NEAR(square.roll, 0, 1e-9);
}

TEST(CropSquare, FollowsATiltedFace) {
    const double tilt = 20 * std::numbers::pi / 180;
    const Similarity turn{80 * std::cos(tilt), 80 * std::sin(tilt), 10, 30};
    Face face;
    FacePoints points = crop_template();
    for (Point& point : points) point = turn(point);
    face.landmarks = points;
    const CropSquare square = crop_square(face, 0.1, 5);
    EXPECT_NEAR(square.roll, 25, 1e-9);
    EXPECT_NEAR(square.side, 96, 1e-9);
}

TEST(CropSquare, OfABoxUsesItsShare) {
    Face face;
    face.box = {10, 20, 40, 30};
    face.crop_share = 0.5;
    const CropSquare square = crop_square(face);
    EXPECT_EQ(square.centre, (Point{30, 35}));
    EXPECT_DOUBLE_EQ(square.side, 20);
}

TEST(CropLikeTraining, TurnsGreyAfterSampling) {
    Image photo(10, 10, 3);
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) photo.pixels[i] = 200;
    Face face;
    face.box = {0, 0, 10, 10};
    EXPECT_EQ(crop_like_training(photo, face, 4, 1), Image(4, 4, 1, 60));
    EXPECT_EQ(crop_like_training(photo, face, 4, 3).channels, 3);
}

}  // namespace
}  // namespace bplf
