// SPDX-License-Identifier: GPL-3.0-or-later
// Changed copies of pictures: that they are found, kept together, and lose against their original.
#include "core/collect/near_duplicates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/collect/detail.h"
#include "core/collect/likeness.h"
#include "core/collect/pack.h"
#include "core/collect/split_table.h"
#include "tests/core/collect/emotionset_fixture.h"

namespace bplf {
namespace {

using test::blob_picture;
using test::brightened;
using EmotionSetTest = test::EmotionSetTest;

constexpr int kSide = 96;

/// A picture with detail of every size, the finer the weaker, as photographs have.
Image detailed_picture(int side, std::uint64_t seed) {
    std::vector<double> sums(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    double weight = 0.5;
    for (int grid = 5; grid <= side; grid *= 2, weight /= 2.4) {
        const PhiloxStream stream(seed, static_cast<std::uint32_t>(grid));
        Image small(grid, grid, 1);
        for (std::size_t i = 0; i < small.pixels.size(); ++i) {
            small.pixels[i] = static_cast<std::uint8_t>(stream.below(256, i));
        }
        const Image layer = resize(small, side, side, Filter::kBicubic);
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += weight * (layer.pixels[i] - 128.0);
    }
    Image image(side, side, 1);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        image.pixels[i] = static_cast<std::uint8_t>(std::clamp(std::lround(128 + sums[i]), 0L, 255L));
    }
    return image;
}

Image cut(const Image& image, int left, int top, int less) {
    return crop(image, left, top, image.width - less, image.height - less);
}

Image saved_again(const Image& image) {
    Image result = image;
    for (std::size_t i = 0; i < result.pixels.size(); ++i) {
        const int error = static_cast<int>(i * 7 % 5) - 2;
        result.pixels[i] = static_cast<std::uint8_t>(std::clamp(result.pixels[i] + error, 0, 255));
    }
    return result;
}

/// What people do to a picture, by name.
std::map<std::string, Image> family(const Image& original) {
    const double middle = kSide / 2.0;
    return {{"a", original},
            {"bright", brightened(original, 50)},
            {"cut", cut(original, 7, 2, 9)},
            {"cut_more", cut(original, 0, 14, 14)},
            {"mirrored", flip_horizontal(original)},
            {"mirrored_dark", brightened(flip_horizontal(original), 10)},
            {"turned", rotate(original, 10, middle, middle)},
            {"turned_back", rotate(original, -10, middle, middle)},
            {"saved", saved_again(original)},
            {"large", resize(original, 2 * kSide, 2 * kSide, Filter::kBicubic)},
            {"small", resize(original, kSide / 2, kSide / 2)}};
}

class FamilyTest : public EmotionSetTest {
  protected:
    void draw_families(int count) {
        for (int i = 0; i < count; ++i) {
            const std::string label = i % 2 == 0 ? "happy" : "sad";
            for (const auto& [name, image] : family(detailed_picture(kSide, static_cast<std::uint64_t>(i)))) {
                draw("set/" + label + "/f" + std::to_string(i) + "_" + name + ".png", image);
            }
        }
    }
    /// Of the kept ones, the values of a key of the manifest by family ("f3").
    std::map<std::string, std::set<std::string>> of_families(const BuiltDataset& built, const std::string& key) const {
        std::map<std::string, std::set<std::string>> values;
        for (const auto& [id, line] : lines(built.manifest)) {
            const std::string name = id.substr(id.find('/') + 1);
            if (line["decision"] == "keep") values[name.substr(0, name.find('_'))].insert(line[key].dump());
        }
        return values;
    }
};

TEST_F(FamilyTest, ChangedCopiesStayInOneSplitWhereNothingIsDropped) {
    draw_families(9);
    BuildOptions bare;
    bare.sources = options().sources;
    bare.face_crop = "none";
    bare.split_shares = {0.4, 0.3, 0.3};
    const auto built = collect_dataset(bare);
    EXPECT_EQ(built.report.kept, 99);
    const auto groups = of_families(built, "group");
    std::string members;  // of each group, for the messages
    for (const auto& [id, line] : lines(built.manifest)) members += id + " in " + line["group"].dump() + "\n";
    const auto splits = of_families(built, "split");
    std::set<std::string> all;
    for (const auto& [name, values] : groups) {
        EXPECT_EQ(values.size(), 1u) << name << "\n" << members;
        all.insert(values.begin(), values.end());
    }
    EXPECT_EQ(all.size(), 9u) << "strangers are not taken for copies";
    for (const auto& [name, values] : splits) EXPECT_EQ(values.size(), 1u) << name;
}

TEST_F(FamilyTest, InfoCountsTheSplitsThatTrainingUses) {
    draw_families(9);
    const std::string source = "folder:" + (folder_ / "set").string();
    const Dataset used = open_data(source);
    const DatasetInfo info = describe_data(source);
    std::vector<std::array<std::int64_t, kSplitCount>> counts(info.class_names.size());
    for (std::size_t row = 0; row < used.labels().size(); ++row) {
        ++counts[static_cast<std::size_t>(used.labels()[row])][used.splits()[row]];
    }
    EXPECT_EQ(info.counts, counts);
    std::set<std::size_t> splits;
    for (std::size_t label = 0; label < counts.size(); ++label) {
        for (std::size_t split = 0; split < kSplitCount; ++split) {
            EXPECT_EQ(counts[label][split] % 11, 0) << "the eleven pictures of a family stay together";
            if (counts[label][split] > 0) splits.insert(split);
        }
    }
    EXPECT_GT(splits.size(), 1u);
}

TEST_F(FamilyTest, CopiesFollowTheGivenSplitOfTheirOriginal) {
    for (std::uint64_t i = 0; i < 4; ++i) {
        const std::string name = std::to_string(i) + ".png";
        draw(std::string("set/") + (i % 2 == 0 ? "train" : "test") + "/happy/" + name, blob_picture(kSide, i));
        draw("own/sad/" + name, flip_horizontal(brightened(blob_picture(kSide, i), 30)));
    }
    BuildOptions bare;
    bare.sources = {"folder:" + (folder_ / "own").string(), "folder:" + (folder_ / "set").string()};
    bare.face_crop = "none";
    auto manifest = lines(collect_dataset(bare).manifest);
    for (const int i : {0, 1, 2, 3}) {
        EXPECT_EQ(manifest["sad/" + std::to_string(i) + ".png"]["split"], i % 2 == 0 ? "train" : "test") << i;
    }
}

TEST_F(FamilyTest, OfEachFamilyTheOriginalStays) {
    draw_families(9);
    const auto built = collect_dataset(options());
    std::map<std::string, std::set<std::string>> kept = of_families(built, "id");
    ASSERT_EQ(kept.size(), 9u);
    for (const auto& [name, ids] : kept) {
        ASSERT_EQ(ids.size(), 1u) << name;
        EXPECT_THAT(*ids.begin(), testing::HasSubstr("_a.png"));
    }
    for (const auto& [id, reason] : reasons(built)) {
        EXPECT_THAT(reason, testing::AnyOf("kept", "near_dup")) << id;
    }
}

TEST_F(FamilyTest, AnEnlargedCopyLosesAndAShrunkOneToo) {
    draw("set/happy/a.png", resize(detailed_picture(kSide, 1), 2 * kSide, 2 * kSide, Filter::kTriangle));
    draw("set/happy/b.png", detailed_picture(kSide, 1));
    draw("set/happy/c.png", resize(detailed_picture(kSide, 1), 2 * kSide, 2 * kSide, Filter::kNearest));
    draw("set/sad/d.png", resize(detailed_picture(kSide, 2), kSide / 2, kSide / 2));
    draw("set/sad/e.png", detailed_picture(kSide, 2));
    const auto result = reasons(collect_dataset(options()));
    EXPECT_EQ(result.at("happy/a.png"), "near_dup");
    EXPECT_EQ(result.at("happy/b.png"), "kept");
    EXPECT_EQ(result.at("happy/c.png"), "near_dup");
    EXPECT_EQ(result.at("sad/d.png"), "near_dup");
    EXPECT_EQ(result.at("sad/e.png"), "kept");
}

TEST_F(FamilyTest, CopiesJoinThePersonsOfTheirOriginals) {
    draw("set/happy/S010_004_00000017.png", blob_picture(kSide, 1));
    draw("set/happy/S010_004_00000018.png", blob_picture(kSide, 2));
    draw("own/happy/copy.png", flip_horizontal(brightened(blob_picture(kSide, 2), 30)));
    draw("own/happy/other.png", blob_picture(kSide, 3));
    BuildOptions bare;
    bare.sources = {"ck48:" + (folder_ / "set").string(), "folder:" + (folder_ / "own").string()};
    bare.face_crop = "none";
    auto manifest = lines(collect_dataset(bare).manifest);
    EXPECT_EQ(manifest["happy/copy.png"]["group"], manifest["happy/S010_004_00000017.png"]["group"]);
    EXPECT_NE(manifest["happy/other.png"]["group"], manifest["happy/S010_004_00000017.png"]["group"]);
}

TEST(NearPairs, DoNotDependOnThreads) {
    std::vector<Candidate> candidates;
    for (std::uint64_t i = 0; i < 30; ++i) {
        for (const Image& image : {blob_picture(kProbeSide, i), flip_horizontal(blob_picture(kProbeSide, i)),
                                   brightened(blob_picture(kProbeSide, i), 20)}) {
            candidates.emplace_back().pictures.here().probe = image.pixels;
        }
    }
    const auto pairs = near_pairs(candidates, Compared::kAll, 1);
    EXPECT_EQ(pairs.size(), 90u) << "three of each family";
    for (const auto& [a, b] : pairs) EXPECT_EQ(a / 3, b / 3);
    EXPECT_EQ(near_pairs(candidates, Compared::kAll, 4), pairs);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(near_pairs(candidates, Compared::kAll, 2, {}, stop.get_token()), Error);
}

TEST(Likeness, SeesThroughATurnAndAMirror) {
    const Image face = blob_picture(kProbeSide, 5);
    const Image changed = flip_horizontal(rotate(brightened(face, 40), 8, kProbeSide / 2.0, kProbeSide / 2.0));
    const View mirrored{0.8, 10, 0, 0, true}, plain{};
    EXPECT_GT(likeness(face.pixels, mirrored, changed.pixels, 0.99), 0.97);
    EXPECT_LT(likeness(face.pixels, plain, blob_picture(kProbeSide, 6).pixels, 0.99), 0.9);
    const std::vector<float> patch = patch_of(face.pixels, plain);
    EXPECT_NEAR(dot(patch, patch), 1, 1e-5);
    EXPECT_NEAR(dot(patch, patch_of(brightened(face, 40).pixels, plain)), 1, 1e-2);
}

TEST(DetailedSide, IsTheSideOfWhatIsSharp) {
    const auto whole = [](const Image& image) {
        return CropSquare{{image.width / 2.0, image.height / 2.0}, static_cast<double>(image.width), 0};
    };
    const Image sharp = detailed_picture(128, 3);
    const double own = detailed_side(sharp, whole(sharp));
    EXPECT_GT(own, 30);
    for (const Filter filter : {Filter::kTriangle, Filter::kBicubic, Filter::kLanczos3, Filter::kNearest}) {
        const Image large = resize(sharp, 256, 256, filter);
        EXPECT_LT(detailed_side(large, whole(large)), 1.12 * own) << static_cast<int>(filter);
    }
    const Image small = resize(sharp, 64, 64);
    EXPECT_LE(detailed_side(small, whole(small)), 64);
}

TEST(PerceptualHash, IgnoresBrightness) {
    const Image face = blob_picture(kProbeSide, 11);
    EXPECT_LE(std::popcount(perceptual_hash(face.pixels) ^ perceptual_hash(brightened(face, 50).pixels)), 4);
    EXPECT_GT(std::popcount(perceptual_hash(face.pixels) ^ perceptual_hash(blob_picture(kProbeSide, 12).pixels)), 8);
}

TEST(SplitTable, CountsLabelsAndGroups) {
    Collected all;
    all.class_names = {"happy", "sad"};
    const auto add = [&](std::int64_t label, Split split, std::int32_t group) {
        Candidate& candidate = all.candidates.emplace_back();
        candidate.label = label;
        candidate.split = split;
        candidate.group_number = group;
    };
    add(0, Split::kTrain, 0);
    add(0, Split::kTrain, 0);
    add(1, Split::kTest, 1);
    add(1, Split::kTrain, 1);
    all.candidates.emplace_back().drop("blank");
    const std::string text = split_table(all);
    EXPECT_THAT(text, testing::HasSubstr("| happy | 2 | 0 | 0 | 2 |"));
    EXPECT_THAT(text, testing::HasSubstr("| sad | 1 | 0 | 1 | 2 |"));
    EXPECT_THAT(text, testing::HasSubstr("| *groups* | 2 | 0 | 1 | 3 |"));
    EXPECT_THAT(text, testing::HasSubstr("1 groups are in more than one split"));
}

}  // namespace
}  // namespace bplf
