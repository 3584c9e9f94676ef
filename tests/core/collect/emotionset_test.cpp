// SPDX-License-Identifier: GPL-3.0-or-later
// EmotionSet's own steps: near-duplicates, empty pictures, journal, report, shared manifests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/collect/builder.h"
#include "core/collect/check.h"
#include "core/collect/explain.h"
#include "core/collect/journal.h"
#include "core/collect/near_duplicates.h"
#include "core/collect/paper_tables.h"
#include "core/collect/public_manifest.h"
#include "core/collect/reasons.h"
#include "core/collect/source.h"
#include "core/face/rotation_retry.h"
#include "core/image/illumination.h"
#include "core/image/resize.h"
#include "tests/core/collect/emotionset_fixture.h"
#include "tests/core/dataset/fixtures.h"
#include "tests/core/face/fake_detectors.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;
using test::blob_picture;
using test::brightened;
using test::error_of;
using testing::HasSubstr;
using EmotionSetTest = test::EmotionSetTest;
using Json = nlohmann::json;

TEST_F(EmotionSetTest, NearDuplicatesGoAndStrangersStay) {
    for (std::uint64_t i = 0; i < 8; ++i) draw("set/happy/" + std::to_string(i) + ".png", blob_picture(48, i));
    draw("set/happy/b3.png", brightened(blob_picture(48, 3), 40));
    draw("set/sad/big5.png", resize(blob_picture(48, 5), 96, 96));
    draw("set/sad/x.png", blob_picture(48, 70));
    const auto built = collect_dataset(options());
    const auto result = reasons(built);
    EXPECT_EQ(result.at("happy/3.png"), "kept");
    EXPECT_EQ(result.at("happy/b3.png"), "near_dup");
    EXPECT_EQ(result.at("happy/5.png"), "label_conflict");
    EXPECT_EQ(result.at("sad/big5.png"), "label_conflict");
    EXPECT_EQ(built.report.kept, 8);
}

TEST_F(EmotionSetTest, TheHeldOutCopyStays) {
    draw("set/train/sad/b.png", blob_picture(48, 2));
    draw("set/test/sad/c.png", brightened(blob_picture(48, 2), 30));
    draw("set/train/fear/d.png", blob_picture(48, 9));
    const auto result = reasons(collect_dataset(options()));
    EXPECT_EQ(result.at("train/sad/b.png"), "near_dup");
    EXPECT_EQ(result.at("test/sad/c.png"), "kept");
}

TEST_F(EmotionSetTest, FramesOfOneSequenceStay) {
    draw("set/anger/S010_004_00000017.png", blob_picture(48, 1));
    draw("set/anger/S010_004_00000018.png", brightened(blob_picture(48, 1), 30));
    draw("set/anger/S011_001_00000018.png", brightened(blob_picture(48, 1), 50));
    draw("set/sadness/S012_001_00000018.png", blob_picture(48, 7));
    BuildOptions ck = options();
    ck.sources = {"ck48:" + (folder_ / "set").string()};
    const auto result = reasons(collect_dataset(ck));
    EXPECT_EQ(result.at("anger/S010_004_00000017.png"), "kept");
    EXPECT_EQ(result.at("anger/S010_004_00000018.png"), "kept");
    EXPECT_EQ(result.at("anger/S011_001_00000018.png"), "near_dup");
}

TEST_F(EmotionSetTest, SubjectsStayInOneSplit) {
    for (int subject = 10; subject < 40; ++subject) {
        for (int frame = 1; frame < 4; ++frame) {
            draw("set/" + std::string(subject % 2 == 0 ? "anger" : "happy") + "/S0" + std::to_string(subject) +
                     "_001_0000000" + std::to_string(frame) + ".png",
                 blob_picture(48, static_cast<std::uint64_t>(subject * 5 + frame)));
        }
    }
    BuildOptions ck = options();
    ck.sources = {"ck48:" + (folder_ / "set").string()};
    std::map<std::string, std::set<std::string>> splits;
    std::istringstream stream(collect_dataset(ck).manifest);
    for (std::string text; std::getline(stream, text);) {
        const Json line = Json::parse(text);
        if (line["decision"] == "keep") splits[line["subject"]].insert(line["split"]);
    }
    EXPECT_GE(splits.size(), 20u);
    for (const auto& [subject, of] : splits) EXPECT_EQ(of.size(), 1u) << subject;
}

TEST_F(EmotionSetTest, EmptyPicturesHaveTheirReasons) {
    draw("set/happy/small.png", blob_picture(20, 1));
    Image flat(48, 48, 1, 100);
    flat.at(3, 3) = 255;
    draw("set/happy/flat.png", flat);
    Image two(48, 48, 1, 0);
    for (int y = 0; y < 48; ++y)
        for (int x = 0; x < 24; ++x) two.at(x, y) = 255;
    draw("set/happy/two.png", two);
    draw("set/happy/good.png", blob_picture(48, 2));
    draw("set/sad/good.png", blob_picture(48, 3));
    const auto result = reasons(collect_dataset(options()));
    EXPECT_EQ(result.at("happy/small.png"), "too_small");
    EXPECT_EQ(result.at("happy/flat.png"), "blank");
    EXPECT_EQ(result.at("happy/two.png"), "low_info");
    for (const auto& [id, reason] : result) EXPECT_FALSE(meaning_of(reason).empty()) << reason;
}

TEST_F(EmotionSetTest, ASmallFaceOnAPlainBackgroundIsJudgedWhereItIs) {
    Image plain(400, 400, 1, 200);
    const Image face = blob_picture(40, 2);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x) plain.at(30 + x, 50 + y) = face.at(x, y);
    draw("set/happy/plain.png", plain);
    draw("set/sad/other.png", blob_picture(400, 3));
    BuildOptions found = options();
    found.detector = [] { return std::make_unique<test::FixedBox>(FaceRect{30, 50, 40, 40}); };
    EXPECT_EQ(reasons(collect_dataset(found)).at("happy/plain.png"), "kept");
    found.detector = [] { return std::make_unique<test::FixedBox>(FaceRect{200, 200, 40, 40}); };
    EXPECT_EQ(reasons(collect_dataset(found)).at("happy/plain.png"), "blank") << "that is no face";
}

TEST_F(EmotionSetTest, ReportSaysHowToBuildAgainAndShowsThePaperOnlyItsOwnCollections) {
    for (std::uint64_t i = 0; i < 6; ++i) {
        draw("own set/" + std::string(i % 2 == 0 ? "happy" : "sad") + "/" + std::to_string(i) + ".png",
             blob_picture(48, i));
        draw("kdef/AF0" + std::to_string(i + 1) + "/AF0" + std::to_string(i + 1) + "HAS.JPG", blob_picture(48, 20 + i));
    }
    BuildOptions own = options();
    own.sources = {"folder:" + (folder_ / "own set").string(), "kdef:" + (folder_ / "kdef").string()};
    own.margin = -0.05;
    own.seed = 7;
    build_dataset(own, folder_ / "out", false);
    const std::string report = read_file(folder_ / "out/report/report.md");
    EXPECT_THAT(report, testing::Not(HasSubstr("Table 1")));
    EXPECT_THAT(report, HasSubstr("## Splits"));
    EXPECT_THAT(report, HasSubstr("KDEF: on request"));
    EXPECT_THAT(report, HasSubstr("bplf dataset build emotionset --source 'folder:" + (folder_ / "own set").string() +
                                  "' --source kdef:"));
    EXPECT_THAT(report, HasSubstr(" --face-crop none --margin -0.05 --seed 7 --out DIR\n"));
    EXPECT_THAT(report, HasSubstr("- tool: bplf "));
    draw("jaffe/KA.AN1.39.png", blob_picture(48, 50));
    own.sources.push_back("jaffe:" + (folder_ / "jaffe").string());
    build_dataset(own, folder_ / "with", false);
    const std::string with = read_file(folder_ / "with/report/report.md");
    EXPECT_THAT(with, HasSubstr("Table 1"));
    EXPECT_THAT(with, HasSubstr("| all | 1 | 1 | 100.0 % | 36891 | 18735 | 50.8 % |")) << "own pictures are not in it";
}

TEST_F(EmotionSetTest, WritesReportAndExplains) {
    for (std::uint64_t i = 0; i < 6; ++i) draw("set/happy/" + std::to_string(i) + ".png", blob_picture(48, i));
    draw("set/sad/x.png", blob_picture(48, 70));
    draw("set/sad/copy.png", brightened(blob_picture(48, 70), 40));
    write_file(folder_ / "set" / "sad" / "broken.png", "junk");
    BuildOptions truncated = options();
    truncated.svd = "rank:4";
    const BuildReport report = build_dataset(truncated, folder_ / "out", false);
    EXPECT_EQ(report.kept, 7);
    const std::string text = read_file(folder_ / "out" / "report" / "report.md");
    for (const char* part : {"near_dup | 1", "broken.png", "PSNR", "sheets/near_dup.png"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_TRUE(fs::exists(folder_ / "out" / "report" / "sheets" / "kept-3.png"));
    EXPECT_THAT(read_file(folder_ / "out" / "report" / "counts.csv"), HasSubstr("sad,none,decode_error,1"));
    const Json build = Json::parse(read_file(folder_ / "out" / "build.json"));
    EXPECT_EQ(build["report"].size(), 3u + 2 * 3);  // kept happy, kept sad, near_dup
    EXPECT_EQ(build["inputs"][0]["sha256"].get<std::string>().size(), 64u);
    for (const CheckItem& item : check_dataset(folder_ / "out"))
        EXPECT_NE(item.finding, Finding::kError) << item.detail;

    const auto explained = explain_image(folder_ / "out", "sad/x.png");
    ASSERT_EQ(explained.size(), 1u);
    EXPECT_THAT(explained[0].text, HasSubstr("near_dup"));
    EXPECT_THAT(explained[0].text, HasSubstr("sad/copy.png, which is kept"));
    EXPECT_EQ(explain_image(folder_ / "out", (folder_ / "set" / "happy" / "1.png").string()).size(), 1u);
    EXPECT_THAT(error_of([&] { explain_image(folder_ / "out", "nobody.png"); }, 3), HasSubstr("nobody.png"));
}

TEST_F(EmotionSetTest, SharedManifestsBuildTheSame) {
    for (std::uint64_t i = 0; i < 30; ++i) {
        draw("set/" + std::string(i % 3 == 0 ? "sad" : "happy") + "/" + std::to_string(i) + ".png",
             blob_picture(48, i));
    }
    build_dataset(options(), folder_ / "out", false);
    write_public_manifest(folder_ / "out", folder_ / "public.jsonl", false);
    const std::string shared = read_file(folder_ / "public.jsonl");
    EXPECT_THAT(shared, testing::Not(HasSubstr(folder_.path().string())));
    EXPECT_THAT(shared, testing::Not(HasSubstr(".png")));
    fs::rename(folder_ / "set", folder_ / "elsewhere");
    BuildOptions other;
    other.sources = {"folder:" + (folder_ / "elsewhere").string()};
    EXPECT_EQ(rebuild_dataset(other, folder_ / "public.jsonl", folder_ / "again", false).notes.size(), 0u);
    EXPECT_EQ(Dataset::open(folder_ / "again").content_sha256(), Dataset::open(folder_ / "out").content_sha256());
    fs::remove(folder_ / "elsewhere" / "sad" / "3.png");
    const auto partial = rebuild_dataset(other, folder_ / "public.jsonl", folder_ / "part", false);
    EXPECT_THAT(partial.notes, testing::ElementsAre(HasSubstr("1 images")));
    write_file(folder_ / "bad.jsonl", shared.substr(0, shared.size() / 2));
    EXPECT_THAT(error_of([&] { rebuild_dataset(other, folder_ / "bad.jsonl", folder_ / "no", false); }, 3),
                HasSubstr("line"));
    for (const auto& [key, value] :
         std::vector<std::pair<std::string, nlohmann::json>>{{"crop", {20, 20, 9223372036854775808.0, 0}},
                                                             {"crop", {20, 20, 5}},
                                                             {"w", 9e18},
                                                             {"h", 0},
                                                             {"group", -1},
                                                             {"index", 1e300}}) {
        std::istringstream lines(shared);
        std::string header, text;
        std::getline(lines, header);
        do {
            std::getline(lines, text);
        } while (nlohmann::json::parse(text)["decision"] != "keep");
        auto line = nlohmann::json::parse(text);
        line[key] = value;
        write_file(folder_ / "bad.jsonl", header + "\n" + line.dump() + "\n");
        EXPECT_THAT(error_of([&] { rebuild_dataset(other, folder_ / "bad.jsonl", folder_ / "no", false); }, 3),
                    HasSubstr("line 2"))
            << key;
    }
}

TEST(Journal, SurvivesTornLinesAndKeepsNumbersExactly) {
    const test::TempDir folder;
    const fs::path file = folder / "journal.wal";
    SearchResult found;
    found.face = Face{{1.0 / 3, 2, 30.25, 30.25}, 11.5, std::nullopt, 0.92, -15};
    found.several_faces = true;
    {
        Journal journal(file, "settings");
        journal.add("a", found);
        journal.add("b", {});
        journal.flush();
    }
    const std::string whole = read_file(file);
    write_file(file, whole + "0123456789abcdef {\"k\":\"c\"");
    {
        Journal journal(file, "settings");
        EXPECT_EQ(journal.size(), 2u);
        ASSERT_TRUE(journal.find("a") && journal.find("a")->face);
        EXPECT_EQ(journal.find("a")->face->box, found.face->box);
        EXPECT_EQ(journal.find("a")->face->roll, -15);
        EXPECT_TRUE(journal.find("a")->several_faces);
        EXPECT_FALSE(journal.find("b")->face);
        EXPECT_FALSE(journal.find("c"));
    }
    EXPECT_EQ(read_file(file), whole);
    EXPECT_EQ(Journal(file, "other settings").size(), 0u);
}

/// Finds a face only in pictures whose bright corner was turned to the top.
class UprightOnly final : public FaceDetector {
  public:
    std::string name() const override { return "upright"; }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image& image, const DetectOptions&) override {
        ++calls;
        if (calls < 4) return {};
        Face face;
        face.box = {image.width / 2.0 + 5, image.height / 2.0 - 5, 10, 10};
        return {face};
    }
    int calls = 0;
};

double mean_difference(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(int{a.pixels[i]} - int{b.pixels[i]});
    return sum / static_cast<double>(a.pixels.size());
}

TEST(RotationRetry, GivesPlacesInTheGivenPicture) {
    RotationRetry retry(std::make_unique<UprightOnly>());
    const auto faces = retry.detect(Image(60, 60, 1, 100));  // found at the third turn, −30 degrees
    ASSERT_EQ(faces.size(), 1u);
    EXPECT_EQ(faces[0].roll, -30);
    const double x = faces[0].box.x + 5 - 30, y = faces[0].box.y + 5 - 30;
    EXPECT_NEAR(x, 10 * std::cos(M_PI / 6), 1e-9);
    EXPECT_NEAR(y, -10 * std::sin(M_PI / 6), 1e-9);
}

TEST(RotationRetry, CropsATurnedPictureUpright) {
    const Image upright = blob_picture(60, 4);
    const Image turned = rotate(upright, 30, 30, 30);  // counter-clockwise, so that the head's roll is −30
    const Image back = sample_square(turned, {{30, 30}, 20, -30}, 20);
    const Image expected = sample_square(upright, {{30, 30}, 20, 0}, 20);
    EXPECT_LT(mean_difference(back, expected), 3);
}

TEST(Illumination, EvensOutAndLeavesFlatPictures) {
    const Image flat(48, 48, 1, 90);
    EXPECT_EQ(even_out(flat, Illumination::kEqualize), flat);
    const Image dark = brightened(blob_picture(48, 3), 0);
    const auto range = [](const Image& image) {
        const auto [low, high] = std::minmax_element(image.pixels.begin(), image.pixels.end());
        return *high - *low;
    };
    EXPECT_EQ(range(even_out(dark, Illumination::kEqualize)), 255);
    EXPECT_NE(even_out(dark, Illumination::kClahe), dark);
    EXPECT_THAT(error_of([] { parse_illumination("bright"); }, 2), HasSubstr("bright"));
}

TEST(PaperTables, AddUpAsInThePaper) {
    std::int64_t read = 0, kept = 0, official = 0;
    for (std::size_t i = 0; i < kEmotions; ++i) {
        std::int64_t column_sum = 0;
        for (const PaperColumn& column : paper_table_1()) {
            column_sum += column.printed[i];
            if (column.collection == "FER2013") official += column.official[i];
        }
        EXPECT_EQ(column_sum, paper_images_read()[i]) << i;
        read += paper_images_read()[i];
        kept += paper_images_kept()[i];
    }
    EXPECT_EQ(read, 36891);
    EXPECT_EQ(kept, 18735);
    EXPECT_EQ(official, 35887);
}

}  // namespace
}  // namespace bplf
