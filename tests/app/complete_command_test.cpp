// SPDX-License-Identifier: GPL-3.0-or-later
// enlarge and colourise as processes: what is given of a face stays, what is drawn says so.
#include <gmock/gmock.h>

#include <cmath>

#include "core/image/png.h"
#include "core/image/resize.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Completing : public ::testing::Test {
  protected:
    static Outcome run(const Words& words, int exit_code = 0) {
        Words all{words[0], "emotion-128", "--device", "cpu"};
        all.insert(all.end(), words.begin() + 1, words.end());
        Outcome outcome = run_bplf(all);
        EXPECT_EQ(outcome.exit_code, exit_code) << outcome.err;
        return outcome;
    }
    std::string at(const std::string& name) const { return (folder_ / name).string(); }
    /// A face drawn at this size.
    std::string face(int side, const std::string& name, bool grey = false) const {
        Words words{"sample", "--label", "happy", "--count", "1", "--seed", "4", "--size", std::to_string(side),
                    "--out",  at(name)};
        if (grey) words.emplace_back("--grey");
        run(words);
        return at(name);
    }

    TempDir folder_;
};

/// Means over blocks, rounded.
Image halved_to(const Image& image, int side) {
    const int block = image.width / side;
    Image result(side, side, image.channels);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int c = 0; c < image.channels; ++c) {
                double sum = 0;
                for (int i = 0; i < block * block; ++i)
                    sum += image.at(x * block + i % block, y * block + i / block, c);
                result.at(x, y, c) = static_cast<std::uint8_t>(std::lround(sum / (block * block)));
            }
    return result;
}

TEST_F(Completing, EnlargedFacesAveragedAreTheGivenOnes) {
    const std::string small = face(32, "small.png");
    const auto json = run({"enlarge", small, "--detector", "none", "--json", "--out", at("large.png")}).json();
    const Image large = read_png(at("large.png"));
    ASSERT_EQ(large.width, 128);
    EXPECT_EQ(halved_to(large, 32), read_png(small));
    EXPECT_EQ(json["images"][0]["given"], nlohmann::json::parse(R"({"size": 32, "colour": true})"));
    EXPECT_THAT(json["images"][0]["drawn"].get<std::vector<std::string>>(), ElementsAre("64", "128"));
    run({"enlarge", small, "--detector", "none", "--out", at("again.png")});
    EXPECT_EQ(read_png(at("again.png")), large);
    run({"enlarge", small, "--detector", "none", "--seed", "2", "--out", at("other.png")});
    EXPECT_NE(read_png(at("other.png")), large);
}

TEST_F(Completing, GreyFacesStayGreyUnlessColourIsAskedFor) {
    const std::string small = face(32, "small.png", true);
    run({"enlarge", small, "--detector", "none", "--out", at("grey.png")});
    const Image grey = to_grey(read_png(at("grey.png")));
    EXPECT_EQ(to_rgb(grey), to_rgb(read_png(at("grey.png"))));
    EXPECT_EQ(halved_to(grey, 32), to_grey(read_png(small)));
    run({"enlarge", small, "--detector", "none", "--colour", "--out", at("colour.png")});
    const Image colour = read_png(at("colour.png"));
    EXPECT_NE(to_rgb(to_grey(colour)), colour);
}

TEST_F(Completing, ColouredFacesKeepTheirLuminance) {
    const std::string given = face(128, "grey.png", true);
    run({"colourise", given, "--detector", "none", "--out", at("colour.png")});
    const Image colour = read_png(at("colour.png"));
    ASSERT_EQ(colour.channels, 3);
    EXPECT_EQ(to_grey(colour), to_grey(read_png(given)));
    EXPECT_NE(to_rgb(to_grey(colour)), colour);
}

TEST_F(Completing, PicturesSayThatTheyAreDrawnAndNotSeen) {
    const std::string small = face(32, "small.png");
    const Outcome outcome = run({"enlarge", small, "--detector", "none", "--seed", "9", "--out", at("large.png")});
    EXPECT_THAT(outcome.out, HasSubstr("drawn, not seen"));
    const auto recipe = nlohmann::json::parse(read_recipe(at("large.png")).value_or("{}"));
    EXPECT_EQ(recipe["schema"], "bplf.completed.v1");
    EXPECT_EQ(recipe["note"], "drawn, not seen");
    EXPECT_EQ(recipe["source"], "photo:small.png");
    EXPECT_EQ(recipe["seed"], 9);
    EXPECT_THAT(read_bytes(at("large.png")), HasSubstr("compositeWithTrainedAlgorithmicMedia"));
}

TEST_F(Completing, AFolderOfPhotosBecomesAFolderOfFaces) {
    std::filesystem::create_directory(folder_ / "photos");
    face(32, "photos/a.png");
    face(64, "photos/b.png");
    face(128, "photos/whole.png");
    const Words words{"enlarge", at("photos"), "--detector", "none", "--out", at("out")};
    EXPECT_THAT(run(words, 2).err, HasSubstr("all the pixels"));
    Words going = words;
    going.insert(going.end(), {"--keep-going", "--force", "--json"});
    const auto json = run(going, 3).json();
    EXPECT_EQ(json["images"].size(), 2U);
    EXPECT_EQ(json["failures"].size(), 1U);
    EXPECT_EQ(halved_to(read_png(at("out/b.png")), 64), read_png(at("photos/b.png")));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out" / "whole.png"));
}

TEST_F(Completing, NeedsAModelWithLevels) {
    const Outcome outcome =
        run_bplf({"enlarge", "emotion-32", face(32, "small.png"), "--detector", "none", "--out", at("large.png")});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "large.png"));
}

}  // namespace
}  // namespace bplf::test
