// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of picture files in the forms in which people have them.
#include <nlohmann/json.hpp>

#include "core/collect/builder.h"
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
