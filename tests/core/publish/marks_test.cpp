// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/marks.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace bplf {
namespace {

TEST(Marks, APictureWithoutAnOriginSaysNothing) {
    EXPECT_EQ(xmp_packet({"{}", std::nullopt, "CC-BY-4.0"}), "");
}

TEST(Marks, WhatIsDrawnIsNoPhotograph) {
    const std::string xmp = xmp_packet({"", Origin::kDrawn, "free & <open>"});
    EXPECT_NE(xmp.find("\"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\""), xmp.npos) << xmp;
    EXPECT_NE(xmp.find("Model weights: free &amp; &lt;open&gt;"), xmp.npos) << xmp;
}

TEST(Marks, WhatIsEditedIsAComposite) {
    const std::string xmp = xmp_packet({"", Origin::kEdited, ""});
    EXPECT_NE(xmp.find("/compositeWithTrainedAlgorithmicMedia\""), xmp.npos) << xmp;
    EXPECT_EQ(xmp.find("dc:rights>"), xmp.npos) << xmp;
}

TEST(Marks, ARecipeKeepsWhatItSaysBesideTheLicence) {
    const auto json = nlohmann::json::parse(recipe_text({R"({"seed": 7})", Origin::kDrawn, "CC-BY-4.0"}));
    EXPECT_EQ(json, nlohmann::json({{"seed", 7}, {"licence", "CC-BY-4.0"}}));
    EXPECT_EQ(recipe_text({R"({"seed": 7})", Origin::kDrawn, ""}), R"({"seed": 7})");
    EXPECT_EQ(recipe_text({"", Origin::kDrawn, "CC-BY-4.0"}), "");
}

TEST(Marks, AFilmIsEditedWhereAKeyMayBeAPhoto) {
    MorphRequest film;
    film.keys.resize(2);
    EXPECT_EQ(origin_of(film), Origin::kDrawn);
    film.keys[1].source = "latent:anna.safetensors";
    EXPECT_EQ(origin_of(film), Origin::kEdited);
}

}  // namespace
}  // namespace bplf
