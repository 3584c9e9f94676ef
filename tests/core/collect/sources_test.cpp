// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader, on well-formed collections and on each way of being broken.
#include "core/collect/source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/collect/pack.h"
#include "core/collect/source_kind.h"
#include "core/collect/split_words.h"
#include "core/image/png.h"
#include "tests/core/dataset/fixtures.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::error_of;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kUsage = 2;
constexpr int kInput = 3;

std::vector<SourceRecord> read_all(Source& source) {
    std::vector<SourceRecord> records;
    while (auto record = source.next()) records.push_back(std::move(*record));
    return records;
}

std::vector<SourceRecord> read_all(const std::string& spelling) {
    return read_all(*open_source(spelling));
}

class SourcesTest : public testing::Test {
  protected:
    std::string at(const std::string& kind, const std::string& name = "") const {
        return kind + ":" + (name.empty() ? folder_.path() : folder_ / name).string();
    }
    void write(const std::string& name, const std::string& content) const {
        std::filesystem::create_directories((folder_ / name).parent_path());
        write_file(folder_ / name, content);
    }
    test::TempDir folder_;
};

TEST_F(SourcesTest, SpellingsAreParsed) {
    EXPECT_TRUE(is_source_spelling("idx:somewhere"));
    EXPECT_FALSE(is_source_spelling("some/file.safetensors"));
    for (const SourceKind& kind : source_registry()) {
        EXPECT_FALSE(kind.title.empty() || kind.what.empty() || kind.expects.empty()) << kind.kind;
        EXPECT_EQ(find_source_kind(kind.kind), &kind);
    }
    EXPECT_THAT(error_of([] { open_source("jafe:x"); }, kUsage), HasSubstr("jaffe"));
    EXPECT_THAT(error_of([] { open_data("jafe:x"); }, kUsage), HasSubstr("jaffe"));
    error_of([] { open_source("idx:"); }, kUsage);
    EXPECT_THAT(error_of([] { open_source("idx:/no/such/folder"); }, kInput), HasSubstr("/no/such/folder"));
}

TEST(CanonicalEmotion, KnowsTheUsualWords) {
    EXPECT_EQ(canonical_emotion("Angry"), "anger");
    EXPECT_EQ(canonical_emotion("happiness"), "happy");
    EXPECT_EQ(canonical_emotion("SURPRISED"), "surprise");
    EXPECT_EQ(canonical_emotion("contempt"), std::nullopt);
}

TEST(CanonicalEmotion, LooksThroughWhatStandsAround) {
    EXPECT_EQ(canonical_emotion("Happy Faces"), "happy");
    EXPECT_EQ(canonical_emotion("03-fearful"), "fear");
    EXPECT_EQ(canonical_emotion("sad_images"), "sad");
    EXPECT_EQ(canonical_emotion("emotion7"), std::nullopt);
    EXPECT_EQ(canonical_emotion("happy_sad"), std::nullopt);
    EXPECT_EQ(canonical_label("Contemptuous"), "contempt");
}

TEST_F(SourcesTest, BarePathsAreRecognised) {
    test::write_idx_split(folder_.path(), "train", 5, 28, 10);
    EXPECT_EQ(full_spelling(folder_.path().string()), at("idx"));
    EXPECT_EQ(open_data(folder_.path().string()).size(), 5);
    std::filesystem::create_directories(folder_ / "empty");
    EXPECT_THAT(error_of([&] { open_source((folder_ / "empty").string()); }, kInput), HasSubstr("no collection"));
    EXPECT_THAT(error_of([&] { open_source((folder_ / "absent").string()); }, kInput), HasSubstr("not exist"));
}

TEST_F(SourcesTest, ArchivesAreToUnpackFirst) {
    write("set.zip", std::string("PK\x03\x04") + "rest");
    for (const std::string& text : {(folder_ / "set.zip").string(), at("folder", "set.zip")}) {
        EXPECT_THAT(error_of([&] { open_data(text); }, kInput), HasSubstr("unzip")) << text;
    }
}

TEST_F(SourcesTest, ChoicesThatNoSourceKnowsAreRefused) {
    SourceOptions options;
    options.set("ferplus", "votes.csv");
    check_source_options({"rafdb:x", "idx:y"}, options);
    EXPECT_THAT(error_of([&] { check_source_options({"rafdb:x"}, options); }, kUsage), HasSubstr("--ferplus"));
    EXPECT_EQ(to_string(SourceOptions()),
              "ck_peak_frames=3 ck_neutral=first_of_labelled mmi_frames=3 fer_labels=original ferplus=off labels=own");
    EXPECT_THAT(to_string(options), HasSubstr("ferplus=on"));
}

TEST(SplitWords, AreThoseThatPeopleUse) {
    for (const char* word : {"train", "Training", "train_set", "FER2013Train", "trainset"})
        EXPECT_EQ(split_of_word(word), Split::kTrain) << word;
    for (const char* word : {"val", "Validation", "dev", "eval", "val_set", "PublicTest", "FER2013Valid"})
        EXPECT_EQ(split_of_word(word), Split::kValidation) << word;
    for (const char* word : {"test", "testing", "PrivateTest", "test_images"})
        EXPECT_EQ(split_of_word(word), Split::kTest) << word;
    for (const char* word : {"", "happy", "images", "trains", "testimony"})
        EXPECT_EQ(split_of_word(word), std::nullopt) << word;
}

// --- IDX

TEST_F(SourcesTest, IdxReadsSplitsInOrder) {
    test::write_idx_split(folder_.path(), "train", 5, 28, 10);
    test::write_idx_split(folder_.path(), "t10k", 3, 28, 10);
    const auto source = open_source(at("idx"));
    EXPECT_EQ(source->size(), 8);
    EXPECT_EQ(source->class_names().size(), 10u);
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 8u);
    EXPECT_EQ(records[0].split, Split::kTrain);
    EXPECT_EQ(records[1].label, "1");
    EXPECT_EQ(records[5].split, Split::kTest);
    EXPECT_EQ(records[5].id, "test#0");
    EXPECT_EQ(records[0].image.width, 28);
}

TEST_F(SourcesTest, IdxReadsGzip) {
    const std::vector<std::uint8_t> pixels{1, 2, 3, 4, 5, 6, 7, 8};
    write("train-images-idx3-ubyte.gz", test::gzipped(test::idx_images(pixels, 2, 2)));
    write("train-labels-idx1-ubyte.gz", test::gzipped(test::idx_labels({1, 0})));
    const auto records = read_all(at("idx"));
    ASSERT_EQ(records.size(), 2u);
    EXPECT_THAT(records[1].image.pixels, ElementsAre(5, 6, 7, 8));
    EXPECT_EQ(records[0].label, "1");
}

TEST_F(SourcesTest, IdxOf48PixelsCarriesFer2013Labels) {
    test::write_idx_split(folder_.path(), "train", 7, 48, 7);
    const auto records = read_all(at("idx"));
    EXPECT_EQ(records[4].label, "sad");
    EXPECT_EQ(records[6].label, "neutral");
}

TEST_F(SourcesTest, IdxTakesItsWordsFromClassesTxt) {
    test::write_idx_split(folder_.path(), "train", 3, 8, 3);
    write("classes.txt", "cat\ndog\ncow\n");
    EXPECT_EQ(read_all(at("idx"))[2].label, "cow");
}

TEST_F(SourcesTest, IdxOfTheRealSetMapsLabelsByName) {
    BPLF_REQUIRE_SHARED(shared);
    const auto source = open_source("idx:" + (shared / "data" / "fer2013").string());
    EXPECT_THAT(source->class_names(), ElementsAre("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"));
    EXPECT_EQ(source->size(), 28709 + 3589);
}

TEST_F(SourcesTest, IdxCutShortIsRefused) {
    test::write_idx_split(folder_.path(), "train", 5, 8, 3);
    std::string bytes = read_file(folder_ / "train-images-idx3-ubyte");
    write("train-images-idx3-ubyte", bytes.substr(0, bytes.size() - 10));
    EXPECT_THAT(error_of([&] { open_source(at("idx")); }, kInput), HasSubstr("promises"));
}

TEST_F(SourcesTest, IdxGzipCutShortIsRefused) {
    const std::string packed = test::gzipped(test::idx_images(std::vector<std::uint8_t>(64 * 50, 9), 8, 8));
    write("train-images-idx3-ubyte.gz", packed.substr(0, packed.size() / 2));
    write("train-labels-idx1-ubyte", test::idx_labels(std::vector<std::uint8_t>(50, 0)));
    EXPECT_THAT(error_of([&] { open_source(at("idx")); }, kInput), HasSubstr("cut short"));
}

TEST_F(SourcesTest, IdxDamagedGzipIsRefused) {
    std::string packed = test::gzipped(test::idx_images(std::vector<std::uint8_t>(64 * 50, 9), 8, 8));
    packed[14] = static_cast<char>(packed[14] ^ 0x5a);
    packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 0x5a);
    write("train-images-idx3-ubyte.gz", packed);
    write("train-labels-idx1-ubyte", test::idx_labels(std::vector<std::uint8_t>(50, 0)));
    error_of([&] { open_source(at("idx")); }, kInput);
}

TEST_F(SourcesTest, IdxWithUnequalCountsIsRefused) {
    test::write_idx_split(folder_.path(), "train", 5, 8, 3);
    write("train-labels-idx1-ubyte", test::idx_labels({0, 1, 2, 0}));
    EXPECT_THAT(error_of([&] { open_source(at("idx")); }, kInput), HasSubstr("4 labels for 5 images"));
}

TEST_F(SourcesTest, IdxLabelOutOfRangeNamesTheRow) {
    test::write_idx_split(folder_.path(), "train", 5, 48, 7);
    write("train-labels-idx1-ubyte", test::idx_labels({0, 1, 2, 9, 0}));
    const std::string what = error_of([&] { open_source(at("idx")); }, kInput);
    EXPECT_THAT(what, HasSubstr("label 9"));
    EXPECT_THAT(what, HasSubstr("row 3"));
}

TEST_F(SourcesTest, IdxOfAnotherFormatIsRefused) {
    write("train-images-idx3-ubyte", "hello, this is not an IDX file");
    write("train-labels-idx1-ubyte", test::idx_labels({0}));
    EXPECT_THAT(error_of([&] { open_source(at("idx")); }, kInput), HasSubstr("not an IDX file"));
}

TEST_F(SourcesTest, IdxEmptyFileIsRefused) {
    write("train-images-idx3-ubyte", "");
    write("train-labels-idx1-ubyte", "");
    error_of([&] { open_source(at("idx")); }, kInput);
}

TEST_F(SourcesTest, IdxHugeHeaderIsRefused) {
    std::string bytes = test::idx_images({1, 2, 3, 4}, 2, 2);
    for (std::size_t i = 4; i < 16; ++i) bytes[i] = '\xff';
    write("train-images-idx3-ubyte", bytes);
    write("train-labels-idx1-ubyte", test::idx_labels({0}));
    error_of([&] { open_source(at("idx")); }, kInput);
}

TEST_F(SourcesTest, IdxWithoutLabelsIsRefused) {
    write("train-images-idx3-ubyte", test::idx_images({1, 2, 3, 4}, 2, 2));
    EXPECT_THAT(error_of([&] { open_source(at("idx")); }, kInput), HasSubstr("no labels"));
}

TEST_F(SourcesTest, IdxOfAnEmptyFolderIsRefused) {
    EXPECT_THAT(error_of([&] { open_source(at("idx")); }, kInput), HasSubstr("no IDX files"));
}

// --- FER2013 CSV

TEST_F(SourcesTest, CsvReadsTheOriginalForm) {
    write("fer2013.csv", "emotion,pixels,Usage\n0," + test::csv_pixels(1) + ",Training\n6," + test::csv_pixels(2) +
                             ",PublicTest\n4," + test::csv_pixels(3) + ",PrivateTest\n");
    const auto source = open_source(at("fer2013", "fer2013.csv"));
    EXPECT_EQ(source->size(), 3);
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 3u);
    EXPECT_EQ(records[0].label, "anger");
    EXPECT_EQ(records[1].label, "neutral");
    EXPECT_EQ(records[1].split, Split::kValidation);
    EXPECT_EQ(records[2].split, Split::kTest);
    EXPECT_EQ(records[0].image.at(2, 0), (2 * 7 + 31) % 256);
    EXPECT_EQ(records[0].id, "line#2");
}

TEST_F(SourcesTest, CsvReadsTheChallengeFormWithSpacesCrlfAndQuotes) {
    write("icml.csv", "emotion, Usage, pixels\r\n3,Training,\"" + test::csv_pixels(1) + "\"\r\n5, PublicTest, " +
                          test::csv_pixels(2) + "\r\n");
    const auto records = read_all(at("fer2013", "icml.csv"));
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].label, "happy");
    EXPECT_EQ(records[1].label, "surprise");
    EXPECT_EQ(records[1].split, Split::kValidation);
    EXPECT_EQ(records[0].image.at(0, 1), (48 * 7 + 31 + 1) % 256);
}

TEST_F(SourcesTest, CsvWithoutUsageHasNoSplits) {
    write("train.csv",
          "\xEF\xBB\xBF"
          "emotion,pixels\n3," +
              test::csv_pixels(1));
    const auto records = read_all(at("fer2013", "train.csv"));
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].split, std::nullopt);
}

TEST_F(SourcesTest, CsvRealRowsEqualTheIdxFile) {
    BPLF_REQUIRE_SHARED(shared);
    const auto data = shared / "data" / "fer2013";
    const auto csv = open_source("fer2013:" + (data / "fer2013_first200.csv").string());
    const auto idx = open_source("idx:" + data.string());
    int rows = 0;
    while (auto row = csv->next()) {
        const auto twin = idx->next();
        ASSERT_TRUE(twin);
        EXPECT_EQ(row->image, twin->image) << row->id;
        EXPECT_EQ(row->label, canonical_emotion(twin->label)) << row->id;
        ++rows;
    }
    EXPECT_EQ(rows, 200);
}

struct BadRow {
    const char* name;
    std::string row;
    const char* says;
};

class BadCsv : public SourcesTest, public testing::WithParamInterface<BadRow> {};

TEST_P(BadCsv, IsRefusedNamingTheLine) {
    write("bad.csv", "emotion,pixels,Usage\n1," + test::csv_pixels(1) + ",Training\n" + GetParam().row + "\n");
    const std::string what = error_of([&] { read_all(at("fer2013", "bad.csv")); }, kInput);
    EXPECT_THAT(what, HasSubstr("line 3"));
    EXPECT_THAT(what, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadCsv,
    testing::Values(BadRow{"LabelOutOfRange", "7," + test::csv_pixels(1) + ",Training", "label \"7\""},
                    BadRow{"NegativeLabel", "-1," + test::csv_pixels(1) + ",Training", "label"},
                    BadRow{"LabelIsNoEmotion", "hungry," + test::csv_pixels(1) + ",Training", "label"},
                    BadRow{"ShortRow", "3,1 2 3 4,Training", "4 pixels"},
                    BadRow{"LongRow", "3," + test::csv_pixels(1) + " 9,Training", "2305 pixels"},
                    BadRow{"MissingField", "3," + test::csv_pixels(1), "2 fields"},
                    BadRow{"PixelTooLarge", "3,256 " + test::csv_pixels(1) + ",Training", "0 to 255"},
                    BadRow{"PixelIsNoNumber", "3,x" + test::csv_pixels(1) + ",Training", "0 to 255"},
                    BadRow{"UnknownUsage", "3," + test::csv_pixels(1) + ",Holdout", "usage"}),
    [](const auto& parameter) { return parameter.param.name; });

TEST_F(SourcesTest, CsvOfAnotherTableIsRefused) {
    write("other.csv", "a,b,c\n1,2,3\n");
    EXPECT_THAT(error_of([&] { open_source(at("fer2013", "other.csv")); }, kInput), HasSubstr("line 1"));
    write("test.csv", "pixels\n" + test::csv_pixels(1) + "\n");
    error_of([&] { open_source(at("fer2013", "test.csv")); }, kInput);
    write("empty.csv", "");
    error_of([&] { open_source(at("fer2013", "empty.csv")); }, kInput);
    error_of([&] { open_source(at("fer2013")); }, kInput);
}

// --- image folders

TEST_F(SourcesTest, FolderReadsLabelsAndSplits) {
    for (const char* name : {"train/happy/b.png", "train/happy/a.png", "train/sad/c.png", "val/sad/d.png"}) {
        std::filesystem::create_directories((folder_ / name).parent_path());
        write_png(folder_ / name, Image(3, 2, 1, static_cast<std::uint8_t>(name[0])));
    }
    write("train/happy/.DS_Store", "x");
    write("train/happy/notes.txt", "x");
    const auto source = open_source(at("folder"));
    EXPECT_THAT(source->class_names(), ElementsAre("happy", "sad"));
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 6u);
    EXPECT_EQ(records[0].id, "train/happy/a.png");
    EXPECT_EQ(records[0].split, Split::kTrain);
    EXPECT_EQ(records[3].split, Split::kValidation);
    EXPECT_EQ(records[4].reason, "no_picture");
    EXPECT_EQ(records[5].reason, "no_picture");
}

TEST_F(SourcesTest, FolderWithoutSplitsHasNone) {
    std::filesystem::create_directories(folder_ / "happy");
    write_png(folder_ / "happy" / "a.png", Image(3, 2, 3, 9));
    const auto records = read_all(at("folder"));
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].split, std::nullopt);
    EXPECT_EQ(records[0].label, "happy");
}

TEST_F(SourcesTest, FolderOfTheRealSamplesTellsTheHeldOutSplitsApart) {
    BPLF_REQUIRE_SHARED(shared);
    const auto records = read_all("folder:" + (shared / "data" / "fer2013" / "sample_folders").string());
    EXPECT_EQ(records.size(), 140u);
    std::array<int, 3> counts{};
    for (const auto& record : records) ++counts[static_cast<std::size_t>(*record.split)];
    EXPECT_EQ(counts[0], 70);
    EXPECT_GT(counts[1], 0);
    EXPECT_GT(counts[2], 0);
}

TEST_F(SourcesTest, FolderWithABrokenPictureGoesOn) {
    std::filesystem::create_directories(folder_ / "happy");
    write("happy/a.png", "not a picture");
    write_png(folder_ / "happy" / "b.png", Image(3, 2, 1, 9));
    const auto records = read_all(at("folder"));
    ASSERT_EQ(records.size(), 2u);
    EXPECT_TRUE(records[0].image.empty());
    EXPECT_FALSE(records[0].problem.empty());
    EXPECT_FALSE(records[1].image.empty());
}

TEST_F(SourcesTest, FolderWithoutPicturesIsRefused) {
    error_of([&] { open_source(at("folder")); }, kInput);
}

TEST_F(SourcesTest, FolderWithAnUmlautIsRead) {
    std::filesystem::create_directories(folder_ / "Gefühle" / "glücklich");
    write_png(folder_ / "Gefühle" / "glücklich" / "ä.png", Image(3, 2, 1, 9));
    EXPECT_EQ(read_all(at("folder", "Gefühle"))[0].label, "glücklich");
}

// --- CIFAR-10

std::string cifar_record(std::uint8_t label, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    return std::string(1, static_cast<char>(label)) + std::string(1024, static_cast<char>(red)) +
           std::string(1024, static_cast<char>(green)) + std::string(1024, static_cast<char>(blue));
}

TEST_F(SourcesTest, CifarReadsPlanarRecords) {
    write("data_batch_1.bin", cifar_record(9, 1, 2, 3) + cifar_record(0, 4, 5, 6));
    write("test_batch.bin.gz", test::gzipped(cifar_record(3, 7, 8, 9)));
    const auto records = read_all(at("cifar10"));
    ASSERT_EQ(records.size(), 3u);
    EXPECT_EQ(records[0].label, "truck");
    EXPECT_EQ(records[1].image, [] {
        Image image(32, 32, 3);
        for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(4 + i % 3);
        return image;
    }());
    EXPECT_EQ(records[2].split, Split::kTest);
    EXPECT_EQ(records[2].id, "test_batch#0");
}

TEST_F(SourcesTest, CifarCutShortIsRefused) {
    write("data_batch_1.bin", cifar_record(9, 1, 2, 3).substr(0, 3000));
    EXPECT_THAT(error_of([&] { read_all(at("cifar10")); }, kInput), HasSubstr("3000 bytes"));
}

TEST_F(SourcesTest, CifarLabelOutOfRangeNamesTheRecord) {
    write("data_batch_1.bin", cifar_record(9, 1, 2, 3) + cifar_record(10, 1, 2, 3));
    EXPECT_THAT(error_of([&] { read_all(at("cifar10")); }, kInput), HasSubstr("record 1"));
}

TEST_F(SourcesTest, CifarNamesThatAreNoTextAreSpelledOut) {
    write("data_batch_1.bin", cifar_record(1, 1, 2, 3));
    write("batches.meta.txt", std::string("a\xFF"
                                          "b c\0d\x1b[2J\n",
                                          12));
    EXPECT_EQ(open_source(at("cifar10"))->class_names(), (std::vector<std::string>{"aÿb", "c\\x00d\\x1b[2J"}));
}

TEST_F(SourcesTest, CifarOfAnEmptyFolderIsRefused) {
    error_of([&] { open_source(at("cifar10")); }, kInput);
}

}  // namespace
}  // namespace bplf
