// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decided about images: its file, and what the builder makes of it.
#include "core/collect/overrides.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <span>

#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "core/collect/check.h"
#include "core/collect/explain.h"
#include "core/collect/public_manifest.h"
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
using Json = nlohmann::json;

const std::string kA(64, 'a'), kB(64, 'b'), kC(64, 'c');

TEST(Overrides, SurviveWritingAndReading) {
    const test::TempDir folder;
    Overrides overrides;
    overrides.set(kC, {OverrideAction::kRelabel, "happy"});
    overrides.set(kA, {OverrideAction::kExclude});
    overrides.set(kB, {OverrideAction::kKeep});
    overrides.write(folder / "o.csv");
    EXPECT_EQ(read_file(folder / "o.csv"),
              "pixel_sha256,action,label\n" + kA + ",exclude,\n" + kB + ",keep,\n" + kC + ",relabel,happy\n");
    const Overrides again = Overrides::read(folder / "o.csv");
    EXPECT_EQ(again, overrides);
    ASSERT_NE(again.find(kC), nullptr);
    EXPECT_EQ(again.find(kC)->label, "happy");
    EXPECT_EQ(again.find(std::string(64, 'd')), nullptr);
}

TEST(Overrides, NoneMeanNoFile) {
    const test::TempDir folder;
    EXPECT_TRUE(Overrides::read(folder / "o.csv").empty());
    Overrides overrides;
    overrides.write(folder / "o.csv");
    overrides.set(kA, {OverrideAction::kKeep});
    overrides.write(folder / "o.csv");
    EXPECT_TRUE(fs::exists(folder / "o.csv"));
    overrides.erase(kA);
    overrides.write(folder / "o.csv");
    EXPECT_FALSE(fs::exists(folder / "o.csv"));
}

TEST(Overrides, ReadWindowsLineEndsAndLabelsWithCommas) {
    const test::TempDir folder;
    write_file(folder / "o.csv", "pixel_sha256,action,label\r\n" + kA + ",relabel,cats, small\r\n\r\n");
    const Overrides overrides = Overrides::read(folder / "o.csv");
    ASSERT_NE(overrides.find(kA), nullptr);
    EXPECT_EQ(overrides.find(kA)->label, "cats, small");
}

TEST(Overrides, WrongLinesAreNamed) {
    const test::TempDir folder;
    const std::string header = "pixel_sha256,action,label\n";
    const auto refusal = [&](const std::string& text) {
        write_file(folder / "o.csv", text);
        return error_of([&] { Overrides::read(folder / "o.csv"); }, 3);
    };
    EXPECT_THAT(refusal("hash,what\n"), HasSubstr("line 1"));
    EXPECT_THAT(refusal(header + kA + ",keep,\n" + kB + ",keep\n"), HasSubstr("line 3"));
    EXPECT_THAT(refusal(header + "abc,keep,\n"), HasSubstr("abc"));
    EXPECT_THAT(refusal(header + kA + ",drop,\n"), HasSubstr("\"drop\""));
    EXPECT_THAT(refusal(header + kA + ",relabel,\n"), HasSubstr("label is missing"));
    EXPECT_THAT(refusal(header + kA + ",keep,happy\n"), HasSubstr("line 2"));
    EXPECT_THAT(refusal(header + kA + ",keep,\n" + kA + ",exclude,\n"), HasSubstr("twice"));
}

class OverriddenBuild : public test::EmotionSetTest {
  protected:
    void SetUp() override {
        draw("set/happy/a.png", blob_picture(48, 1));
        draw("set/sad/b.png", blob_picture(48, 2));
        draw("set/fear/c.png", blob_picture(48, 3));
    }
    /// What the manifest calls the picture.
    std::string hash_of(const std::string& name) const { return pixel_hash(read_png(folder_ / "set" / name)); }
    void decide(BuildOptions& options, const std::string& name, Override decision) const {
        options.overrides.set(hash_of(name), std::move(decision));
    }
};

TEST_F(OverriddenBuild, ExcludedImagesAreNotSearched) {
    std::atomic<int> calls{0};
    BuildOptions some = options();
    some.detector = [&] { return std::make_unique<test::CountingDetector>(calls); };
    decide(some, "sad/b.png", {OverrideAction::kExclude});
    const auto built = collect_dataset(some);
    EXPECT_EQ(calls, 2);
    const Json line = lines(built.manifest).at("sad/b.png");
    EXPECT_EQ(line["reason"], "user_exclude");
    EXPECT_EQ(line["override"], "exclude");
    EXPECT_FALSE(lines(built.manifest).at("happy/a.png").contains("override"));
    EXPECT_EQ(built.report.kept, 2);
    EXPECT_EQ(built.report.overrides_applied, 1);
}

TEST_F(OverriddenBuild, KeepOverrulesTheChecks) {
    draw("set/happy/small.png", blob_picture(12, 5));
    Image flat(48, 48, 1, 100);
    flat.at(3, 3) = 255;
    draw("set/happy/flat.png", flat);
    draw("set/sad/near.png", brightened(blob_picture(48, 2), 40));
    BuildOptions some = options();
    some.size = 64;  // an enlargement of more than 4 times for the small one
    EXPECT_EQ(reasons(collect_dataset(some)).at("sad/near.png"), "near_dup");
    for (const char* name : {"happy/small.png", "happy/flat.png", "sad/near.png"}) {
        decide(some, name, {OverrideAction::kKeep});
    }
    const auto result = reasons(collect_dataset(some));
    for (const auto& [name, reason] : result) EXPECT_EQ(reason, "kept") << name;
    EXPECT_EQ(result.size(), 6u);
}

TEST_F(OverriddenBuild, KeepOverrulesCopiesAndConflicts) {
    draw("set/happy/copy.png", blob_picture(48, 1));
    draw("set/anger/b2.png", blob_picture(48, 2));                     // sad/b.png with another label
    draw("set/surprise/c2.png", brightened(blob_picture(48, 3), 40));  // nearly fear/c.png, with another label
    BuildOptions some = options();
    const auto before = reasons(collect_dataset(some));
    EXPECT_EQ(before.at("happy/copy.png"), "exact_dup");
    EXPECT_EQ(before.at("anger/b2.png"), "label_conflict");
    EXPECT_EQ(before.at("surprise/c2.png"), "label_conflict");
    for (const char* name : {"happy/copy.png", "anger/b2.png", "surprise/c2.png"}) {
        decide(some, name, {OverrideAction::kKeep});
    }
    const auto after = reasons(collect_dataset(some));
    for (const char* name : {"happy/a.png", "happy/copy.png", "anger/b2.png", "sad/b.png", "surprise/c2.png"}) {
        EXPECT_EQ(after.at(name), "kept") << name;
    }
    EXPECT_EQ(after.at("fear/c.png"), "label_conflict") << "nobody said anything about this one";
}

TEST_F(OverriddenBuild, KeepWithoutAFaceTakesTheMiddleSquare) {
    Image wide(60, 40, 1, 0);
    const Image middle = blob_picture(40, 9);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x) wide.at(x + 10, y) = middle.at(x, y);
    draw("set/happy/wide.png", wide);
    BuildOptions some = options();
    some.size = 40;
    some.detector = [] { return std::make_unique<test::NeverFinds>(); };
    decide(some, "happy/wide.png", {OverrideAction::kKeep});
    build_dataset(some, folder_ / "out", false);
    const Json line = lines(read_file(folder_ / "out" / "manifest.jsonl")).at("happy/wide.png");
    EXPECT_EQ(line["detector"], "user");
    EXPECT_EQ(line["crop"], Json({30.0, 20.0, 40.0, 0.0}));
    EXPECT_FALSE(line.contains("box"));
    const Dataset set = Dataset::open(folder_ / "out");
    ASSERT_EQ(set.size(), 1);
    EXPECT_EQ(image_of_row(set, 0), middle);
    EXPECT_THAT(explain_image(folder_ / "out", "happy/wide.png").front().text, HasSubstr("middle square"));

    write_public_manifest(folder_ / "out", folder_ / "public.jsonl", false);
    BuildOptions other;
    other.sources = some.sources;
    rebuild_dataset(other, folder_ / "public.jsonl", folder_ / "again", false);
    EXPECT_EQ(Dataset::open(folder_ / "again").content_sha256(), set.content_sha256());
}

TEST_F(OverriddenBuild, RelabelGoesBeforeCopiesAndCountsKeepTheSourcesWord) {
    draw("set/anger/b2.png", blob_picture(48, 2));
    draw("set/contempt/d.png", blob_picture(48, 5));
    BuildOptions some = options();
    decide(some, "anger/b2.png", {OverrideAction::kRelabel, "happy"});
    decide(some, "contempt/d.png", {OverrideAction::kRelabel, "disgust"});
    const auto built = collect_dataset(some);
    const auto by_id = lines(built.manifest);
    EXPECT_EQ(by_id.at("anger/b2.png")["reason"], "kept");
    EXPECT_EQ(by_id.at("sad/b.png")["reason"], "exact_dup");
    for (const char* name : {"anger/b2.png", "sad/b.png"}) EXPECT_EQ(by_id.at(name)["label"], "happy");
    EXPECT_EQ(by_id.at("sad/b.png")["label_src"], "sad");
    EXPECT_EQ(by_id.at("contempt/d.png")["label"], "disgust");
    EXPECT_EQ(by_id.at("contempt/d.png")["label_src"], "contempt");
    const auto& counts = built.report.counts.begin()->second;
    EXPECT_TRUE(counts.contains("contempt"));
    EXPECT_FALSE(counts.contains("disgust"));
    const auto row = by_id.at("contempt/d.png")["index"].get<std::size_t>();
    EXPECT_EQ(built.content.class_names[static_cast<std::size_t>(built.content.labels[row])], "disgust");
}

TEST_F(OverriddenBuild, NothingWithoutPictureOrLabelIsResurrected) {
    draw("set/contempt/d.png", blob_picture(48, 5));
    write_file(folder_ / "set" / "happy" / "broken.png", "junk");
    BuildOptions some = options();
    decide(some, "contempt/d.png", {OverrideAction::kKeep});
    some.overrides.set(sha256_of_file(folder_ / "set" / "happy" / "broken.png"), {OverrideAction::kKeep});
    const auto built = collect_dataset(some);
    EXPECT_EQ(reasons(built).at("contempt/d.png"), "excluded_label");
    EXPECT_EQ(reasons(built).at("happy/broken.png"), "decode_error");
    EXPECT_EQ(built.report.overrides_applied, 1);
    EXPECT_EQ(built.report.overrides_unmatched, 1);
}

TEST_F(OverriddenBuild, TheFolderTellsWhatWasDecided) {
    BuildOptions some = options();
    decide(some, "sad/b.png", {OverrideAction::kExclude});
    some.overrides.set(kA, {OverrideAction::kKeep});
    build_dataset(some, folder_ / "out", false);
    EXPECT_THAT(read_file(folder_ / "out" / "report" / "report.md"),
                HasSubstr("1 of 2 overrides met an image, 1 none"));
    const std::string list = read_file(folder_ / "out" / kOverridesName);
    const Json build = Json::parse(read_file(folder_ / "out" / "build.json"));
    EXPECT_EQ(build["overrides"]["sha256"], sha256_hex(std::as_bytes(std::span(list))));
    EXPECT_EQ(build["overrides"]["applied"], 1);
    for (const CheckItem& item : check_dataset(folder_ / "out"))
        EXPECT_NE(item.finding, Finding::kError) << item.detail;

    build_dataset(options(), folder_ / "plain", false);
    EXPECT_FALSE(Json::parse(read_file(folder_ / "plain" / "build.json")).contains("overrides"));
    EXPECT_FALSE(fs::exists(folder_ / "plain" / kOverridesName));
}

TEST_F(OverriddenBuild, TheFoldersOwnListCountsAndSurvives) {
    build_dataset(options(), folder_ / "out", false);
    Overrides overrides;
    overrides.set(hash_of("sad/b.png"), {OverrideAction::kExclude});
    overrides.write(folder_ / "out" / kOverridesName);
    EXPECT_EQ(build_dataset(options(), folder_ / "out", true).reasons.at("user_exclude"), 1);
    EXPECT_EQ(Overrides::read(folder_ / "out" / kOverridesName), overrides);
    BuildOptions others = options();
    decide(others, "fear/c.png", {OverrideAction::kExclude});
    decide(others, "happy/a.png", {OverrideAction::kExclude});
    EXPECT_EQ(build_dataset(others, folder_ / "out", true).kept, 1);
    EXPECT_EQ(Overrides::read(folder_ / "out" / kOverridesName), overrides);
}

TEST_F(OverriddenBuild, UnknownLabelsAndDamagedListsLeaveNothing) {
    BuildOptions some = options();
    decide(some, "sad/b.png", {OverrideAction::kRelabel, "grumpy"});
    EXPECT_THAT(error_of([&] { build_dataset(some, folder_ / "out", false); }, 3), HasSubstr("grumpy"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));

    build_dataset(options(), folder_ / "out", false);
    const std::string before = read_file(folder_ / "out" / "dataset.safetensors");
    write_file(folder_ / "out" / kOverridesName, "pixel_sha256,action,label\nnonsense\n");
    EXPECT_THAT(error_of([&] { build_dataset(options(), folder_ / "out", true); }, 3), HasSubstr("line 2"));
    EXPECT_EQ(read_file(folder_ / "out" / "dataset.safetensors"), before);
}

}  // namespace
}  // namespace bplf
