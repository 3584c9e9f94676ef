// SPDX-License-Identifier: GPL-3.0-or-later
// Cleaning, cropping, splitting and packing, with detectors whose answer is known.
#include "core/collect/builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "core/collect/check.h"
#include "core/collect/import.h"
#include "core/collect/pack.h"
#include "core/collect/parallel.h"
#include "core/collect/source.h"
#include "core/collect/stored_pictures.h"
#include "core/image/png.h"
#include "tests/core/dataset/fixtures.h"
#include "tests/core/face/fake_detectors.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::error_of;
using testing::HasSubstr;
using Json = nlohmann::json;

constexpr int kSide = 8;

std::vector<Json> lines_of(const std::string& manifest) {
    std::vector<Json> lines;
    std::istringstream stream(manifest);
    for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
    return lines;
}

class BuilderTest : public testing::Test {
  protected:
    /// Distinct noisy images; `same` copies image k's pixels from image same[k].
    void write_split(const std::string& split, std::vector<std::uint8_t> labels, std::vector<int> pictures) {
        std::vector<std::uint8_t> pixels;
        for (const int picture : pictures) {
            for (int i = 0; i < kSide * kSide; ++i) {
                pixels.push_back(static_cast<std::uint8_t>(picture < 0 ? 100 : (picture * 37 + i * 29) % 256));
            }
        }
        write_file(folder_ / (split + "-images-idx3-ubyte"), test::idx_images(pixels, kSide, kSide));
        write_file(folder_ / (split + "-labels-idx1-ubyte"), test::idx_labels(labels));
        write_file(folder_ / "classes.txt", "angry disgust fear happy sad surprise neutral");
    }
    BuildOptions options() const {
        BuildOptions result;
        result.sources = {"idx:" + folder_.path().string()};
        result.size = kSide;
        result.face_crop = "none";
        result.group_copies = false;  // the drawn pictures are shifted copies of each other
        return result;
    }
    test::TempDir folder_;
};

TEST_F(BuilderTest, MapsLabelsByNameToTheCanonicalOrder) {
    write_split("train", {0, 1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6, 7});
    const auto built = collect_dataset(options());
    EXPECT_EQ(built.content.class_names, emotion_names());
    const auto lines = lines_of(built.manifest);
    ASSERT_EQ(lines.size(), 7u);
    for (std::size_t row = 0; row < 7; ++row) {
        const auto& line = lines[static_cast<std::size_t>(built.content.manifest_rows[row])];
        EXPECT_EQ(line["label"], emotion_names()[static_cast<std::size_t>(built.content.labels[row])]);
        EXPECT_EQ(line["index"], row);
    }
    EXPECT_EQ(lines[4]["label_src"], "sad");
    EXPECT_EQ(lines[6]["label"], "neutral");
}

TEST_F(BuilderTest, GivesAReasonForEveryImage) {
    // 0 kept; 1 blank; 2 repeats 0; 3 and 4 equal with other labels; 5 also in validation
    write_split("train", {0, 1, 0, 3, 4, 5}, {1, -1, 1, 4, 4, 6});
    write_split("validation", {5, 2}, {6, 8});
    const auto built = collect_dataset(options());
    std::vector<std::string> reasons;
    for (const Json& line : lines_of(built.manifest)) reasons.push_back(line["reason"]);
    EXPECT_THAT(reasons, testing::ElementsAre("kept", "blank", "exact_dup", "label_conflict", "label_conflict",
                                              "exact_dup", "kept", "kept"));
    EXPECT_EQ(lines_of(built.manifest)[5]["dup_of"], 6);
    EXPECT_EQ(lines_of(built.manifest)[5]["detail"], "also in validation");
    EXPECT_EQ(built.report.read, 8);
    EXPECT_EQ(built.report.kept, 3);
    EXPECT_EQ(built.report.reasons.at("exact_dup"), 2);
    EXPECT_EQ(built.report.counts.begin()->second.at("angry").at("train").at("kept"), 1);
}

TEST_F(BuilderTest, KeepsCopiesWhenAsked) {
    write_split("train", {0, 0, 1}, {1, 1, 2});
    BuildOptions all = options();
    all.drop_duplicates = false;
    EXPECT_EQ(collect_dataset(all).report.kept, 3);
}

TEST_F(BuilderTest, LeavesOutImagesWithoutAFace) {
    write_split("train", {0, 1}, {1, 2});
    BuildOptions never = options();
    never.detector = [] { return std::make_unique<test::NeverFinds>(); };
    EXPECT_THAT(error_of([&] { collect_dataset(never); }, 3), HasSubstr("2 no_face. Try --face-crop none"));
}

TEST_F(BuilderTest, CropsTheFoundBox) {
    write_split("train", {0}, {1});
    BuildOptions fixed = options();
    fixed.size = 2;
    fixed.detector = [] { return std::make_unique<test::FixedBox>(FaceRect{3, 4, 2, 2}); };
    const auto built = collect_dataset(fixed);
    const auto pixel = [](int x, int y) { return static_cast<std::uint8_t>((37 + (y * kSide + x) * 29) % 256); };
    EXPECT_THAT(built.content.images, testing::ElementsAre(pixel(3, 4), pixel(4, 4), pixel(3, 5), pixel(4, 5)));
    EXPECT_THAT(lines_of(built.manifest)[0]["crop"], testing::ElementsAre(4.0, 5.0, 2.0, 0.0));
}

TEST_F(BuilderTest, SaysHowMuchOfACropWasNotInThePicture) {
    write_split("train", {0}, {1});
    BuildOptions fixed = options();
    fixed.size = 2;
    fixed.masks = true;
    fixed.detector = [] { return std::make_unique<test::FixedBox>(FaceRect{-1, 4, 2, 2}); };
    const auto built = collect_dataset(fixed);
    EXPECT_THAT(built.content.padded, testing::ElementsAre(0.5f));
    EXPECT_THAT(built.content.masks, testing::ElementsAre(0, 1, 0, 1));
    EXPECT_EQ(lines_of(built.manifest)[0]["padded"], 0.5);
    EXPECT_TRUE(collect_dataset(options()).content.padded.empty()) << "whole pictures have no frame";
}

TEST_F(BuilderTest, PicturesCentredOnBlackAreMaskedAsTheyLie) {
    write_split("train", {0}, {1});
    BuildOptions padded = options();
    padded.size = kSide + 3;
    padded.pad = padded.masks = true;
    const auto built = collect_dataset(padded);
    const auto side = static_cast<std::size_t>(padded.size);
    ASSERT_EQ(built.content.masks.size(), side * side);
    for (std::size_t i = 0; i < side * side; ++i) {
        const std::size_t x = i % side, y = i / side;
        const bool inside = x >= 1 && x < kSide + 1 && y >= 1 && y < kSide + 1;
        EXPECT_EQ(built.content.masks[i], inside) << x << ", " << y;
    }
}

TEST_F(BuilderTest, WholeImagesKeepTheirPixels) {
    test::write_idx_split(folder_.path(), "train", 4, 28, 4);
    BuildOptions whole = options();
    whole.size = 28;
    whole.channels = 3;
    const auto built = collect_dataset(whole);
    const auto source = open_source(whole.sources[0]);
    std::vector<Image> images;
    while (auto record = source->next()) images.push_back(record->image);
    for (std::size_t row = 0; row < 4; ++row) {
        const Image& image = images[static_cast<std::size_t>(built.content.manifest_rows[row])];
        for (std::size_t c = 0; c < 3; ++c) {
            const auto plane = built.content.images.begin() + static_cast<std::ptrdiff_t>((3 * row + c) * 784);
            EXPECT_TRUE(std::equal(image.pixels.begin(), image.pixels.end(), plane));
        }
    }
}

TEST_F(BuilderTest, TruncatesWhenAsked) {
    test::write_idx_split(folder_.path(), "train", 2, 28, 2);
    BuildOptions smooth = options();
    smooth.size = 28;
    const auto plain = collect_dataset(smooth).content.images;
    smooth.svd = "rank:28";
    EXPECT_EQ(collect_dataset(smooth).content.images, plain);
    smooth.svd = "rank:3";
    const auto built = collect_dataset(smooth);
    EXPECT_NE(built.content.images, plain);
    EXPECT_EQ(built.content.metadata.at("svd"), "rank:3");
}

TEST_F(BuilderTest, PadsWhenAsked) {
    test::write_idx_split(folder_.path(), "train", 1, 28, 1);
    BuildOptions padded = options();
    padded.size = 32;
    padded.pad = true;
    const auto content = collect_dataset(padded).content;
    EXPECT_EQ(content.images[0], 0);
    const auto image = open_source(padded.sources[0])->next()->image;
    EXPECT_EQ(content.images[2 * 32 + 2], image.at(0, 0));
    EXPECT_EQ(content.images[29 * 32 + 29], image.at(27, 27));
}

TEST_F(BuilderTest, DealsSplitsWithGroupsWholeAndLabelsBalanced) {
    const int count = 400;
    std::vector<std::uint8_t> labels;
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < count; ++i) {
        const std::string folder = i % 4 == 0 ? "sad" : "happy";
        std::filesystem::create_directories(folder_ / "set" / folder);
        Image image(kSide, kSide, 1);
        for (std::size_t k = 0; k < image.pixels.size(); ++k) {
            image.pixels[k] = static_cast<std::uint8_t>((static_cast<std::size_t>(i) * 97 + k * k * 31) % 251);
        }
        write_png(folder_ / "set" / folder / (std::to_string(i) + ".png"), image);
    }
    BuildOptions dealt = options();
    dealt.sources = {"folder:" + (folder_ / "set").string()};
    dealt.drop_duplicates = false;
    const auto built = collect_dataset(dealt);
    const auto counts = Dataset(built.content).counts();
    const std::size_t happy = 3, sad = 5;
    EXPECT_EQ(counts[happy][0] + counts[happy][1] + counts[happy][2], 300);
    EXPECT_NEAR(static_cast<double>(counts[happy][0]), 270, 2);
    EXPECT_NEAR(static_cast<double>(counts[happy][1]), 15, 2);
    EXPECT_NEAR(static_cast<double>(counts[sad][2]), 5, 2);
    std::map<std::int32_t, std::set<int>> splits_of_group;
    for (std::size_t row = 0; row < built.content.groups.size(); ++row) {
        splits_of_group[built.content.groups[row]].insert(built.content.splits[row]);
    }
    for (const auto& [group, splits] : splits_of_group) EXPECT_EQ(splits.size(), 1u) << group;
    BuildOptions other = dealt;
    other.seed = 9;
    EXPECT_NE(collect_dataset(other).content.splits, std::vector<std::uint8_t>());
    EXPECT_NE(collect_dataset(other).manifest, built.manifest);
}

TEST_F(BuilderTest, OutputDoesNotDependOnTheThreads) {
    test::write_idx_split(folder_.path(), "train", 60, 28, 10);
    const auto bytes = [&](int threads, const std::string& name) {
        BuildOptions some = options();
        some.threads = threads;
        build_dataset(some, folder_ / name, false);
        return read_file(folder_ / name / "dataset.safetensors") + read_file(folder_ / name / "manifest.jsonl");
    };
    const std::string one = bytes(1, "one");
    EXPECT_EQ(one, bytes(8, "eight"));
    EXPECT_EQ(one, bytes(1, "again"));
}

TEST_F(BuilderTest, BrokenPicturesAreCountedAndTheRestGoesOn) {
    std::filesystem::create_directories(folder_ / "set" / "happy");
    std::filesystem::create_directories(folder_ / "set" / "sad");
    write_file(folder_ / "set" / "happy" / "a.png", "junk");
    Image image(kSide, kSide, 1, 5);
    for (int i = 0; i < kSide; ++i) image.at(i, i) = 250;
    write_png(folder_ / "set" / "sad" / "b.png", image);
    BuildOptions folder = options();
    folder.sources = {"folder:" + (folder_ / "set").string()};
    const auto report = collect_dataset(folder).report;
    EXPECT_EQ(report.reasons.at("decode_error"), 1);
    EXPECT_EQ(report.kept, 1);
}

TEST_F(BuilderTest, WordsThatAreNoEmotionGetClassesButInAnEmotionSet) {
    write_split("train", {0, 1, 2}, {1, 2, 3});
    write_file(folder_ / "classes.txt", "happy Bored sad");
    auto built = collect_dataset(options());
    auto names = emotion_names();
    names.emplace_back("Bored");
    EXPECT_EQ(built.content.class_names, names);
    EXPECT_THAT(built.report.notes, testing::Contains(testing::HasSubstr("Bored")));
    BuildOptions emotions = options();
    emotions.profile = "recommended";
    built = collect_dataset(emotions);
    EXPECT_EQ(built.report.reasons.at("excluded_label"), 1);
    EXPECT_EQ(built.content.class_names, emotion_names());
    EXPECT_THAT(built.report.notes, testing::Contains(testing::HasSubstr("Bored")));
}

TEST_F(BuilderTest, SpellingsOfOneEmotionAreOneClass) {
    write_split("train", {0, 1, 2}, {1, 2, 3});
    write_file(folder_ / "classes.txt", "happy Happiness sad");
    const auto built = collect_dataset(options());
    EXPECT_EQ(built.content.class_names, emotion_names());
    EXPECT_THAT(built.report.notes, testing::Contains(testing::HasSubstr("happy, Happiness")));
}

TEST_F(BuilderTest, RawSourcesArePackedAsABuildWithoutCropPacksThem) {
    write_split("train", {0, 1, 2, 0, 4}, {1, 2, 3, 1, 9});
    write_split("t10k", {3, 0}, {5, 1});
    std::filesystem::create_directories(folder_ / "pictures" / "happy");
    std::filesystem::create_directories(folder_ / "pictures" / "sad");
    for (int i = 0; i < 12; ++i) {
        Image image(20 + i, 17, 3, static_cast<std::uint8_t>(i));
        for (int x = 0; x < 17; ++x) image.at(x, x, 1) = static_cast<std::uint8_t>(9 * x);
        write_png(folder_ / "pictures" / (i % 3 == 0 ? "happy" : "sad") / (std::to_string(i) + ".png"), image);
    }
    write_file(folder_ / "pictures" / "sad" / "broken.png", "junk");
    for (const std::string& source : {"idx:" + folder_.path().string(), "folder:" + (folder_ / "pictures").string()}) {
        for (const int channels : {1, 3}) {
            BuildOptions raw;
            raw.sources = {source};
            raw.face_crop = "none";
            raw.drop_duplicates = false;
            raw.blank_deviation = -1;
            raw.size = 12;
            raw.channels = channels;
            const Dataset built(collect_dataset(raw).content);
            const Dataset packed = open_data(source, ImageFormat{12, channels});
            EXPECT_EQ(packed.content_sha256(), built.content_sha256()) << source << channels;
            EXPECT_TRUE(std::ranges::equal(packed.groups(), built.groups()));
            EXPECT_TRUE(std::ranges::equal(packed.manifest_rows(), built.manifest_rows()));
            EXPECT_EQ(packed.class_names(), built.class_names());
        }
    }
}

TEST_F(BuilderTest, ImportsTheBytesOfABuildThatSearchesAndCleansNothing) {
    write_split("train", {0, 1, 2, 0, 4}, {1, 2, -1, 1, 9});
    std::filesystem::create_directories(folder_ / "pictures" / "happy");
    std::filesystem::create_directories(folder_ / "pictures" / "grumpy");
    for (int i = 0; i < 12; ++i) {
        Image image(20 + i, 17, 3, static_cast<std::uint8_t>(20 * i));
        for (int x = 0; x < 17; ++x) image.at(x, (x * (i + 3)) % 17, 1) = static_cast<std::uint8_t>(9 * x);
        write_png(folder_ / "pictures" / (i % 3 == 0 ? "happy" : "grumpy") / (std::to_string(i) + ".png"), image);
    }
    write_file(folder_ / "pictures" / "happy" / "broken.png", "junk");
    BuildOptions raw;
    raw.sources = {"idx:" + folder_.path().string(), "folder:" + (folder_ / "pictures").string()};
    raw.face_crop = "none";
    raw.drop_duplicates = false;
    raw.blank_deviation = 0;
    raw.size = 12;
    raw.masks = raw.pad = true;
    raw.svd = "rank:5";
    build_dataset(raw, folder_ / "built", false);
    const BuildReport report = import_dataset(raw, folder_ / "imported", false);
    EXPECT_EQ(report.kept, 17);
    EXPECT_EQ(report.reasons.at("decode_error"), 1);
    for (const char* name : {"dataset.safetensors", "manifest.jsonl", "build.json", "report/report.md"}) {
        EXPECT_EQ(read_file(folder_ / "imported" / name), read_file(folder_ / "built" / name)) << name;
    }
}

TEST_F(BuilderTest, WrittenAndCollectedSetsAreTheSame) {
    write_split("train", {0, 1, 2, 0, 4}, {1, 2, 3, 1, 9});
    BuildOptions masked = options();
    masked.masks = true;
    build_dataset(masked, folder_ / "out", false);
    write_dataset(folder_ / "memory.safetensors", collect_dataset(masked).content);
    EXPECT_EQ(read_file(folder_ / "memory.safetensors"), read_file(folder_ / "out/dataset.safetensors"));
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "out")) {
        EXPECT_FALSE(entry.path().filename().string().starts_with("."))
            << entry.path() << ": what was put aside is gone";
    }
}

TEST(Spool, KeepsWhatSeveralThreadsRead) {
    const test::TempDir folder;
    Spool spool(folder.path());
    StoredPictures pictures, copy;
    pictures.here().pixels = {1, 2, 3};
    pictures.here().thumb = {9};
    pictures.put_aside(spool);
    copy = pictures;
    EXPECT_THAT(copy.pixels(), testing::ElementsAre(1, 2, 3));
    EXPECT_THAT(copy.thumb(), testing::ElementsAre(9));
    EXPECT_TRUE(copy.mask().empty());
    EXPECT_FALSE(copy.has_probe());
    for_each_index(100, 4, [&](std::size_t i, std::size_t) { EXPECT_EQ(pictures.pixels()[i % 3], i % 3 + 1); });
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "the file has no name";
    EXPECT_THAT(error_of([] { Spool{"/no/such/folder"}; }, 4), HasSubstr("/no/such/folder"));
}

TEST_F(BuilderTest, DescribesSourcesWhoseFirstEntryHasNoPicture) {
    std::filesystem::create_directories(folder_ / "set" / "happy");
    std::filesystem::create_directories(folder_ / "set" / "sad");
    write_file(folder_ / "set" / "happy" / "0.jpg", "junk");
    write_png(folder_ / "set" / "happy" / "1.png", Image(9, 7, 3, 5));
    write_png(folder_ / "set" / "sad" / "2.png", Image(8, 8, 1, 6));
    const DatasetInfo info = describe_data((folder_ / "set").string());
    EXPECT_EQ(info.images, 2);
    EXPECT_EQ(info.width, 7);
    EXPECT_EQ(info.channels, 3);
    EXPECT_EQ(info.class_names, emotion_names());
    EXPECT_EQ(info.counts[3][0] + info.counts[3][1] + info.counts[3][2], 1);
    EXPECT_EQ(open_data((folder_ / "set").string()).width(), 7);
    std::filesystem::remove(folder_ / "set" / "happy" / "1.png");
    std::filesystem::remove(folder_ / "set" / "sad" / "2.png");
    error_of([&] { describe_data((folder_ / "set").string()); }, 3);
}

TEST_F(BuilderTest, SeveralSourcesGoIntoOneFile) {
    write_split("train", {0, 1}, {1, 2});
    write_file(folder_ / "more.csv", "emotion,pixels,Usage\n3," + test::csv_pixels(5) + ",Training\n");
    BuildOptions both = options();
    both.sources.push_back("fer2013:" + (folder_ / "more.csv").string());
    const auto content = collect_dataset(both).content;
    EXPECT_EQ(content.labels.size(), 3u);
    EXPECT_THAT(content.sources, testing::UnorderedElementsAre(0, 0, 1));
}

TEST_F(BuilderTest, StopsWithoutLeavingFiles) {
    write_split("train", {0, 1}, {1, 2});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(build_dataset(options(), folder_ / "out", false, {}, stop.get_token()), Error);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
}

TEST_F(BuilderTest, RefusesToReplaceWithoutForce) {
    write_split("train", {0, 1}, {1, 2});
    build_dataset(options(), folder_ / "out", false);
    EXPECT_THAT(error_of([&] { build_dataset(options(), folder_ / "out", false); }, 2), HasSubstr("--force"));
    build_dataset(options(), folder_ / "out", true);
}

TEST_F(BuilderTest, RefusesOptionsOutOfRange) {
    write_split("train", {0, 1}, {1, 2});
    const auto refuse = [&](auto change) {
        BuildOptions bad = options();
        change(bad);
        error_of([&] { collect_dataset(bad); }, 2);
    };
    refuse([](BuildOptions& o) { o.size = 0; });
    refuse([](BuildOptions& o) { o.size = 5000; });
    refuse([](BuildOptions& o) { o.channels = 2; });
    refuse([](BuildOptions& o) { o.face_crop = "magic"; });
    refuse([](BuildOptions& o) { o.sources.clear(); });
    refuse([](BuildOptions& o) { o.svd = "rank:x"; });
}

TEST_F(BuilderTest, ReportsProgress) {
    write_split("train", {0, 1, 2}, {1, 2, 3});
    std::int64_t last = 0;
    collect_dataset(options(), [&](const Progress& now) {
        EXPECT_EQ(now.total, 3);
        last = now.done;
    });
    EXPECT_EQ(last, 3);
}

TEST_F(BuilderTest, OpenDataTakesFilesAndSources) {
    write_split("train", {0, 1, 0}, {1, 2, 1});
    build_dataset(options(), folder_ / "out", false);
    EXPECT_EQ(open_data((folder_ / "out").string()).size(), 2);
    const Dataset raw = open_data("idx:" + folder_.path().string());
    EXPECT_EQ(raw.size(), 3);
    EXPECT_EQ(raw.height(), kSide);
    error_of([] { open_data("/no/such/file"); }, 3);
}

// --- check and info

std::map<std::string, Finding> findings_of(const std::filesystem::path& place) {
    std::map<std::string, Finding> findings;
    for (const CheckItem& item : check_dataset(place)) findings[item.name] = item.finding;
    return findings;
}

TEST_F(BuilderTest, CheckOfAFreshBuildFindsNothingWrong) {
    write_split("train", {0, 1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6, 7});
    build_dataset(options(), folder_ / "out", false);
    for (const auto& [name, finding] : findings_of(folder_ / "out")) EXPECT_EQ(finding, Finding::kFine) << name;
    const DatasetInfo info = dataset_info(folder_ / "out");
    EXPECT_EQ(info.images, 7);
    EXPECT_EQ(info.counts[0][0], 1);
    EXPECT_EQ(info.content_sha256.size(), 64u);
}

TEST_F(BuilderTest, CheckSeesAChangedOrMissingManifest) {
    write_split("train", {0, 1, 2}, {1, 2, 3});
    build_dataset(options(), folder_ / "out", false);
    std::string manifest = read_file(folder_ / "out" / "manifest.jsonl");
    manifest.replace(manifest.find("\"anger\""), 7, "\"happy\"");
    write_file(folder_ / "out" / "manifest.jsonl", manifest);
    const auto findings = findings_of(folder_ / "out");
    EXPECT_EQ(findings.at("manifest"), Finding::kError);
    EXPECT_EQ(findings.at("manifest rows"), Finding::kError);
    write_file(folder_ / "out" / "manifest.jsonl", "no json\n[1]\n");
    EXPECT_EQ(findings_of(folder_ / "out").at("manifest rows"), Finding::kError);
    std::filesystem::remove(folder_ / "out" / "manifest.jsonl");
    EXPECT_EQ(findings_of(folder_ / "out").at("manifest"), Finding::kError);
}

TEST_F(BuilderTest, CheckSeesLeaksCopiesAndConstantImages) {
    write_split("train", {0, 0, 1, 2}, {1, 1, 2, -1});
    write_split("validation", {1}, {2});
    BuildOptions raw = options();
    raw.drop_duplicates = false;
    raw.blank_deviation = -1;
    build_dataset(raw, folder_ / "out", false);
    const auto findings = findings_of(folder_ / "out");
    EXPECT_EQ(findings.at("splits"), Finding::kWarning);
    EXPECT_EQ(findings.at("copies"), Finding::kWarning);
    EXPECT_EQ(findings.at("constant"), Finding::kWarning);
    EXPECT_EQ(findings.at("classes"), Finding::kWarning);
    EXPECT_EQ(findings.at("groups"), Finding::kWarning);
}

}  // namespace
}  // namespace bplf
