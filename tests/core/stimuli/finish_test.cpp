// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/finish.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/face/align.h"

namespace bplf::stimuli {
namespace {

Image ramp() {
    Image image(16, 16, 1);
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 16; ++x) image.at(x, y) = static_cast<std::uint8_t>(40 + 9 * x + y);
    }
    return image;
}

Finish whole_finish() {
    Finish finish;
    finish.width = finish.height = 32;
    finish.filter = Filter::kBicubic;
    finish.mirrored = true;
    finish.background = 90;
    finish.mask = MaskShape{15.3, 16.1, 12, 14, 3.5, 2.5};
    finish.linear = LinearChange{1.1, -7.25};
    LuminanceHistogram histogram{};
    histogram[100] = histogram[101] = 0.5;
    finish.histogram = histogram;
    return finish;
}

TEST(Finish, MakesTheSamePictureOutOfItsJson) {
    const Finish finish = whole_finish();
    const Finish again = finish_from_json(nlohmann::json::parse(to_json(finish).dump()), "p");
    EXPECT_EQ(finished(ramp(), again), finished(ramp(), finish));
    EXPECT_EQ(to_json(again), to_json(finish));
}

TEST(Finish, OfItsOwnSizeAndNothingElseLeavesThePicture) {
    Finish finish;
    finish.width = finish.height = 16;
    EXPECT_EQ(finished(ramp(), finish), ramp());
    finish.mirrored = true;
    EXPECT_EQ(finished(ramp(), finish), flip_horizontal(ramp()));
}

TEST(Finish, RefusesARecipeThatDoesNotSayIt) {
    for (const char* text :
         {"{}", "[]", R"({"width": 0, "height": 4, "filter": "lanczos", "mirrored": false, "background": 1})",
          R"({"width": 4, "height": 4, "filter": "nearest", "mirrored": false, "background": 1})",
          R"({"width": 4, "height": 4, "filter": "lanczos", "mirrored": false, "background": 1, "mask": {"x": 1}})"})
        EXPECT_THROW(finish_from_json(nlohmann::json::parse(text), "p"), Error) << text;
}

TEST(Oval, LiesAboutTheFaceAndInThePicture) {
    FacePoints points = crop_template();
    for (Point& point : points) point = {point.x * 100, point.y * 100};
    const MaskShape shape = oval_around(points, 0.8, 3, 100, 100);
    EXPECT_NEAR(shape.x, 50, 1e-9);
    EXPECT_NEAR(shape.roll, 0, 1e-9);
    EXPECT_GT(shape.radius_y, shape.radius_x);
    EXPECT_TRUE(fits(shape, 100, 100));
    EXPECT_TRUE(fits(oval_around(points, 4, 3, 100, 100), 100, 100));
    const Image mask = draw_mask(100, 100, shape);
    for (const Point& point : points) EXPECT_EQ(mask.at(static_cast<int>(point.x), static_cast<int>(point.y)), 255);
}

TEST(Finish, RecipeThatDoesNotSayWhatWasChangedMeansEachChannel) {
    Finish finish;
    finish.width = finish.height = 8;
    finish.linear = LinearChange{1.5, -3};
    nlohmann::json json = to_json(finish);
    EXPECT_TRUE(finish_from_json(json, "here").linear->of_luma);
    json["linear"].erase("of");
    EXPECT_FALSE(finish_from_json(json, "here").linear->of_luma);
    json["linear"]["of"] = "hue";
    EXPECT_THROW(finish_from_json(json, "here"), Error);
}

}  // namespace
}  // namespace bplf::stimuli
