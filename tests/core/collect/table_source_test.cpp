// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of picture files in the forms in which people have them.
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/collect/builder.h"
#include "core/collect/pack.h"
#include "core/collect/source_kind.h"
#include "tests/core/collect/collections_fixture.h"

namespace bplf::test {
namespace {

class TableSourceTest : public CollectionsTest {
  protected:
    std::vector<SourceRecord> rows(const std::string& content, const SourceOptions& options = {}) {
        write("set/list.csv", content);
        return read_all(*open_source(at("table", "set/list.csv"), options));
    }
};

TEST_F(TableSourceTest, ReadsFilesLabelsPersonsAndSplits) {
    draw("set/a.png");
    draw("set/b.png");
    const auto records = rows(
        "Image "
        "Name;Emotion;Subject;Usage;age;camera\na.png;Happiness;s1;Training;31;left\nb.png;bored;s1;PublicTest;;\n");
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].id, "a.png");
    EXPECT_EQ(records[0].label, "Happiness");
    EXPECT_EQ(records[0].group, "s1");
    EXPECT_EQ(records[0].split, Split::kTrain);
    EXPECT_EQ(records[0].image.width, 32);
    EXPECT_EQ(records[1].label, "bored");
    EXPECT_EQ(records[1].split, Split::kValidation);
    EXPECT_THAT(records[0].columns, ElementsAre(std::pair("age", "31"), std::pair("camera", "left")));
    EXPECT_THAT(records[1].columns, testing::IsEmpty());
}

TEST_F(TableSourceTest, FurtherColumnsStandInTheManifestNumbersAsNumbers) {
    draw("set/a.png");
    write("set/list.csv", "file,label,age,camera\na.png,happy,31,left\n");
    BuildOptions build;
    build.sources = {at("table", "set/list.csv")};
    build.face_crop = "none";
    const auto line = nlohmann::json::parse(collect_dataset(build).manifest);
    EXPECT_EQ(line["columns"], (nlohmann::json{{"age", 31}, {"camera", "left"}}));
}

TEST_F(TableSourceTest, NumbersForEachEmotionAreASoftLabel) {
    for (const char* name : {"set/a.png", "set/b.png", "set/c.png"}) draw(name);
    write("set/list.csv", "file,Happiness,sad,neutral,age\na.png,3,1,0,31\nb.png,0.25,0.25,0.5,40\nc.png,-1,2,0,50\n");
    const auto source = open_source(at("table", "set/list.csv"));
    EXPECT_THAT(source->class_names(), ElementsAre("Happiness", "neutral", "sad"));
    EXPECT_THAT(source->notes(), ElementsAre(HasSubstr("1 rows have no votes")));
    const auto records = read_all(*source);
    EXPECT_EQ(records[0].label, "Happiness");
    EXPECT_THAT(records[0].label_weights, ElementsAre(std::pair("Happiness", 3.0), std::pair("sad", 1.0)));
    EXPECT_THAT(records[0].columns, ElementsAre(std::pair("age", "31")));
    EXPECT_EQ(records[1].label, "neutral");
    EXPECT_EQ(records[2].reason, "excluded_label");
}

TEST_F(TableSourceTest, SeveralVotersAreASoftLabel) {
    draw("set/a.png");
    draw("set/b.png");
    const std::string table = "file,Label_1,Label_2,Label_3\na.png,happy,sad,sad\nb.png,bored,,\n";
    auto records = rows(table);
    EXPECT_EQ(records[0].label, "sad");
    EXPECT_THAT(records[0].label_weights, ElementsAre(std::pair("happy", 1.0), std::pair("sad", 2.0)));
    EXPECT_THAT(records[1].label_weights, ElementsAre(std::pair("bored", 1.0)));
    SourceOptions options;
    options.set("columns", "label=ann+bea");
    records = rows("file,ann,bea\na.png,happy,happy\nb.png,happy,sad\n", options);
    EXPECT_EQ(records[1].label, "happy") << "the first of equal ones";
    options.set("columns", "label=ann+cid");
    EXPECT_THAT(error_of([&] { rows("file,ann,bea\na.png,happy,sad\n", options); }, kInput), HasSubstr("cid"));
}

TEST_F(TableSourceTest, SoftLabelsAndFurtherColumnsGoIntoTheSet) {
    for (const char* name : {"set/a.png", "set/b.png", "set/c.png"}) draw(name);
    write("set/list.csv",
          "file,happy,sad,contempt,age,camera\na.png,3,1,4,31,left\nb.png,0,1,0,,right\nc.png,1,0,0,7.5,left\n");
    BuildOptions build;
    build.sources = {at("table", "set/list.csv")};
    build.face_crop = "none";
    build.size = 8;
    build.profile = "recommended";  // the seven emotions
    const auto built = collect_dataset(build);
    const Dataset dataset(built.content);
    std::map<std::string, std::size_t> row_of;
    std::istringstream manifest(built.manifest);
    for (std::string text; std::getline(manifest, text);) {
        const auto line = nlohmann::json::parse(text);
        if (line["index"].is_number()) row_of[line["id"]] = line["index"];
        if (line["id"] != "b.png") continue;
        EXPECT_EQ(line["label_weights"], (nlohmann::json{{"sad", 1.0}}));
    }
    ASSERT_EQ(row_of.size(), 2u) << "most voters saw contempt in a.png, which is none of the seven";
    const auto weights = dataset.label_weights();
    const std::size_t b = row_of.at("b.png"), c = row_of.at("c.png");
    EXPECT_EQ(weights[7 * b + 5], 1);
    EXPECT_EQ(weights[7 * c + 3], 1);
    ASSERT_EQ(dataset.extra_columns().size(), 2u);
    EXPECT_EQ(dataset.extra_columns()[0].name, "age");
    EXPECT_EQ(dataset.extra_columns()[0].numbers[c], 7.5);
    EXPECT_TRUE(std::isnan(dataset.extra_columns()[0].numbers[b]));
    const ExtraColumn& camera = dataset.extra_columns()[1];
    EXPECT_EQ(camera.classes[static_cast<std::size_t>(camera.words[b])], "right");
    EXPECT_EQ(camera.classes[static_cast<std::size_t>(camera.words[c])], "left");
}

TEST_F(TableSourceTest, SoftLabelsAreSharesOfTheClassesThatThereAre) {
    for (const char* name : {"set/a.png", "set/b.png"}) draw(name);
    write("set/list.csv", "file,happy,sad,contempt\na.png,3,1,4\nb.png,0,1,0\n");
    draw("plain/happy/d.png");
    BuildOptions build;
    build.sources = {at("table", "set/list.csv"), at("folder", "plain")};
    build.face_crop = "none";
    build.size = 8;
    const Dataset dataset(collect_dataset(build).content);
    ASSERT_EQ(dataset.class_names().size(), 8u);
    ASSERT_EQ(dataset.size(), 3);
    std::map<std::vector<float>, int> rows;
    for (std::size_t row = 0; row < 3; ++row) {
        const auto own = dataset.label_weights().subspan(8 * row, 8);
        ++rows[{own.begin(), own.end()}];
    }
    EXPECT_EQ((rows[{0, 0, 0, 0.375f, 0, 0.125f, 0, 0.5f}]), 1);
    EXPECT_EQ((rows[{0, 0, 0, 0, 0, 1, 0, 0}]), 1);
    EXPECT_EQ((rows[{0, 0, 0, 1, 0, 0, 0, 0}]), 1) << "the other source's label is its one class";
    EXPECT_EQ(open_data(at("table", "set/list.csv")).label_weights().size(), 16u) << "read as it lies there";
}

TEST_F(TableSourceTest, FindsPicturesThatLieElsewhere) {
    draw("set/images/a.png");
    draw("set/deep/down/b.jpg");
    draw("other/c.png");
    const auto records = rows("file,label\na.png,happy\ndown\\b.jpg,sad\nc,fear\nlost.png,fear\n");
    ASSERT_EQ(records.size(), 4u);
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(records[static_cast<std::size_t>(i)].image.empty()) << i;
    EXPECT_EQ(records[3].reason, "decode_error");
    EXPECT_THAT(records[3].problem, HasSubstr("line 5"));
}

TEST_F(TableSourceTest, ColumnsCanBeNamed) {
    draw("set/a.png");
    SourceOptions options;
    options.set("columns", "file=what,label=feels");
    EXPECT_EQ(rows("what,feels\na.png,sad\n", options).at(0).label, "sad");
    options.set("columns", "file=where");
    EXPECT_THAT(error_of([&] { rows("what,feels\na.png,sad\n", options); }, kInput), HasSubstr("what, feels"));
    options.set("columns", "picture=what");
    EXPECT_THAT(error_of([&] { rows("what,feels\na.png,sad\n", options); }, kUsage), HasSubstr("--columns"));
    EXPECT_THAT(error_of([&] { rows("what,feels\nx,sad\n"); }, kInput), HasSubstr("no column of picture files"));
}

TEST_F(TableSourceTest, WithoutAHeaderTheContentTells) {
    draw("set/a.png");
    draw("set/b.png");
    const auto records = rows("happy\ta.png\nsad\tb.png\n");
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].label, "happy");
}

TEST_F(TableSourceTest, WithoutLabelsImagesAreUnlabelled) {
    draw("set/a.png");
    draw("set/b.png");
    write("set/list.csv", "image\na.png\nb.png\n");
    const auto source = open_source(at("table", "set/list.csv"));
    EXPECT_THAT(source->class_names(), ElementsAre("unlabelled"));
    EXPECT_THAT(source->notes(), ElementsAre(HasSubstr("no labels")));
    EXPECT_EQ(read_all(*source).at(1).label, "unlabelled");
    const auto some = rows("image,label\na.png,happy\nb.png,\n");
    EXPECT_EQ(some[1].reason, "excluded_label");
}

TEST_F(TableSourceTest, NumbersAreTranslatedByATable) {
    draw("set/a.png");
    write("words.txt", "3 = happy\n");
    SourceOptions options;
    options.set("labels", (folder_ / "words.txt").string());
    EXPECT_EQ(rows("image,label\na.png,3\n", options).at(0).label, "happy");
}

TEST_F(TableSourceTest, AFolderWithATableIsRecognised) {
    draw("set/images/a.png");
    draw("set/images/b.png");
    write("set/image_emotion.csv", "image,emotion\nimages/a.png,anger\nimages/b.png,surprise\n");
    write("set/data/legend.csv", "user.id,image,emotion\n628,a.png,anger\n");
    const auto source = open_source((folder_ / "set").string());
    EXPECT_EQ(source->name(), at("table", "set"));
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[1].label, "surprise");
    EXPECT_THAT(records[0].group, "") << "nobody said that a user is a person in the picture";
    EXPECT_THAT(error_of([&] { open_source(at("folder", "set")); }, kInput), HasSubstr("table:"));
}

TEST_F(TableSourceTest, TablesForEachSplitAreOneSource) {
    draw("set/a.png");
    draw("set/b.png");
    write("set/train.csv", "file,label\na.png,happy\n");
    write("set/test.csv", "file,label\nb.png,sad\n");
    const auto records = read_all(*open_source(at("table", "set")));
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].split, Split::kTest);
    EXPECT_EQ(records[1].split, Split::kTrain);
    write("set/more.csv", "file,label\nb.png,sad\n");
    EXPECT_THAT(error_of([&] { open_source(at("table", "set")); }, kInput), HasSubstr("more.csv"));
}

}  // namespace
}  // namespace bplf::test
