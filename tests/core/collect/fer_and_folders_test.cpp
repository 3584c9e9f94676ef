// SPDX-License-Identifier: GPL-3.0-or-later
// FER2013's folders, the votes of FER+, and label tables.
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/collect/builder.h"
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
    votes.ferplus = folder_ / "votes.csv";
    EXPECT_THAT(error_of([&] { read("fer2013", votes); }, kUsage), HasSubstr("order"));
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
        options_.ferplus = folder_ / "votes.csv";
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
    options_.fer_labels = FerLabels::kFerPlusMajority;
    auto records = read();
    EXPECT_EQ(records[0].label, "anger");
    EXPECT_EQ(records[1].reason, "ferplus_unknown");
    EXPECT_EQ(records[3].label, "happiness");
    EXPECT_EQ(records[4].label, "contempt");
    options_.fer_labels = FerLabels::kAgree;
    records = read();
    EXPECT_TRUE(records[0].problem.empty());
    EXPECT_EQ(records[3].reason, "ferplus_unknown");
}

TEST_F(FerPlusTest, APersonOverrulesTheVoters) {
    options_.fer_labels = FerLabels::kFerPlusMajority;
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
    EXPECT_THAT(reasons(), ElementsAre("kept", "ferplus_unknown", "ferplus_nf", "kept", "excluded_label"));
    build.overrides.set(pixel_hash(records[2].image), {OverrideAction::kKeep});
    build.overrides.set(pixel_hash(records[1].image), {OverrideAction::kKeep});
    EXPECT_THAT(reasons(), ElementsAre("kept", "ferplus_unknown", "kept", "kept", "excluded_label"));
    build.overrides.set(pixel_hash(records[1].image), {OverrideAction::kRelabel, "sad"});
    EXPECT_THAT(reasons(), ElementsAre("kept", "kept", "kept", "kept", "excluded_label"));
}

TEST_F(FerPlusTest, OtherRowsAreRefused) {
    write("fer2013.csv", "emotion,pixels,Usage\n0," + csv_pixels(1) + ",Training\n");
    EXPECT_THAT(error_of([&] { read(); }, kInput), HasSubstr("other rows"));
    write("votes.csv", "a,b\n");
    EXPECT_THAT(error_of([&] { read(); }, kInput), HasSubstr("line 1"));
    options_.ferplus.clear();
    options_.fer_labels = FerLabels::kAgree;
    EXPECT_THAT(error_of([&] { read(); }, kUsage), HasSubstr("table of votes"));
}

TEST_F(CollectionsTest, LabelTablesMapAnyWords) {
    draw("faces/grumpy/a.png");
    draw("faces/7/b.png");
    draw("faces/odd/c.png");
    write("table.txt", "# mine\ngrumpy = Angry\n7,happiness\nodd\tskip\n");
    SourceOptions options;
    options.labels = folder_ / "table.txt";
    const auto source = open_source(at("folder", "faces"), options);
    EXPECT_THAT(source->class_names(), ElementsAre("anger", "happy", "odd"));
    const auto records = read_all(*source);
    EXPECT_EQ(records[0].label, "happy");
    EXPECT_EQ(records[1].label, "anger");
    EXPECT_EQ(records[2].reason, "excluded_label");
}

TEST_F(CollectionsTest, LabelTablesAreChecked) {
    draw("faces/grumpy/a.png");
    draw("faces/odd/c.png");
    SourceOptions options;
    options.labels = folder_ / "table.txt";
    const auto says = [&](const std::string& table) {
        write("table.txt", table);
        return error_of([&] { open_source(at("folder", "faces"), options); }, kInput);
    };
    EXPECT_THAT(says("grumpy = anger\n"), HasSubstr("odd"));
    EXPECT_THAT(says("grumpy = anger\nodd = weird\n"), HasSubstr("line 2"));
    EXPECT_THAT(says("grumpy = anger\ngrumpy = sad\n"), HasSubstr("twice"));
    EXPECT_THAT(says("grumpy\n"), HasSubstr("line 1"));
    EXPECT_THAT(says("\n"), HasSubstr("no line"));
}

}  // namespace
}  // namespace bplf::test
