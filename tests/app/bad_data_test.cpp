// SPDX-License-Identifier: GPL-3.0-or-later
// Broken data sets and logs: exit code 3, one message that names the file, nothing written.
#include <gmock/gmock.h>

#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;

std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
    return bytes;
}

struct IdxSet {
    std::uint32_t images = 3, labels = 3, side = 4;
    std::string label_bytes = std::string("\x00\x01\x00", 3);
    std::size_t missing = 0;  ///< bytes cut off the pixels

    void write(const std::filesystem::path& folder) const {
        std::string pixels;
        for (std::uint32_t i = 0; i < images * side * side; ++i) pixels += static_cast<char>(7 * i);
        pixels.resize(pixels.size() - missing);
        write_bytes(folder / "train-images-idx3-ubyte",
                    big_endian(0x803) + big_endian(images) + big_endian(side) + big_endian(side) + pixels);
        write_bytes(folder / "train-labels-idx1-ubyte", big_endian(0x801) + big_endian(labels) + label_bytes);
    }
};

void expect_import_refused(const TempDir& folder, const std::string& source, const std::string& says) {
    const std::vector<std::string> before = entries(folder.path());
    const Outcome outcome = run_bplf({"dataset", "import", "--source", source, "--out", (folder / "out").string()});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(says));
    EXPECT_FALSE(std::filesystem::exists(folder / "out" / "dataset.safetensors"));
    EXPECT_THAT(entries(folder / "out"), ::testing::IsEmpty());
    EXPECT_GE(before.size() + 1, entries(folder.path()).size());
}

TEST(BadIdx, UnequalCounts) {
    const TempDir folder;
    IdxSet set;
    set.labels = 2;
    set.label_bytes.resize(2);
    set.write(folder.path());
    expect_import_refused(folder, "idx:" + folder.path().string(), "train-");
}

TEST(BadIdx, PixelsCutShort) {
    const TempDir folder;
    IdxSet set;
    set.missing = 5;
    set.write(folder.path());
    expect_import_refused(folder, "idx:" + folder.path().string(), "train-images");
}

TEST(BadIdx, GzipCutShort) {
    BPLF_REQUIRE_SHARED(shared);
    const TempDir folder;
    const std::filesystem::path from = shared / "data" / "fer2013";
    const std::string images = read_bytes(from / "validation-images-idx3-ubyte.gz");
    write_bytes(folder / "validation-images-idx3-ubyte.gz", images.substr(0, images.size() / 3));
    write_bytes(folder / "validation-labels-idx1-ubyte.gz", read_bytes(from / "validation-labels-idx1-ubyte.gz"));
    expect_import_refused(folder, "idx:" + folder.path().string(), "validation-images-idx3-ubyte.gz");
}

TEST(BadCsv, RowCutShort) {
    const TempDir folder;
    std::string row = "3,\"";
    for (int i = 0; i < 2304; ++i) row += std::to_string(i % 256) + (i < 2303 ? " " : "");
    write_bytes(folder / "fer2013.csv", "emotion,pixels,Usage\n" + row + "\",Training\n" + row.substr(0, 900) + "\n");
    expect_import_refused(folder, "fer2013:" + (folder / "fer2013.csv").string(), "fer2013.csv");
}

TEST(BadSource, MissingFolder) {
    const TempDir folder;
    expect_import_refused(folder, "idx:" + (folder / "nowhere").string(), "nowhere");
}

TEST(BadSource, UnknownKindIsAUsageError) {
    const TempDir folder;
    const Outcome outcome = run_bplf({"dataset", "import", "--source", "zip:x", "--out", (folder / "out").string()});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("zip"));
}

TEST(BadSource, StandardOutputIsNoFolder) {
    const TempDir folder;
    const Outcome outcome = run_bplf({"dataset", "import", "--source", "idx:" + folder.path().string(), "--out", "-"});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_FALSE(std::filesystem::exists("-"));
}

TEST(BadSource, AnArchiveIsToUnpack) {
    const TempDir folder;
    write_bytes(folder / "set.zip", std::string("PK\x03\x04") + std::string(60, 'x'));
    const Outcome outcome = run_bplf({"dataset", "info", (folder / "set.zip").string()});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("unzip"));
}

/// The built tiny data set with its header or bytes changed.
class BadDataFile : public ::testing::Test {
  protected:
    void SetUp() override { good_ = tiny_model().data / "dataset.safetensors"; }

    void expect_refused(const std::filesystem::path& file) {
        for (const Words& words : {Words{"dataset", "info", file.string()}, Words{"dataset", "check", file.string()},
                                   Words{"eval", tiny_model().name(), "--data", file.string()},
                                   Words{"train", "--config", tiny_model().config.string(), "--data", file.string(),
                                         "--out", (folder_ / "run").string(), "--steps", "1"}}) {
            const Outcome outcome = run_bplf(words);
            EXPECT_EQ(outcome.exit_code, 3) << words[0] << ' ' << words[1] << '\n' << outcome.out << outcome.err;
            EXPECT_THAT(outcome.err, HasSubstr(file.filename().string()));
        }
        EXPECT_FALSE(std::filesystem::exists(folder_ / "run"));
    }

    std::filesystem::path good_;
    TempDir folder_;
};

TEST_F(BadDataFile, LabelOutOfRange) {
    Container container = Container::read(good_);
    const std::size_t at = container.header["labels"]["data_offsets"][0];
    container.data[at] = 77;
    container.write(folder_ / "set.safetensors");
    expect_refused(folder_ / "set.safetensors");
}

TEST_F(BadDataFile, UnequalCounts) {
    Container container = Container::read(good_);
    auto& split = container.header["split"];
    split["shape"][0] = split["shape"][0].get<int>() - 1;
    container.write(folder_ / "set.safetensors");
    expect_refused(folder_ / "set.safetensors");
}

TEST_F(BadDataFile, Truncated) {
    const std::string bytes = read_bytes(good_);
    write_bytes(folder_ / "set.safetensors", bytes.substr(0, bytes.size() - 100));
    expect_refused(folder_ / "set.safetensors");
}

TEST_F(BadDataFile, CheckpointInstead) {
    std::filesystem::copy(tiny_model().model, folder_ / "set.safetensors");
    expect_refused(folder_ / "set.safetensors");
}

TEST(BadData, EmptySplitIsNamed) {
    const Outcome outcome =
        run_bplf({"eval", tiny_model().name(), "--data", tiny_model().data.string(), "--split", "test"});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("\"test\""));
}

TEST(BadLatents, AreRefused) {
    const TempDir folder;
    write_bytes(folder / "codes.safetensors", "nothing");
    const Outcome outcome = run_bplf(
        {"decode", tiny_model().name(), (folder / "codes.safetensors").string(), "--out", (folder / "x.png").string()});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_EQ(entries(folder.path()), std::vector<std::string>{"codes.safetensors"});
}

TEST(BadLog, NothingToDraw) {
    const TempDir folder;
    const Outcome outcome = run_bplf({"curves", folder.path().string(), "--out", (folder / "x.svg").string()});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_THAT(entries(folder.path()), ::testing::IsEmpty());
}

TEST(BadConfig, UnknownNameListsTheKnownOnes) {
    const TempDir folder;
    const Outcome outcome = run_bplf(
        {"train", "--config", "emotion-23", "--data", tiny_model().data.string(), "--out", (folder / "run").string()});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("emotion-32"));
}

TEST(BadConfig, SettingsAreChecked) {
    const TempDir folder;
    for (const auto& [setting, says] : std::vector<std::pair<std::string, std::string>>{
             {"widht=8", "\"width\""}, {"width", "key=value"}, {"width=many", "width"}, {"clip=-1", "clip"}}) {
        const Outcome outcome =
            run_bplf({"train", "--config", tiny_model().config.string(), "--data", tiny_model().data.string(), "--out",
                      (folder / "run").string(), "--set", setting});
        EXPECT_EQ(outcome.exit_code, 2) << setting << '\n' << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr(says));
    }
    EXPECT_THAT(entries(folder.path()), ::testing::IsEmpty());
}

}  // namespace
}  // namespace bplf::test
