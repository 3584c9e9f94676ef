// SPDX-License-Identifier: GPL-3.0-or-later
// Looking through a set while it is built and afterwards, and building it again.
#include "core/collect/review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <memory>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/check.h"
#include "core/collect/journal.h"
#include "core/collect/likeness.h"
#include "tests/core/collect/emotionset_fixture.h"
#include "tests/core/dataset/fixtures.h"
#include "tests/core/face/fake_detectors.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;
using test::blob_picture;
using test::brightened;
using test::error_of;
using testing::HasSubstr;

/// Every file below a folder with its bytes.
std::map<std::string, std::string> bytes_below(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files[entry.path().lexically_relative(folder)] = read_file(entry.path());
    }
    return files;
}

class ReviewTest : public test::EmotionSetTest {
  protected:
    void SetUp() override {
        for (std::uint64_t i = 0; i < 40; ++i) {
            draw("set/happy/" + std::to_string(10 + i) + ".png", blob_picture(48, i));
        }
        draw("set/happy/copy.png", blob_picture(48, 3));
        draw("set/contempt/c.png", blob_picture(48, 90));
        draw("set/sad/flat.png", Image(48, 48, 1, 77));
        draw("set/sad/near.png", brightened(blob_picture(48, 70), 40));
        draw("set/sad/x.png", blob_picture(60, 70));
        write_file(folder_ / "set" / "sad" / "broken.png", "junk");
    }
    BuildOptions counted() {
        BuildOptions some = options();
        some.detector = [this] { return std::make_unique<test::CountingDetector>(calls_); };
        some.journal = folder_ / "out" / kJournalName;
        some.keep_findings = true;
        return some;
    }
    std::int64_t line_of(const Review& review, const std::string& id) const {
        for (std::int64_t line = 0; line < review.size(); ++line) {
            if (review.item(line).id == id) return line;
        }
        ADD_FAILURE() << "no " << id;
        return 0;
    }
    std::atomic<int> calls_{0};
};

TEST_F(ReviewTest, TheObserverSeesEveryImageInOrder) {
    BuildOptions some = options();
    some.thumbnails = true;
    some.svd = "rank:4";
    for (const int threads : {1, 3}) {
        some.threads = threads;
        std::vector<ReviewItem> seen;
        some.observer = [&](const ReviewItem& item) { seen.push_back(item); };
        const auto built = collect_dataset(some);
        ASSERT_EQ(seen.size(), 46u);
        const auto by_id = lines(built.manifest);
        for (std::size_t line = 0; line < seen.size(); ++line) {
            const ReviewItem& item = seen[line];
            const auto& final = by_id.at(item.id);
            EXPECT_EQ(item.line, static_cast<std::int64_t>(line));
            EXPECT_EQ(final["line"], item.line);
            EXPECT_TRUE(item.kept() || item.reason == final["reason"].get<std::string>()) << item.id;
            const int side = item.kept() ? 32 : item.reason == "decode_error" ? 0 : kProbeSide;
            EXPECT_EQ(item.picture.width, side) << item.id;
            EXPECT_EQ(item.psnr > 0, item.kept()) << item.id;
        }
        EXPECT_EQ(by_id.at("happy/copy.png")["reason"], "exact_dup");
        const auto copy =
            std::find_if(seen.begin(), seen.end(), [](const auto& i) { return i.id == "happy/copy.png"; });
        ASSERT_NE(copy, seen.end());
        EXPECT_TRUE(copy->kept()) << "copies are looked for later";
        EXPECT_FALSE(copy->picture.empty());
    }
}

TEST_F(ReviewTest, ShowsEveryImageOfABuiltFolder) {
    build_dataset(options(), folder_ / "out", false);
    const Review review = Review::open(folder_ / "out");
    EXPECT_EQ(review.size(), 46);
    EXPECT_THAT(review.reasons(),
                testing::UnorderedElementsAre(testing::Pair("kept", 41), testing::Pair("exact_dup", 1),
                                              testing::Pair("near_dup", 1), testing::Pair("blank", 1),
                                              testing::Pair("excluded_label", 1), testing::Pair("decode_error", 1)));
    const Dataset set = Dataset::open(folder_ / "out");
    for (std::int64_t line = 0; line < review.size(); ++line) {
        const ReviewItem item = review.item(line);
        const Image picture = review.picture(line);
        if (item.kept()) {
            EXPECT_EQ(picture, image_of_row(set, item.row));
            EXPECT_EQ(set.manifest_rows()[static_cast<std::size_t>(item.row)], line);
        } else {
            EXPECT_EQ(picture.empty(), item.reason == "decode_error") << item.id;
            EXPECT_EQ(item.row, -1);
        }
    }
    const ReviewItem copy = review.item(line_of(review, "happy/copy.png"));
    EXPECT_EQ(copy.duplicate_of, line_of(review, "happy/13.png"));
    EXPECT_EQ(copy.label, "happy");
    EXPECT_EQ(copy.detail, "also in train");
    EXPECT_EQ(copy.pixel_sha256, pixel_hash(blob_picture(48, 3)));
    EXPECT_EQ(review.item(line_of(review, "contempt/c.png")).label, "contempt");
    EXPECT_EQ(review.picture(line_of(review, "contempt/c.png")), blob_picture(48, 90)) << "48 pixels, as they are";
    EXPECT_EQ(review.picture(line_of(review, "sad/flat.png")), Image(48, 48, 1, 77));
    EXPECT_EQ(review.picture(line_of(review, "happy/copy.png")).width, kProbeSide);
    for (const CheckItem& item : check_dataset(folder_ / "out"))
        EXPECT_NE(item.finding, Finding::kError) << item.detail;
}

TEST_F(ReviewTest, TellsWhatWasDecidedAndHowMuchWasTruncated) {
    BuildOptions some = options();
    some.svd = "rank:32";  // all of them
    some.overrides.set(pixel_hash(blob_picture(48, 5)), {OverrideAction::kRelabel, "fear"});
    build_dataset(some, folder_ / "out", false);
    const Review review = Review::open(folder_ / "out");
    const ReviewItem item = review.item(line_of(review, "happy/15.png"));
    EXPECT_EQ(item.decided, OverrideAction::kRelabel);
    EXPECT_EQ(item.label, "fear");
    EXPECT_EQ(item.source_label, "happy");
    EXPECT_EQ(item.psnr, std::numeric_limits<double>::infinity());
    EXPECT_FALSE(review.item(line_of(review, "happy/16.png")).decided);
}

TEST_F(ReviewTest, NothingRejectedIsFineAndOldFoldersHaveNoPictures) {
    fs::remove_all(folder_ / "set");
    draw("set/happy/a.png", blob_picture(48, 1));
    draw("set/sad/b.png", blob_picture(48, 2));
    build_dataset(options(), folder_ / "out", false);
    EXPECT_EQ(Review::open(folder_ / "out").reasons().size(), 1u);
    draw("set/sad/copy.png", blob_picture(48, 2));
    build_dataset(options(), folder_ / "out", true);
    fs::remove(folder_ / "out" / kRejectedName);
    const Review old = Review::open(folder_ / "out");
    EXPECT_TRUE(old.picture(line_of(old, "sad/copy.png")).empty());
}

TEST_F(ReviewTest, DamagedFoldersAreRefusedWithThePlace) {
    EXPECT_THAT(error_of([&] { Review::open(folder_ / "nowhere"); }, 3), HasSubstr("nowhere"));
    build_dataset(options(), folder_ / "out", false);
    const fs::path manifest = folder_ / "out" / "manifest.jsonl";
    const std::string whole = read_file(manifest);
    write_file(manifest, whole.substr(0, whole.size() - 5));
    EXPECT_THAT(error_of([&] { Review::open(folder_ / "out"); }, 3), HasSubstr("another manifest"));
    write_file(manifest, whole);
    const std::string rejected = read_file(folder_ / "out" / kRejectedName);
    write_file(folder_ / "out" / kRejectedName, rejected.substr(0, rejected.size() / 2));
    EXPECT_THAT(error_of([&] { Review::open(folder_ / "out"); }, 3), HasSubstr("rejected.safetensors"));

    BuildOptions other = options();
    other.seed = 5;
    build_dataset(other, folder_ / "other", false);
    fs::copy_file(folder_ / "other" / kRejectedName, folder_ / "out" / kRejectedName,
                  fs::copy_options::overwrite_existing);
    EXPECT_THAT(error_of([&] { Review::open(folder_ / "out"); }, 3), HasSubstr("rejected.safetensors"));
}

TEST_F(ReviewTest, ARebuildWithFindingsSearchesNothing) {
    build_dataset(counted(), folder_ / "out", false);
    EXPECT_EQ(calls_, 42) << "all but the copy, the empty one, the broken one and the one without a label";
    const auto first = bytes_below(folder_ / "out");
    EXPECT_TRUE(first.contains(kJournalName));

    calls_ = 0;
    build_dataset(counted(), folder_ / "out", true);
    EXPECT_EQ(calls_, 0);
    EXPECT_EQ(bytes_below(folder_ / "out"), first);

    Overrides overrides;
    overrides.set(pixel_hash(blob_picture(48, 7)), {OverrideAction::kExclude});
    overrides.set(pixel_hash(blob_picture(48, 3)), {OverrideAction::kRelabel, "sad"});
    overrides.write(folder_ / "out" / kOverridesName);
    EXPECT_EQ(build_dataset(counted(), folder_ / "out", true).kept, 40);
    EXPECT_EQ(calls_, 0);
    overrides.set(pixel_hash(blob_picture(48, 90)), {OverrideAction::kRelabel, "sad"});
    overrides.write(folder_ / "out" / kOverridesName);
    EXPECT_EQ(build_dataset(counted(), folder_ / "out", true).kept, 41);
    EXPECT_EQ(calls_, 1) << "the one that had no label was never searched";

    fs::remove(folder_ / "out" / kOverridesName);
    build_dataset(counted(), folder_ / "out", true);
    auto back = bytes_below(folder_ / "out");
    EXPECT_NE(back.at(kJournalName), first.at(kJournalName)) << "it knows one more";
    back[kJournalName] = first.at(kJournalName);
    EXPECT_EQ(back, first) << "without the list everything is as it was";

    BuildOptions last = counted();
    last.keep_findings = false;
    build_dataset(last, folder_ / "out", true);
    EXPECT_FALSE(fs::exists(folder_ / "out" / kJournalName));
}

TEST_F(ReviewTest, FindingsOutliveARebuildThatKeepsNothing) {
    build_dataset(counted(), folder_ / "out", false);
    const auto journal = read_file(folder_ / "out" / kJournalName);
    const auto set = read_file(folder_ / "out" / "dataset.safetensors");
    BuildOptions none = counted();
    const Review review = Review::open(folder_ / "out");
    for (std::int64_t line = 0; line < review.size(); ++line) {
        const auto hash = review.item(line).pixel_sha256;
        if (!hash.empty()) none.overrides.set(hash, {OverrideAction::kExclude});
    }
    EXPECT_THAT(error_of([&] { build_dataset(none, folder_ / "out", true); }, 3), HasSubstr("left no image of "));
    EXPECT_EQ(read_file(folder_ / "out" / kJournalName), journal);
    EXPECT_EQ(read_file(folder_ / "out" / "dataset.safetensors"), set);
}

TEST_F(ReviewTest, OverriddenBuildsDoNotDependOnTheThreads) {
    const auto bytes = [&](int threads, const std::string& name) {
        BuildOptions some = options();
        some.threads = threads;
        some.detector = [this] { return std::make_unique<test::CountingDetector>(calls_); };
        some.journal = folder_ / name / kJournalName;
        some.keep_findings = true;
        some.overrides.set(pixel_hash(blob_picture(48, 3)), {OverrideAction::kKeep});
        some.overrides.set(pixel_hash(blob_picture(48, 90)), {OverrideAction::kRelabel, "sad"});
        some.overrides.set(pixel_hash(Image(48, 48, 1, 77)), {OverrideAction::kExclude});
        build_dataset(some, folder_ / name, false);
        return bytes_below(folder_ / name);
    };
    const auto one = bytes(1, "one");
    EXPECT_EQ(one.size(), bytes(2, "two").size());
    EXPECT_EQ(one, bytes(2, "again"));
    EXPECT_EQ(one, bytes(8, "eight"));
}

}  // namespace
}  // namespace bplf
