// SPDX-License-Identifier: GPL-3.0-or-later
// bplf dataset build emotionset as a process: killed and resumed, on a full disk, explained, shared, misled.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/mount.h>

#include <chrono>
#include <map>
#include <thread>

#include "core/image/png.h"
#include "core/image/resize.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::vector<std::string> kLabels{"anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"};

/// The default model's own sheet: a row for each label, eight faces of 128 pixels in each, two pixels apart.
void write_faces(const fs::path& folder) {
    const Image sheet = read_png(source_dir() / "models" / "emotion-32" / "sheet.png");
    for (int row = 0; row < 7; ++row) {
        const fs::path place = folder / kLabels[static_cast<std::size_t>(row)];
        fs::create_directories(place);
        for (int column = 0; column < 8; ++column) {
            write_png(place / ("face" + std::to_string(column) + ".png"),
                      crop(sheet, 2 + column * 130, 2 + row * 130, 128, 128));
        }
    }
}

/// Pictures that take a while because there is no face to be found in them.
void write_fog(const fs::path& folder, int count) {
    fs::create_directories(folder / "happy");
    for (int i = 0; i < count; ++i) {
        Image small(5, 5, 1);
        for (auto& value : small.pixels) value = static_cast<std::uint8_t>(rng()() % 256);
        write_png(folder / "happy" / ("fog" + std::to_string(i) + ".png"), resize(small, 40, 40, Filter::kTriangle));
    }
}

/// Every file below a folder with its bytes.
std::map<std::string, std::string> bytes_below(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files[entry.path().lexically_relative(folder)] = read_bytes(entry.path());
    }
    return files;
}

class EmotionSetCommand : public ::testing::Test {
  protected:
    Words build(const std::string& out, const Words& more = {}) const {
        Words words{"dataset",
                    "build",
                    "emotionset",
                    "--source",
                    "folder:" + (folder_ / "set").string(),
                    "--size",
                    "32",
                    "--keep-near-duplicates",
                    "--out",
                    (folder_ / out).string()};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
    /// Waits until the journal is larger than `size` or the process has had a minute; returns its size.
    std::uintmax_t wait_for_growth(const fs::path& journal, std::uintmax_t size) const {
        std::error_code missing;
        for (int i = 0; i < 6000; ++i) {
            const auto now = fs::file_size(journal, missing);
            if (!missing && now > size) return now;
            if (fs::exists(journal.parent_path() / "dataset.safetensors")) return size;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return size;
    }
    /// A list of what a person decided: pictures of the set, and the rest of their lines.
    void write_overrides(const fs::path& file, const std::map<std::string, std::string>& decisions) const {
        std::string text = "pixel_sha256,action,label\n";
        for (const auto& [name, decision] : decisions)
            text += pixel_hash(read_png(folder_ / "set" / name)) + ',' + decision + '\n';
        write_bytes(file, text);
    }
    TempDir folder_;
};

TEST_F(EmotionSetCommand, KilledTenTimesEndsTheSame) {
    write_faces(folder_ / "set");
    write_fog(folder_ / "set", 340);
    const std::string list = (folder_ / "decided.csv").string();
    write_overrides(list,
                    {{"happy/fog7.png", "keep,"}, {"sad/face0.png", "exclude,"}, {"fear/face1.png", "relabel,sad"}});
    const Outcome whole = run_bplf(build("whole", {"--threads", "1", "--overrides", list}));
    if (whole.exit_code == 4) GTEST_SKIP() << whole.err;  // a build without OpenCV
    ASSERT_EQ(whole.exit_code, 0) << whole.err;

    const fs::path journal = folder_ / "killed" / "journal.wal";
    std::uintmax_t size = 200;  // the header alone
    int grown = 0;
    for (int kill = 0; kill < 10; ++kill) {
        BplfProcess process(build("killed", {"--threads", "2", "--overrides", list}));
        const auto now = wait_for_growth(journal, size);
        grown += now > size;
        size = now;
        std::this_thread::sleep_for(std::chrono::milliseconds(rng()() % 200));
        process.send(kill == 5 ? SIGINT : SIGKILL);
        EXPECT_NE(process.wait().exit_code, 3);
        if (fs::exists(folder_ / "killed" / "dataset.safetensors")) break;
    }
    EXPECT_GE(grown, 3) << "each try should go on from where the last one was";
    if (!fs::exists(folder_ / "killed" / "dataset.safetensors")) {
        const Outcome last = run_bplf(build("killed", {"--overrides", list}));
        ASSERT_EQ(last.exit_code, 0) << last.err;
    }
    const auto expected = bytes_below(folder_ / "whole"), actual = bytes_below(folder_ / "killed");
    EXPECT_EQ(expected.size(), actual.size());
    for (const auto& [name, bytes] : expected) {
        ASSERT_TRUE(actual.contains(name)) << name;
        EXPECT_TRUE(bytes == actual.at(name)) << name;
    }
    EXPECT_FALSE(fs::exists(journal));
}

TEST_F(EmotionSetCommand, ExplainsSharesAndBuildsAgain) {
    write_faces(folder_ / "set");
    write_fog(folder_ / "set", 3);
    write_bytes(folder_ / "set" / "sad" / "broken.png", "junk");
    const Outcome built = run_bplf(build("out", {"--json"}));
    if (built.exit_code == 4) GTEST_SKIP() << built.err;
    ASSERT_EQ(built.exit_code, 0) << built.err;
    EXPECT_EQ(built.json()["reasons"]["decode_error"], 1);
    EXPECT_GT(built.json()["kept"].get<int>(), 28) << "faces that everybody sees";
    const std::string report = read_bytes(folder_ / "out" / "report" / "report.md");
    EXPECT_THAT(report, HasSubstr("broken.png"));
    EXPECT_THAT(report, HasSubstr("![left out: no_face](sheets/no_face.png)"));

    const std::string out = (folder_ / "out").string();
    const Outcome why = run_bplf({"dataset", "info", out, "--explain", "happy/fog1.png"});
    EXPECT_EQ(why.exit_code, 0) << why.err;
    EXPECT_THAT(why.out, HasSubstr("No face was found"));
    EXPECT_EQ(run_bplf({"dataset", "info", out, "--explain", "nobody.png"}).exit_code, 3);

    const std::string manifest = (folder_ / "shared.jsonl").string();
    ASSERT_EQ(run_bplf({"dataset", "share", out, "--out", manifest}).exit_code, 0);
    EXPECT_EQ(run_bplf({"dataset", "share", out, "--out", manifest}).exit_code, 2);
    const Outcome again = run_bplf({"dataset", "build", "--manifest", manifest, "--source",
                                    "folder:" + (folder_ / "set").string(), "--out", (folder_ / "again").string()});
    EXPECT_EQ(again.exit_code, 0) << again.err;
    const auto content = [&](const std::string& name) {
        return run_bplf({"dataset", "info", (folder_ / name).string(), "--json"}).json()["content_sha256"];
    };
    EXPECT_EQ(content("again"), content("out"));
}

TEST_F(EmotionSetCommand, APersonOverrulesAndBuildsAgain) {
    write_faces(folder_ / "set");
    write_fog(folder_ / "set", 3);
    const Outcome first = run_bplf(build("out", {"--json", "--keep-findings", "--split", "70/20/10"}));
    if (first.exit_code == 4) GTEST_SKIP() << first.err;
    ASSERT_EQ(first.exit_code, 0) << first.err;
    EXPECT_EQ(first.json()["overrides_applied"], 0);
    const fs::path out = folder_ / "out";
    EXPECT_TRUE(fs::exists(out / "journal.wal"));
    EXPECT_THAT(read_bytes(out / "build.json"), HasSubstr("\"split_shares\": [\n   0.7,"));

    write_overrides(out / "overrides.csv",
                    {{"happy/fog1.png", "keep,"}, {"anger/face0.png", "exclude,"}, {"sad/face2.png", "relabel,fear"}});
    const Words again{"--force",   "--keep-findings", "--split",   "70/20/10",
                      "--explain", "happy/fog1.png",  "--explain", "sad/face2.png"};
    const Outcome second = run_bplf(build("out", again));
    ASSERT_EQ(second.exit_code, 0) << second.err;
    for (const char* part : {"3 overrides applied, 0 met no image", "happy/fog1.png: kept", "by a person: keep",
                             "middle square", "label     sad, here fear"}) {
        EXPECT_THAT(second.out, HasSubstr(part));
    }
    const auto bytes = bytes_below(out);
    EXPECT_EQ(run_bplf(build("out", again)).exit_code, 0);
    EXPECT_EQ(bytes_below(out), bytes);

    const Outcome stranger = run_bplf(build("out", {"--force", "--json", "--explain", "nobody.png"}));
    EXPECT_EQ(stranger.exit_code, 3);
    EXPECT_THAT(stranger.err + stranger.out, HasSubstr("nobody.png"));
    EXPECT_FALSE(fs::exists(out / "journal.wal"));
}

TEST_F(EmotionSetCommand, WrongListsAndSharesLeaveNothing) {
    write_faces(folder_ / "set");
    const auto refusal = [&](const Words& more, int code) {
        const Outcome outcome = run_bplf(build("out", more));
        EXPECT_EQ(outcome.exit_code, code) << outcome.err;
        EXPECT_FALSE(fs::exists(folder_ / "out"));
        return outcome.err;
    };
    const std::string list = (folder_ / "list.csv").string();
    EXPECT_THAT(refusal({"--overrides", list}, 3), HasSubstr("does not exist"));
    write_bytes(list, "pixel_sha256,action,label\nabc,keep,\n");
    EXPECT_THAT(refusal({"--overrides", list}, 3), HasSubstr("line 2"));
    write_overrides(list, {{"sad/face0.png", "relabel,grumpy"}});
    EXPECT_THAT(refusal({"--overrides", list}, 3), HasSubstr("anger, disgust, fear"));
    EXPECT_THAT(refusal({"--overrides", list, "--manifest", list}, 2), HasSubstr("--manifest"));
    EXPECT_THAT(refusal({"--split", "70/20"}, 2), HasSubstr("80/10/10"));
}

TEST_F(EmotionSetCommand, WrongLayoutsAndTablesLeaveNothing) {
    fs::create_directories(folder_ / "set" / "anger");
    write_png(folder_ / "set" / "anger" / "S010_004_00000017.png", Image(48, 48, 1, 90));
    const Outcome wrong = run_bplf({"dataset", "build", "emotionset", "--source",
                                    "ckplus:" + (folder_ / "set").string(), "--out", (folder_ / "out").string()});
    EXPECT_EQ(wrong.exit_code, 3);
    EXPECT_THAT(wrong.err, HasSubstr("This looks like CK+48, not CK+"));
    EXPECT_THAT(wrong.err, HasSubstr("ck48:"));
    fs::create_directories(folder_ / "set" / "cross");
    write_png(folder_ / "set" / "cross" / "1.png", Image(48, 48, 1, 90));
    write_bytes(folder_ / "table.txt", "grumpy = anger\n");
    const Outcome table = run_bplf(build("out", {"--labels", (folder_ / "table.txt").string()}));
    EXPECT_EQ(table.exit_code, 3);
    EXPECT_THAT(table.err, HasSubstr("cross = skip"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(EmotionSetCommand, FullDiskIsSaidAndNothingHalfIsLeft) {
    write_faces(folder_ / "set");
    const fs::path disk = folder_ / "disk";
    fs::create_directories(disk);
    if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0)
        GTEST_SKIP() << "a small file system cannot be mounted here (needs root)";
    const Outcome outcome = run_bplf(build("disk/out"));
    const bool data = fs::exists(disk / "out" / "dataset.safetensors");
    umount(disk.c_str());
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("disk/out"));
    EXPECT_FALSE(data);
}

}  // namespace
}  // namespace bplf::test
