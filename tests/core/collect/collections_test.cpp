// SPDX-License-Identifier: GPL-3.0-or-later
// The readers of published collections, on small trees with their real layouts and names.
#include <set>

#include "core/collect/builder.h"
#include "core/collect/source_kind.h"
#include "tests/core/collect/collections_fixture.h"

namespace bplf::test {
namespace {

class CkPlusTest : public CollectionsTest {
  protected:
    void make_ckplus() {
        const auto sequence = [&](const std::string& subject, const std::string& take, int first, int frames) {
            for (int i = first; i < first + frames; ++i) {
                const std::string number = std::string(8 - std::to_string(i).size(), '0') + std::to_string(i);
                draw("cohn-kanade-images/" + subject + "/" + take + "/" + subject + "_" + take + "_" + number + ".png");
            }
        };
        const auto label = [&](const std::string& subject, const std::string& take, const std::string& last, int code) {
            write("Emotion/" + subject + "/" + take + "/" + subject + "_" + take + "_" + last + "_emotion.txt",
                  "   " + std::to_string(code) + ".0000000e+00\n");
        };
        sequence("S005", "001", 1, 6);
        sequence("S010", "002", 14, 5);  // numbers need not start at 1
        sequence("S010", "004", 1, 4);
        sequence("S011", "001", 1, 3);
        label("S005", "001", "00000006", 3);
        label("S010", "002", "00000018", 5);
        label("S010", "004", "00000004", 2);
        write("cohn-kanade-images/.DS_Store", "x");
        write("cohn-kanade-images/S005/001/Thumbs.db", "x");
    }
};

TEST_F(CollectionsTest, JaffeReadsNamesInAnyFolder) {
    for (const char* name : {"KA.AN1.39.tiff", "KA.DI1.42.tiff", "KM.FE2.12.tiff", "ym.ha1.52.TIFF", "NM.NE1.93.jpg",
                             "sad/TM.SA2.185.tiff.bmp", "UY.SU3.145.png"}) {
        draw(name);
    }
    write("README_FIRST.txt", "ratings");
    const auto source = open_source(at("jaffe"));
    EXPECT_EQ(source->collection(), "JAFFE");
    EXPECT_THAT(source->notes(), ElementsAre(HasSubstr("here are 7 of 6")));
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 7u);
    EXPECT_EQ(records[0].id, "KA.AN1.39.tiff");
    EXPECT_EQ(records[0].label, "anger");
    EXPECT_EQ(records[0].group, "KA");
    EXPECT_EQ(records[0].sequence, "KA.AN");
    EXPECT_EQ(records[0].image.width, 32);
    EXPECT_EQ(records[0].file_hash.size(), 64u);
    std::set<std::string> words;
    for (const auto& record : records) {
        EXPECT_TRUE(record.problem.empty()) << record.id << record.problem;
        words.insert(record.label);
    }
    EXPECT_EQ(words.size(), 7u);
}

TEST_F(CkPlusTest, CkPlusTakesTheLastThreeFramesAndTheFirstAsNeutral) {
    make_ckplus();
    const auto records = read("ckplus");
    EXPECT_THAT(labels(records), ElementsAre(std::pair("contempt", 3), std::pair("disgust", 3), std::pair("happy", 3),
                                             std::pair("neutral", 3), std::pair("none", 1)));
    EXPECT_THAT(records[0].id, HasSubstr("S005_001_00000001.png"));
    EXPECT_EQ(records[0].label, "neutral");
    EXPECT_THAT(records[3].id, HasSubstr("S005_001_00000006.png"));
    EXPECT_EQ(records[3].sequence, "S005/001");
    EXPECT_EQ(records[3].group, "S005");
    EXPECT_EQ(records.back().reason, "excluded_label");
    EXPECT_FALSE(records.back().problem.empty());
}

TEST_F(CkPlusTest, SequencesWithoutALabelCanBeGivenOne) {
    make_ckplus();
    const auto unlabelled = read("ckplus").back();
    BuildOptions build;
    build.sources = {at("ckplus")};
    build.face_crop = "none";
    EXPECT_EQ(collect_dataset(build).report.reasons.at("excluded_label"), 1);
    build.overrides.set(pixel_hash(unlabelled.image), {OverrideAction::kRelabel, "fear"});
    const auto built = collect_dataset(build);
    EXPECT_FALSE(built.report.reasons.contains("excluded_label"));
    EXPECT_EQ(Dataset(built.content).counts()[2][0], 1) << "fear, for training";
}

TEST_F(CkPlusTest, CkPlusHasOtherPolicies) {
    make_ckplus();
    SourceOptions options;
    options.set("ck-frames", "1");
    options.set("ck-neutral", "first_of_all");
    EXPECT_EQ(labels(read("ckplus", options))["neutral"], 4);
    EXPECT_EQ(labels(read("ckplus", options))["happy"], 1);
    options.set("ck-neutral", "first_per_subject");
    EXPECT_EQ(labels(read("ckplus", options))["neutral"], 3);
    options.set("ck-neutral", "none");
    EXPECT_EQ(labels(read("ckplus", options)).count("neutral"), 0u);
    options.set("ck-neutral", "all");
    EXPECT_THAT(error_of([&] { read("ckplus", options); }, kUsage), HasSubstr("--ck-neutral"));
    options.set("ck-neutral", "");
    options.set("ck-frames", "0");
    EXPECT_THAT(error_of([&] { read("ckplus", options); }, kUsage), HasSubstr("--ck-frames"));
}

TEST_F(CkPlusTest, CkPlusHalfCopiedIsSaid) {
    make_ckplus();
    write("Emotion/S130/007/S130_007_00000020_emotion.txt", "   7.0000000e+00\n");
    write("Emotion/S005/001/S005_001_00000006_emotion.txt", "   what\n");
    const auto records = read("ckplus");
    EXPECT_EQ(records.front().reason, "unknown_label");
    EXPECT_EQ(records.back().reason, "no_frame");
    EXPECT_EQ(records.back().label, "surprise");
    EXPECT_THAT(open_source(at("ckplus"))->notes(),
                testing::Contains(HasSubstr("1 labelled sequences have no images")));
    std::filesystem::remove_all(folder_ / "Emotion");
    EXPECT_THAT(error_of([&] { read("ckplus"); }, kInput), HasSubstr("no labels"));
}

TEST_F(CkPlusTest, CkPlusReadsItsTableOfPixels) {
    write("ckextended.csv",
          "emotion,pixels,Usage\n7," + csv_pixels(1) + ",Training\n0," + csv_pixels(2) + ",PublicTest\n");
    const auto records = read_all(*open_source((folder_ / "ckextended.csv").string()));
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].label, "contempt");
    EXPECT_EQ(records[1].label, "anger");
    EXPECT_EQ(records[1].split, Split::kValidation);
}

TEST_F(CkPlusTest, PicturesOfCk48BesideItAreNoFrames) {
    make_ckplus();
    draw("CK+48/disgust/S005_001_00000006.png");
    draw("CK+48/disgust/S005_001_00000005.png");
    const auto source = open_source(at("ckplus"));
    EXPECT_THAT(source->notes(), testing::Contains(HasSubstr("2 pictures of CK+48 lie there too")));
    const auto records = read_all(*source);
    EXPECT_EQ(records.size(), 13u);
    for (const auto& record : records) EXPECT_THAT(record.id, HasSubstr("cohn-kanade-images/"));
}

TEST_F(CkPlusTest, PersonsStayInOneSplitOverBothReleases) {
    make_ckplus();
    for (const char* name : {"ck48/happy/S010_002_00000018.png", "ck48/disgust/S005_001_00000006.png",
                             "ck48/sadness/S011_001_00000003.png", "ck48/sadness/S501_001_00000003.png"}) {
        draw(name);
    }
    BuildOptions build;
    build.sources = {at("ckplus", "cohn-kanade"), at("ck48", "ck48")};
    std::filesystem::create_directories(folder_ / "cohn-kanade");
    std::filesystem::rename(folder_ / "cohn-kanade-images", folder_ / "cohn-kanade/cohn-kanade-images");
    std::filesystem::rename(folder_ / "Emotion", folder_ / "cohn-kanade/Emotion");
    build.face_crop = "none";
    build.split_shares = {0.4, 0.3, 0.3};
    const auto content = collect_dataset(build).content;
    std::map<std::int32_t, std::set<std::uint8_t>> splits, sources;
    for (std::size_t row = 0; row < content.groups.size(); ++row) {
        splits[content.groups[row]].insert(content.splits[row]);
        sources[content.groups[row]].insert(content.sources[row]);
    }
    EXPECT_EQ(splits.size(), 4u) << "one group for each of the four persons";
    int shared = 0;
    for (const auto& [group, of] : splits) EXPECT_EQ(of.size(), 1u) << group;
    for (const auto& [group, of] : sources) shared += of.size() == 2;
    EXPECT_EQ(shared, 2) << "S005 and S010";
}

TEST_F(CollectionsTest, Ck48KeepsSubjectsAndSequences) {
    draw("CK+48/anger/S010_004_00000017.png");
    draw("CK+48/anger/S010_004_00000018.png");
    draw("CK+48/contempt/S138_008_00000007.png");
    draw("CK+48/sadness/S011_002_00000020.png");
    const auto source = open_source(at("ck48"));
    EXPECT_EQ(source->collection(), "CK+");
    EXPECT_THAT(source->class_names(), ElementsAre("anger", "contempt", "sadness"));
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 4u);
    EXPECT_EQ(records[0].group, "S010");
    EXPECT_EQ(records[0].sequence, records[1].sequence);
}

TEST_F(CkPlusTest, WrongLayoutsAreNamed) {
    draw("a/anger/S010_004_00000017.png");
    EXPECT_THAT(error_of([&] { open_source(at("ckplus", "a")); }, kInput),
                HasSubstr("This looks like CK+48, not CK+ (the original release)"));
    EXPECT_THAT(error_of([&] { open_source(at("jaffe", "a")); }, kInput), HasSubstr("CK+48"));
    make_ckplus();
    std::filesystem::remove_all(folder_ / "a");
    EXPECT_THAT(error_of([&] { open_source(at("ck48")); }, kInput),
                HasSubstr("This looks like CK+ (the original release), not CK+48"));
    EXPECT_THAT(error_of([&] { open_source(at("mmi")); }, kInput), HasSubstr("CK+ (the original"));
    EXPECT_THAT(error_of([&] { open_source(at("idx")); }, kInput), HasSubstr("CK+ (the original"));
    std::filesystem::create_directories(folder_ / "empty");
    for (const std::string& kind : source_kinds()) {
        EXPECT_THAT(error_of([&] { open_source(at(kind, "empty")); }, kInput), HasSubstr("empty")) << kind;
    }
}

TEST_F(CollectionsTest, LayoutsAreRecognised) {
    const auto title = [&](const std::string& file) {
        std::filesystem::remove_all(folder_ / "x");
        write("x/" + file, "");
        const SourceKind* kind = recognise_source(folder_ / "x");
        return kind != nullptr ? kind->kind : std::string("none");
    };
    EXPECT_EQ(title("KA.AN1.39.tiff"), "jaffe");
    EXPECT_EQ(title("happy/S010_004_00000017.png"), "ck48");
    EXPECT_EQ(title("cohn-kanade-images/S010/004/S010_004_00000017.png"), "ckplus");
    EXPECT_EQ(title("Sessions/12/session.xml"), "mmi");
    EXPECT_EQ(title("AF01/AF01ANS.JPG"), "kdef");
    EXPECT_EQ(title("EmoLabel/list_patition_label.txt"), "rafdb");
    EXPECT_EQ(title("train/angry/Training_3908.jpg"), "fer2013");
    EXPECT_EQ(title("train-images-idx3-ubyte.gz"), "idx");
    EXPECT_EQ(title("data_batch_1.bin"), "cifar10");
    EXPECT_EQ(title("happy/me.png"), "folder");
    write("x/fer2013.csv", "emotion,pixels\n");
    EXPECT_EQ(recognise_source(folder_ / "x")->kind, "fer2013");
    EXPECT_EQ(recognise_source(folder_ / "x/fer2013.csv")->kind, "fer2013");
    EXPECT_EQ(title("notes.txt"), "none");
}

TEST_F(CollectionsTest, KdefReadsByPositionAndUsesStraightViews) {
    draw("AF01/AF01AFS.JPG");
    draw("AF01/AF01HAHL.JPG");
    draw("BF01/BF01SUS.JPG");
    const auto records = read("kdef");
    ASSERT_EQ(records.size(), 3u);
    EXPECT_EQ(records[0].label, "fear");
    EXPECT_EQ(records[1].reason, "bad_view");
    EXPECT_EQ(records[0].group, "F01");
    EXPECT_EQ(records[2].group, "F01");  // the same person in both sessions
    EXPECT_NE(records[0].sequence, records[2].sequence);
}

TEST_F(CollectionsTest, RafDbFollowsItsList) {
    write("EmoLabel/list_patition_label.txt",
          "train_00001.jpg 5\ntest_0001.jpg 1\ntrain_00002.jpg 4\n"
          "train_00003.jpg 9\n");
    draw("Image/aligned/train_00001_aligned.jpg");
    draw("Image/aligned/test_0001_aligned.jpg");
    draw("Image/original/train_00003.jpg");
    const auto records = read("rafdb");
    ASSERT_EQ(records.size(), 4u);
    EXPECT_EQ(records[0].label, "sad");
    EXPECT_EQ(records[0].split, Split::kTrain);
    EXPECT_EQ(records[1].label, "surprise");
    EXPECT_EQ(records[1].split, Split::kTest);
    EXPECT_THAT(records[2].problem, HasSubstr("missing"));
    EXPECT_EQ(records[3].reason, "unknown_label");
    write("EmoLabel/list_patition_label.txt", "train_00001.jpg\n");
    EXPECT_THAT(error_of([&] { read("rafdb"); }, kInput), HasSubstr("line 1"));
}

class MmiTest : public CollectionsTest {
  protected:
    void session(const std::string& number, const std::string& stem, const std::string& emotion, int view,
                 int frames = 9) {
        const std::string folder = "mmi-facial-expression-database_download/Sessions/" + number + "/";
        if (frames > 0) write_avi(folder_ / (folder + stem + ".avi"), frames);
        write(folder + "session.xml", "<?xml version=\"1.0\"?>\n<session><track name=\"" + stem + "\" view=\"" +
                                          std::to_string(view) + "\"/></session>\n");
        write(folder + stem + ".xml",
              "<Annotation>\n" + (emotion.empty() ? "" : "<Metatag Name=\"Emotion\" Value=\"" + emotion + "\" />\n") +
                  "</Annotation>\n");
        write(folder + stem + "-oao_aucs.xml", "<ActionUnit Number=\"1\"/>");
    }
};

TEST_F(MmiTest, TakesFramesAroundTheMiddle) {
    session("1767", "S001-001", "4", 0);
    session("1768", "S001-002", "6", 1);  // profile
    session("1769", "S002-106", "", 0);   // no emotion
    session("1770", "S003-001", "8", 0);  // bored: none of the seven
    const auto source = open_source(at("mmi"));
    EXPECT_EQ(source->size(), 8);
    EXPECT_THAT(source->class_names(), testing::Not(testing::Contains("emotion8")));
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 8u);
    EXPECT_EQ(records[0].label, "happiness");
    EXPECT_THAT(records[0].id, testing::EndsWith("S001-001.avi#3"));
    EXPECT_THAT(records[2].id, testing::EndsWith("S001-001.avi#5"));
    EXPECT_NEAR(records[1].image.pixels[300], 60, 4);
    EXPECT_EQ(records[0].group, "S001");
    EXPECT_EQ(records[0].sequence, "1767");
    EXPECT_EQ(records[3].reason, "bad_view");
    EXPECT_EQ(records[4].reason, "excluded_label");
    EXPECT_EQ(records[5].label, "emotion8");
}

TEST_F(MmiTest, ShortAndBrokenVideosAreListed) {
    session("1", "S001-001", "1", 0, 2);
    session("2", "S001-002", "2", 0, 0);
    write("mmi-facial-expression-database_download/Sessions/2/S001-002.avi", "RIFF but no video");
    SourceOptions options;
    options.set("mmi-frames", "16");
    const auto records = read("mmi", options);
    ASSERT_EQ(records.size(), 3u);
    EXPECT_EQ(records[2].reason, "decode_error");
    EXPECT_THAT(records[2].problem, HasSubstr("video"));
}

TEST_F(MmiTest, WithoutEmotionsIsRefused) {
    session("1", "S001-001", "", 0, 2);
    EXPECT_THAT(error_of([&] { read("mmi"); }, kInput), HasSubstr("no emotions"));
}

}  // namespace
}  // namespace bplf::test
