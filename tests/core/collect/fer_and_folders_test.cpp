// SPDX-License-Identifier: GPL-3.0-or-later
// FER2013's folders, the votes of FER+, and label tables.
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/collect/builder.h"
#include "core/collect/pack.h"
#include "tests/core/collect/collections_fixture.h"

namespace bplf::test {
namespace {

TEST_F(CollectionsTest, Fer2013FoldersRecoverTheSplits) {
    draw("train/angry/Training_1426440.jpg");
    draw("test/happy/PublicTest_1.jpg");
    draw("test/happy/PrivateTest_2.jpg");
    const auto source = open_source(at("fer2013"));
    EXPECT_EQ(source->collection(), "FER2013");
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 3u);
    EXPECT_EQ(records[0].split, Split::kTest);
    EXPECT_EQ(records[1].split, Split::kValidation);
    EXPECT_EQ(records[2].split, Split::kTrain);
    SourceOptions votes;
    votes.set("ferplus", (folder_ / "votes.csv").string());
    EXPECT_THAT(error_of([&] { read("fer2013", votes); }, kUsage), HasSubstr("order"));
}

TEST_F(CollectionsTest, PicturesOfOtherNamesAmongThoseOfFer2013Count) {
    draw("train/angry/Training_1426440.jpg");
    draw("train/angry/mine.jpg");
    draw("train/grumpy/mine.jpg");
    EXPECT_EQ(full_spelling(folder_.path().string()), "folder:" + folder_.path().string());
    const auto records = read_all(*open_source(folder_.path().string()));
    EXPECT_EQ(records.size(), 3u);
    for (const SourceRecord& record : records) EXPECT_EQ(record.problem, "") << record.id;
    const auto named = read_all(*open_source(at("fer2013")));
    ASSERT_EQ(named.size(), 3u) << "where FER2013 is named, the others are left out with a reason";
    EXPECT_EQ(named[0].problem, "");
    for (const std::size_t i : {1, 2}) EXPECT_EQ(named[i].reason, "excluded_label") << named[i].id;
}

TEST_F(CollectionsTest, GenuineFer2013Folders) {
    BPLF_REQUIRE_SHARED(shared);
    const auto source = open_source("fer2013:" + (shared / "data" / "fer2013" / "sample_folders").string());
    EXPECT_EQ(read_all(*source).size(), 140u);
}

TEST_F(CollectionsTest, CkExtendedIsNoFer2013) {
    write("ckextended.csv", "emotion,pixels,Usage\n7," + csv_pixels(1) + ",Training\n");
    EXPECT_THAT(error_of([&] { read_all(*open_source(at("fer2013", "ckextended.csv"))); }, kInput),
                HasSubstr("ckextended"));
}

class FerPlusTest : public CollectionsTest {
  protected:
    void SetUp() override {
        std::string rows = "emotion,pixels,Usage\n";
        for (unsigned i = 0; i < 5; ++i) rows += "0," + csv_pixels(i) + (i < 3 ? ",Training\n" : ",PublicTest\n");
        write("fer2013.csv", rows);
        write("votes.csv",
              "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\r\n"
              "Training,fer0000000.png,1,0,0,0,9,0,0,0,0,0\r\n"
              "Training,fer0000001.png,5,5,0,0,0,0,0,0,0,0\r\n"
              "Training,,0,0,0,0,0,0,0,0,0,10\r\n"
              "PublicTest,fer0028709.png,0,10,0,0,0,0,0,0,0,0\r\n"
              "PublicTest,fer0028710.png,0,0,0,0,2,0,0,8,0,0\r\n");
        options_.set("ferplus", (folder_ / "votes.csv").string());
    }
    std::vector<SourceRecord> read() { return read_all(*open_source(at("fer2013", "fer2013.csv"), options_)); }
    SourceOptions options_;
};

TEST_F(FerPlusTest, FiltersWithoutRelabelling) {
    const auto records = read();
    ASSERT_EQ(records.size(), 5u);
    EXPECT_TRUE(records[1].problem.empty());
    EXPECT_EQ(records[2].reason, "ferplus_nf");
    EXPECT_EQ(records[3].label, "anger");
    EXPECT_THAT(records[0].votes, ElementsAre(1, 0, 0, 0, 9, 0, 0, 0, 0, 0));
}

TEST_F(FerPlusTest, MajorityAndAgreement) {
    options_.set("fer-labels", "ferplus_majority");
    auto records = read();
    EXPECT_EQ(records[0].label, "anger");
    EXPECT_EQ(records[1].reason, "ferplus_unknown");
    EXPECT_EQ(records[3].label, "happiness");
    EXPECT_EQ(records[4].label, "contempt");
    options_.set("fer-labels", "agree");
    records = read();
    EXPECT_TRUE(records[0].problem.empty());
    EXPECT_EQ(records[3].reason, "ferplus_unknown");
}

TEST_F(FerPlusTest, VotesAreSoftLabelsWhereAskedFor) {
    EXPECT_TRUE(read()[0].label_weights.empty()) << "labels of FER2013 itself are hard ones";
    options_.set("fer-labels", "votes");
    const auto records = read();
    EXPECT_EQ(records[0].label, "anger");
    EXPECT_THAT(records[0].label_weights, ElementsAre(std::pair("neutral", 1.0), std::pair("anger", 9.0)));
    EXPECT_EQ(records[1].label, "neutral") << "no majority is needed, and the first of equal ones counts";
    EXPECT_TRUE(records[1].problem.empty());
    EXPECT_EQ(records[2].reason, "ferplus_nf");
    EXPECT_EQ(records[4].label, "contempt");
}

TEST_F(FerPlusTest, ARelabelledImageHasTheWholeWeightOnItsLabel) {
    options_.set("fer-labels", "votes");
    BuildOptions build;
    build.sources = {at("fer2013", "fer2013.csv")};
    build.source_options = options_;
    build.face_crop = "none";
    build.overrides.set(pixel_hash(read()[0].image), {OverrideAction::kRelabel, "sad"});
    const auto built = collect_dataset(build);
    std::istringstream lines(built.manifest);
    std::string first;
    std::getline(lines, first);
    const auto line = nlohmann::json::parse(first);
    EXPECT_FALSE(line.contains("label_weights"));
    const std::size_t row = line["index"];
    EXPECT_EQ(built.content.label_weights[row * built.content.class_names.size() + 5], 1) << "sad";
}

TEST_F(FerPlusTest, APersonOverrulesTheVoters) {
    options_.set("fer-labels", "ferplus_majority");
    const auto records = read();
    BuildOptions build;
    build.sources = {at("fer2013", "fer2013.csv")};
    build.source_options = options_;
    build.face_crop = "none";
    const auto reasons = [&] {
        std::vector<std::string> words;
        std::istringstream lines(collect_dataset(build).manifest);
        for (std::string line; std::getline(lines, line);) words.push_back(nlohmann::json::parse(line)["reason"]);
        return words;
    };
    EXPECT_THAT(reasons(), ElementsAre("kept", "ferplus_unknown", "ferplus_nf", "kept", "kept"));
    build.overrides.set(pixel_hash(records[2].image), {OverrideAction::kKeep});
    build.overrides.set(pixel_hash(records[1].image), {OverrideAction::kKeep});
    EXPECT_THAT(reasons(), ElementsAre("kept", "ferplus_unknown", "kept", "kept", "kept"));
    build.overrides.set(pixel_hash(records[1].image), {OverrideAction::kRelabel, "sad"});
    EXPECT_THAT(reasons(), ElementsAre("kept", "kept", "kept", "kept", "kept"));
}

TEST_F(FerPlusTest, OtherRowsAreRefused) {
    write("fer2013.csv", "emotion,pixels,Usage\n0," + csv_pixels(1) + ",Training\n");
    EXPECT_THAT(error_of([&] { read(); }, kInput), HasSubstr("other rows"));
    write("votes.csv", "a,b\n");
    EXPECT_THAT(error_of([&] { read(); }, kInput), HasSubstr("line 1"));
    options_.set("ferplus", "");
    options_.set("fer-labels", "agree");
    EXPECT_THAT(error_of([&] { read(); }, kUsage), HasSubstr("table of votes"));
}

TEST_F(CollectionsTest, LabelTablesMapAnyWords) {
    draw("faces/grumpy/a.png");
    draw("faces/7/b.png");
    draw("faces/odd/c.png");
    write("table.txt", "# mine\ngrumpy = Angry\n7,happiness\nodd\tskip\n");
    SourceOptions options;
    options.set("labels", (folder_ / "table.txt").string());
    const auto source = open_source(at("folder", "faces"), options);
    EXPECT_THAT(source->class_names(), ElementsAre("anger", "happy"));
    const auto records = read_all(*source);
    EXPECT_EQ(records[0].label, "happy");
    EXPECT_EQ(records[1].label, "anger");
    EXPECT_EQ(records[2].reason, "excluded_label");
}

TEST_F(CollectionsTest, LabelTablesAreChecked) {
    draw("faces/grumpy/a.png");
    draw("faces/odd/c.png");
    SourceOptions options;
    options.set("labels", (folder_ / "table.txt").string());
    const auto says = [&](const std::string& table) {
        write("table.txt", table);
        return error_of([&] { open_source(at("folder", "faces"), options); }, kInput);
    };
    EXPECT_THAT(says("grumpy = anger\n"), HasSubstr("odd"));
    EXPECT_THAT(says("grumpy = anger\nodd =\n"), HasSubstr("line 2"));
    EXPECT_THAT(says("grumpy = anger\ngrumpy = sad\n"), HasSubstr("twice"));
    EXPECT_THAT(says("grumpy\n"), HasSubstr("line 1"));
    EXPECT_THAT(says("\n"), HasSubstr("no line"));
}

TEST_F(CollectionsTest, LabelTablesNeedNoLineForEmotionsAndTakeAnyLabel) {
    draw("faces/Happiness/a.png");
    draw("faces/grumpy/b.png");
    write("table.txt", "grumpy = bored\n");
    SourceOptions options;
    options.set("labels", (folder_ / "table.txt").string());
    EXPECT_THAT(open_source(at("folder", "faces"), options)->class_names(), ElementsAre("bored", "happy"));
}

TEST_F(CollectionsTest, FerTablesForEachSplitAreOneSource) {
    write("fer/training.csv", "emotion,pixels\n3," + csv_pixels(1) + "\n");
    write("fer/publictest.csv", "emotion,pixels\n6," + csv_pixels(2) + "\n");
    const auto records = read_all(*open_source((folder_ / "fer").string()));
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].id, "publictest.csv/line#2");
    EXPECT_EQ(records[0].split, Split::kValidation);
    EXPECT_EQ(records[1].split, Split::kTrain);
    write("fer/more.csv", "emotion,pixels\n6," + csv_pixels(2) + "\n");
    EXPECT_THAT(error_of([&] { open_source(at("fer2013", "fer")); }, kInput), HasSubstr("more.csv"));
    EXPECT_EQ(read_all(*open_source(at("fer2013", "fer/more.csv@test")))[0].split, Split::kTest);
    const std::string bare = (folder_ / "fer" / "more.csv@test").string();
    EXPECT_EQ(describe_data(bare).images, 1);
    EXPECT_EQ(open_data(bare).rows(Split::kTest).size(), 1u);
}

TEST_F(CollectionsTest, AFolderThatHoldsTheFerTableIsRead) {
    write("fer/fer2013.csv", "emotion,pixels,Usage\n3," + csv_pixels(1) + ",Training\n");
    write("fer/train.csv", "emotion,pixels\n3," + csv_pixels(1) + "\n");
    const auto source = open_source((folder_ / "fer").string());
    EXPECT_EQ(source->name(), at("fer2013", "fer/fer2013.csv"));
    EXPECT_EQ(source->size(), 1);
}

TEST_F(CollectionsTest, FerTablesAreReadInEveryDialect) {
    const auto label = [&](const std::string& header, const std::string& emotion, const std::string& cut,
                           const std::string& end) {
        write("t.csv", header + end + emotion + cut + csv_pixels(1) + cut + "Training" + end);
        const auto record = read_all(*open_source(at("fer2013", "t.csv"))).at(0);
        return record.label + (record.image.empty() ? " empty" : "");
    };
    EXPECT_EQ(label("emotion;pixels;Usage", "0", ";", "\r"), "anger");
    EXPECT_EQ(label("Emotion\tPixels\tUSAGE", "0.0", "\t", "\r\n"), "anger");
    EXPECT_EQ(label("emotion,pixels,usage", "Happiness", ",", "\n"), "happy");
}

TEST_F(CollectionsTest, ABadRowInTenIsSkippedAndTold) {
    std::string rows = "emotion,pixels,Usage\n";
    for (unsigned i = 0; i < 10; ++i) rows += "0," + (i == 4 ? "1 2 3" : csv_pixels(i)) + ",Training\n";
    write("t.csv", rows);
    const auto source = open_source(at("fer2013", "t.csv"));
    EXPECT_THAT(describe_data(at("fer2013", "t.csv")).notes, testing::Contains(HasSubstr("the first in line 6")));
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 10u);
    EXPECT_EQ(records[4].reason, "decode_error");
    EXPECT_EQ(records[4].id, "line#6");
    EXPECT_THAT(records[4].problem, HasSubstr("3 pixels"));
    EXPECT_THAT(source->notes(), ElementsAre(HasSubstr("the first in line 6")));
    write("t.csv", rows + "0,1,Training\n");
    EXPECT_THAT(error_of([&] { read_all(*open_source(at("fer2013", "t.csv"))); }, kInput), HasSubstr("line 12"));
}

TEST_F(CollectionsTest, FoldersTellSplitsByEveryUsualWord) {
    draw("f/Training/Happy/0.jpg");
    draw("f/PublicTest/Happy/1.jpg");
    draw("f/PrivateTest/Sad/2.jpg");
    draw("f/dev_set/Sad/3.jpg");
    draw("f/Sad/testing/4.jpg");
    std::map<std::string, std::string> splits;
    for (const auto& record : read_all(*open_source((folder_ / "f").string())))
        splits[record.id] = record.label + " " + std::string(split_name(record.split.value()));
    EXPECT_THAT(splits, ElementsAre(std::pair("PrivateTest/Sad/2.jpg", "Sad test"),
                                    std::pair("PublicTest/Happy/1.jpg", "Happy validation"),
                                    std::pair("Sad/testing/4.jpg", "Sad test"),
                                    std::pair("Training/Happy/0.jpg", "Happy train"),
                                    std::pair("dev_set/Sad/3.jpg", "Sad validation")));
}

TEST_F(CollectionsTest, EveryFileInLabelFoldersIsAccountedFor) {
    draw("f/archive/happy/sub/a.jpg");
    draw("f/archive/happy/b.jpg");
    draw("f/archive/sad/c.jpg");
    std::filesystem::rename(folder_ / "f/archive/sad/c.jpg", folder_ / "f/archive/sad/c.jfif");
    write("f/archive/sad/d.heic", "ftypheic");
    write("f/archive/sad/e.png", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    write("f/archive/sad/f.png", "<!DOCTYPE html><html></html>");
    write("f/archive/sad/._c.jpg", "x");
    write("f/archive/sad/Thumbs.db", "x");
    write("f/archive/loose.txt", "x");
    draw("f/archive/loose.png");
    std::filesystem::create_symlink("nowhere", folder_ / "f/archive/sad/g.png");
    std::map<std::string, std::string> reasons;
    std::map<std::string, std::string> problems;
    for (const auto& record : read_all(*open_source(at("folder", "f")))) {
        const std::string name = std::filesystem::path(record.id).filename().string();
        reasons[name] = record.problem.empty() ? record.label : record.reason;
        problems[name] = record.problem;
    }
    EXPECT_THAT(reasons,
                ElementsAre(std::pair("._c.jpg", "no_picture"), std::pair("Thumbs.db", "no_picture"),
                            std::pair("a.jpg", "happy"), std::pair("b.jpg", "happy"), std::pair("c.jfif", "sad"),
                            std::pair("d.heic", "decode_error"), std::pair("e.png", "decode_error"),
                            std::pair("f.png", "decode_error"), std::pair("g.png", "no_picture"),
                            std::pair("loose.png", "excluded_label"), std::pair("loose.txt", "no_picture")));
    EXPECT_THAT(problems["e.png"], HasSubstr("Git LFS"));
    EXPECT_THAT(problems["f.png"], HasSubstr("web page"));
    EXPECT_THAT(problems["g.png"], HasSubstr("link to nothing"));
}

TEST_F(CollectionsTest, LinksThatLeadInACircleAreToldAndNotFollowed) {
    draw("f/happy/a.png");
    draw("f/sad/b.png");
    std::filesystem::create_directory_symlink("..", folder_ / "f/happy/up");
    draw("g/c.png");
    std::filesystem::create_directory_symlink(folder_ / "g", folder_ / "f/sad/there");
    std::filesystem::create_directory_symlink(folder_ / "f/sad", folder_ / "g/back");
    std::map<std::string, std::string> found;
    for (const auto& record : read_all(*open_source(at("folder", "f")))) found[record.id] = record.problem;
    EXPECT_THAT(
        found, ElementsAre(std::pair("happy/a.png", ""), std::pair("happy/up", "is a link to a folder that it lies in"),
                           std::pair("sad/b.png", ""), std::pair("sad/there/back", found["happy/up"]),
                           std::pair("sad/there/c.png", "")));
    EXPECT_EQ(describe_data((folder_ / "f").string()).images, 3);
}

TEST_F(CollectionsTest, FoldersThatNameNoLabelsAreRefused) {
    draw("lone/images/a.png");
    EXPECT_THAT(error_of([&] { open_source(at("folder", "lone")); }, kInput), HasSubstr("\"images\""));
    draw("named/Manually_Annotated_Images/3/a.png");
    draw("named/lists/notes.png");
    std::filesystem::rename(folder_ / "named/lists/notes.png", folder_ / "named/lists/notes.txt");
    EXPECT_THAT(error_of([&] { open_source(at("folder", "named")); }, kInput), HasSubstr("Manually_Annotated_Images"));
    draw("happy/Happy Faces/a.png");
    EXPECT_EQ(open_source(at("folder", "happy"))->size(), 1);
    for (const char* name : {"parts/1/a.png", "parts/2/b.png", "parts/5/c.png"}) draw(name);
    EXPECT_THAT(error_of([&] { open_source(at("folder", "parts")); }, kInput), HasSubstr("--labels"));
    write("lone/list.csv", "name,word\n");
    EXPECT_THAT(error_of([&] { open_source(at("folder", "lone")); }, kInput), HasSubstr("list.csv"));
    for (const char* name : {"digits/0/a.png", "digits/1/b.png"}) draw(name);
    EXPECT_EQ(open_source(at("folder", "digits"))->size(), 2);
}

}  // namespace
}  // namespace bplf::test
