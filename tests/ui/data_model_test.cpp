// SPDX-License-Identifier: GPL-3.0-or-later
// The Data screen without widgets: sources recognised, sets built, stopped, opened, decided about and built again.
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/collect/source.h"
#include "tests/core/dataset/fixtures.h"
#include "tests/support/support.h"
#include "tests/ui/data_fixture.h"
#include "tests/ui/qt_test_app.h"
#include "ui/screens/data/data_places.h"

namespace bplf::ui {
namespace {

namespace fs = std::filesystem;
using namespace datatest;
using qttest::waitUntil;

class DataModelTest : public testing::Test {
  protected:
    DataModelTest() {
        QObject::connect(&model_, &DataModel::messageRaised, &model_,
                         [this](const Message& m) { messages_ << m.what + ' ' + m.why; });
    }
    bool settle() {
        return waitUntil([this] { return !model_.isBusy(); }, 60000);
    }
    bool add(const fs::path& path, const QString& kind = {}) {
        model_.sources()->add(text(path), kind);
        return settle();
    }
    const DataSource& source(std::size_t index = 0) const { return model_.sources()->all().at(index); }
    /// Builds the drawn set into "out".
    void build() {
        model_.setSettings(wholeImages(folder_ / "out"));
        ASSERT_TRUE(add(drawSet(folder_ / "set")));
        ASSERT_TRUE(model_.canStart());
        model_.start();
        ASSERT_TRUE(settle());
        ASSERT_TRUE(model_.showsBuiltSet()) << messages_.join('\n').toStdString();
    }
    void rebuild() {
        ASSERT_EQ(model_.next(), DataModel::Next::kRebuild);
        model_.start();
        ASSERT_TRUE(settle());
        ASSERT_TRUE(model_.showsBuiltSet()) << messages_.join('\n').toStdString();
    }
    const ReviewItem& item(const std::string& id) const {
        const qint64 line = lineOf(*model_.images(), id);
        if (line >= 0) return model_.images()->item(line);
        ADD_FAILURE() << "no image " << id;
        static const ReviewItem none;
        return none;
    }
    void decide(const std::string& id, const std::optional<Override>& decision) {
        model_.decisions()->decide({item(id).pixel_sha256}, decision);
        ASSERT_TRUE(settle());
    }

    test::TempDir folder_;
    DataModel model_;
    QStringList messages_;
};

TEST_F(DataModelTest, RecognisesATableAndFoldersAndCountsThem) {
    write_file(folder_ / "fer2013.csv", "emotion,pixels,Usage\n3," + test::csv_pixels(1) + ",Training\n4," +
                                            test::csv_pixels(2) + ",PublicTest\n");
    ASSERT_TRUE(add(folder_ / "fer2013.csv"));
    ASSERT_TRUE(add(drawSet(folder_ / "set")));
    fs::create_directories(folder_ / "idx");
    test::write_idx_split(folder_ / "idx", "train", 5, 8, 3);
    ASSERT_TRUE(add(folder_ / "idx"));
    EXPECT_EQ(source(0).title, "FER2013");
    EXPECT_EQ(source(0).images, 2);
    EXPECT_EQ(source(1).kind, "folder");
    EXPECT_EQ(source(1).images, 14);
    EXPECT_EQ(source(2).title, "IDX files");
    EXPECT_EQ(model_.sources()->images(), 21);
    EXPECT_TRUE(model_.sources()->isReady());
    ASSERT_TRUE(add(folder_ / "idx"));
    EXPECT_EQ(model_.sources()->all().size(), 3u) << "the same place is not listed twice";
}

TEST_F(DataModelTest, AWrongFolderSaysSoAndOffersPlainFolders) {
    fs::create_directories(folder_ / "notes");
    write_file(folder_ / "notes/readme.txt", "nothing");
    ASSERT_TRUE(add(folder_ / "notes"));
    EXPECT_EQ(source().state, DataSource::State::kUnknown);
    EXPECT_FALSE(model_.canStart());
    model_.sources()->setKind(0, "folder");
    ASSERT_TRUE(settle());
    EXPECT_EQ(source().state, DataSource::State::kFailed);
    EXPECT_FALSE(source().problem.isEmpty());
    ASSERT_TRUE(add(drawSet(folder_ / "set"), "jaffe"));
    EXPECT_TRUE(source(1).problem.contains("not JAFFE")) << source(1).problem.toStdString();
    model_.sources()->setKind(1, "folder");
    ASSERT_TRUE(settle());
    EXPECT_EQ(source(1).state, DataSource::State::kReady);
}

TEST_F(DataModelTest, AHalfCopiedSourceShowsCoresError) {
    fs::create_directories(folder_ / "idx");
    test::write_idx_split(folder_ / "idx", "train", 5, 8, 3);
    fs::resize_file(folder_ / "idx/train-images-idx3-ubyte", 100);
    ASSERT_TRUE(add(folder_ / "idx"));
    EXPECT_EQ(source().state, DataSource::State::kFailed);
    try {
        open_source("idx:" + (folder_ / "idx").string());
        FAIL() << "the file is cut short";
    } catch (const Error& error) {
        EXPECT_TRUE(source().problem.startsWith(QString::fromStdString(error.problem())));
    }
}

TEST_F(DataModelTest, BuildsAndShowsEveryImageWithItsReason) {
    qint64 arrived = 0;
    QObject::connect(model_.build(), &DataBuild::itemsArrived, &model_, [&](const std::vector<ReviewItem>& items) {
        arrived += static_cast<qint64>(items.size());
        for (const ReviewItem& one : items) EXPECT_FALSE(one.picture.empty()) << one.id;
    });
    build();
    EXPECT_EQ(arrived, 14);
    EXPECT_EQ(model_.images()->total(), 14);
    EXPECT_EQ(item("sad/copy.png").reason, "exact_dup");
    EXPECT_EQ(item("sad/copy.png").duplicate_of, item("sad/0.png").line);
    EXPECT_EQ(item("sad/grey.png").reason, "blank");
    EXPECT_EQ(model_.images()->reasons().at("kept"), 12);
    const Image kept = model_.images()->picture(item("happy/1.png").line);
    EXPECT_EQ(kept.width, 32);
    EXPECT_EQ(model_.images()->picture(item("sad/copy.png").line).width, 48);
    EXPECT_TRUE(fs::exists(folder_ / "out/dataset.safetensors"));
    EXPECT_TRUE(messages_.join(' ').contains("12 of 14")) << messages_.join(' ').toStdString();
    EXPECT_EQ(model_.next(), DataModel::Next::kBuild);
    EXPECT_TRUE(model_.wouldReplace());
}

TEST_F(DataModelTest, FiltersByReasonLabelAndPath) {
    build();
    ReviewModel* images = model_.images();
    images->setFilter({"exact_dup", {}, {}, false});
    ASSERT_EQ(images->rowCount(), 1);
    EXPECT_EQ(images->lineAt(images->index(0)), item("sad/copy.png").line);
    EXPECT_EQ(images->rowOf(item("happy/0.png").line), -1);
    images->setFilter({{}, "happy", {}, false});
    EXPECT_EQ(images->rowCount(), 6);
    EXPECT_EQ(images->matching(), 6) << "counts follow label and text";
    images->setFilter({{}, {}, "SAD/", false});
    EXPECT_EQ(images->rowCount(), 8);
    EXPECT_EQ(images->reasons().at("blank"), 1);
    images->setFilter({});
    EXPECT_EQ(images->rowCount(), 14);
}

TEST_F(DataModelTest, ExcludeDropsRelabelChangesAndKeepBringsBack) {
    build();
    decide("happy/0.png", Override{OverrideAction::kExclude});
    decide("happy/1.png", Override{OverrideAction::kRelabel, "sad"});
    decide("sad/grey.png", Override{OverrideAction::kKeep});
    EXPECT_EQ(Overrides::read(folder_ / "out" / kOverridesName).size(), 3u) << "written at once";
    EXPECT_EQ(model_.images()->pending(), 3);
    model_.images()->setFilter({{}, {}, {}, true});
    EXPECT_EQ(model_.images()->rowCount(), 3);
    rebuild();
    EXPECT_EQ(item("happy/0.png").reason, "user_exclude");
    EXPECT_EQ(item("happy/1.png").label, "sad");
    EXPECT_EQ(item("sad/grey.png").reason, "kept");
    EXPECT_EQ(model_.images()->pending(), 0);
    decide("happy/0.png", std::nullopt);
    EXPECT_EQ(model_.images()->pending(), 1) << "taking a decision back waits for the next build, too";
    rebuild();
    EXPECT_EQ(item("happy/0.png").reason, "kept");
}

TEST_F(DataModelTest, KeepBringsACopyBack) {
    build();
    decide("sad/copy.png", Override{OverrideAction::kKeep});
    rebuild();
    EXPECT_EQ(item("sad/copy.png").reason, "kept");
    EXPECT_EQ(item("sad/0.png").reason, "kept");
}

TEST_F(DataModelTest, DecisionsAreUndoneStepByStep) {
    build();
    std::vector<ReviewDecisions::Step> steps;
    const QString set = model_.shownFolder();
    QObject::connect(model_.decisions(), &ReviewDecisions::decided, &model_,
                     [&](const QString& folder, const ReviewDecisions::Step& before, const ReviewDecisions::Step&) {
                         EXPECT_EQ(folder, set);
                         steps.push_back(before);
                     });
    const std::string hash = item("happy/2.png").pixel_sha256, other = item("happy/3.png").pixel_sha256;
    model_.decisions()->decide({hash, other}, Override{OverrideAction::kExclude});
    model_.decisions()->decide({hash}, Override{OverrideAction::kRelabel, "sad"});
    ASSERT_EQ(steps.size(), 2U);
    model_.decisions()->apply(set, steps[1]);
    ASSERT_NE(model_.decisions()->find(hash), nullptr);
    EXPECT_EQ(model_.decisions()->find(hash)->action, OverrideAction::kExclude);
    model_.decisions()->apply(QStringLiteral("/another/set"), steps[0]);
    EXPECT_FALSE(model_.decisions()->all().empty()) << "what was decided of one set is nothing to another";
    model_.decisions()->apply(set, steps[0]);
    EXPECT_TRUE(model_.decisions()->all().empty());
    EXPECT_EQ(steps.size(), 2U) << "taking back is no decision";
    ASSERT_TRUE(settle());
    EXPECT_FALSE(fs::exists(folder_ / "out" / kOverridesName)) << "no decisions, no file";
}

TEST_F(DataModelTest, OpensABuiltSetWithItsSourcesChoicesAndDecisions) {
    build();
    decide("happy/4.png", Override{OverrideAction::kExclude});
    DataModel again;
    again.openBuilt(text(folder_ / "out"));
    ASSERT_TRUE(waitUntil([&] { return !again.isBusy(); }));
    ASSERT_TRUE(again.showsBuiltSet());
    EXPECT_EQ(again.images()->total(), 14);
    EXPECT_EQ(again.images()->pending(), 1);
    EXPECT_EQ(again.settings().options.face_crop, "none");
    EXPECT_EQ(again.settings().options.profile, "recommended");
    EXPECT_FALSE(again.settings().options.rotation_retry) << "what the screen does not show is kept";
    EXPECT_EQ(again.sources()->spellings(), model_.sources()->spellings());
    EXPECT_EQ(again.next(), DataModel::Next::kRebuild);
    again.start();
    ASSERT_TRUE(waitUntil([&] { return !again.isBusy(); }, 60000));
    EXPECT_EQ(again.images()->item(lineOf(*again.images(), "happy/4.png")).reason, "user_exclude");
}

TEST_F(DataModelTest, AFolderThatIsNoSetIsAMessageAndChangesNothing) {
    build();
    fs::create_directories(folder_ / "empty");
    model_.openBuilt(text(folder_ / "empty"));
    ASSERT_TRUE(settle());
    EXPECT_TRUE(messages_.last().contains("was not opened"));
    EXPECT_EQ(model_.images()->total(), 14);
    EXPECT_EQ(model_.shownFolder(), text(folder_ / "out"));
}

TEST_F(DataModelTest, StopKeepsWhatWasFoundAndContinueGoesOn) {
    for (std::uint64_t i = 0; i < 200; ++i)
        draw(folder_ / "many/happy" / (std::to_string(1000 + i) + ".png"), test::blob_picture(48, i));
    draw(folder_ / "many/sad/0.png", test::blob_picture(48, 500));
    // No drawn picture has a face; two are kept all the same, so that there is a set in the end.
    Overrides keep;
    keep.set(pixel_hash(test::blob_picture(48, 3)), {OverrideAction::kKeep});
    keep.set(pixel_hash(test::blob_picture(48, 500)), {OverrideAction::kKeep});
    fs::create_directories(folder_ / "out");
    keep.write(folder_ / "out" / kOverridesName);
    BuildSettings settings;
    settings.setFolder(text(folder_ / "out"));
    settings.options.threads = 1;
    settings.options.rotation_retry = false;
    model_.setSettings(settings);
    ASSERT_TRUE(add(folder_ / "many"));
    model_.start();
    ASSERT_TRUE(waitUntil([this] { return model_.images()->total() > 0; }, 60000));
    model_.stop();
    ASSERT_TRUE(settle());
    ASSERT_LT(model_.images()->total(), 201) << "it was stopped before the end";
    EXPECT_FALSE(fs::exists(folder_ / "out/dataset.safetensors"));
    EXPECT_GT(fs::file_size(folder_ / "out/journal.wal"), 0u);
    EXPECT_EQ(model_.next(), DataModel::Next::kContinue);
    EXPECT_TRUE(messages_.last().contains("stopped"));
    model_.start();
    ASSERT_TRUE(settle());
    ASSERT_TRUE(model_.showsBuiltSet()) << messages_.join('\n').toStdString();
    EXPECT_EQ(model_.images()->total(), 201);
    EXPECT_GE(model_.images()->reasons().at("kept"), 2);
    EXPECT_EQ(model_.decisions()->all(), keep) << "the folder's decisions are those of the screen";
}

TEST_F(DataModelTest, ClosingWhileBuildingLeavesTheJournal) {
    for (std::uint64_t i = 0; i < 300; ++i)
        draw(folder_ / "many/happy" / (std::to_string(1000 + i) + ".png"), test::blob_picture(48, i));
    {
        DataModel closing;
        BuildSettings settings;
        settings.setFolder(text(folder_ / "out"));
        settings.options.threads = 1;
        settings.options.rotation_retry = false;
        closing.setSettings(settings);
        closing.sources()->add(text(folder_ / "many"));
        ASSERT_TRUE(waitUntil([&] { return closing.canStart(); }));
        closing.start();
        ASSERT_TRUE(waitUntil([&] { return closing.images()->total() > 0; }, 60000));
        ASSERT_TRUE(closing.isBuilding());
    }
    EXPECT_FALSE(fs::exists(folder_ / "out/dataset.safetensors"));
    EXPECT_TRUE(holdsStoppedBuild(text(folder_ / "out")));
}

TEST_F(DataModelTest, AnUnwritableFolderSaysSo) {
    write_file(folder_ / "file", "in the way");
    model_.setSettings(wholeImages(folder_ / "file/out"));
    ASSERT_TRUE(add(drawSet(folder_ / "set")));
    model_.start();
    ASSERT_TRUE(settle());
    EXPECT_TRUE(messages_.last().contains("was not built")) << messages_.last().toStdString();
    EXPECT_TRUE(model_.canStart()) << "sources and choices are as they were";
    EXPECT_EQ(read_file(folder_ / "file"), "in the way");
}

TEST_F(DataModelTest, ARebuildThatFailsLosesNothing) {
    build();
    const std::string before = read_file(folder_ / "out/dataset.safetensors");
    decide("happy/0.png", Override{OverrideAction::kExclude});
    fs::remove_all(folder_ / "set");
    model_.start();
    ASSERT_TRUE(settle());
    EXPECT_TRUE(messages_.last().contains("was not built")) << messages_.last().toStdString();
    EXPECT_EQ(read_file(folder_ / "out/dataset.safetensors"), before);
    EXPECT_TRUE(model_.showsBuiltSet()) << "the old set is shown again";
    EXPECT_EQ(model_.images()->total(), 14);
    EXPECT_EQ(model_.images()->pending(), 1) << "and the decision still waits";
}

TEST_F(DataModelTest, ADecisionThatCannotBeWrittenSaysSo) {
    build();
    fs::create_directories(folder_ / "out" / kOverridesName / "in the way");
    decide("happy/0.png", Override{OverrideAction::kExclude});
    ASSERT_TRUE(waitUntil([this] { return messages_.last().contains("not written"); }));
    EXPECT_EQ(model_.images()->pending(), 1) << "it still counts in this session";
}

TEST(BuildSettings, SurviveASession) {
    QVariantMap file;
    BuildSettings settings;
    settings.setProfile("paper");
    settings.setSize(64);
    settings.options.channels = 3;
    settings.options.face_crop = "haar+mtcnn";
    settings.options.svd = "rank:9";
    settings.options.illumination = "clahe";
    settings.options.margin = -0.05;
    settings.setFolder("/somewhere/set");
    settings.save(file);
    BuildSettings again;
    again.restore(file);
    EXPECT_EQ(again.options.profile, "paper");
    EXPECT_TRUE(again.options.stock_haar);
    EXPECT_FALSE(again.options.drop_near_duplicates);
    EXPECT_EQ(again.options.size, 64);
    EXPECT_EQ(again.options.channels, 3);
    EXPECT_EQ(again.options.face_crop, "haar+mtcnn");
    EXPECT_EQ(again.options.svd, "rank:9");
    EXPECT_EQ(again.options.illumination, "clahe");
    EXPECT_EQ(again.options.margin, -0.05);
    EXPECT_EQ(again.folder, "/somewhere/set");
}

TEST(BuildSettings, ADamagedSessionGivesTheDefaults) {
    QVariantMap file;
    for (const char* key : {"profile", "size", "channels", "faceFinder", "svd", "illumination"}) file[key] = "nonsense";
    const BuildSettings fresh;
    BuildSettings again;
    again.restore(file);
    EXPECT_EQ(again.options.profile, fresh.options.profile);
    EXPECT_EQ(again.options.size, fresh.options.size);
    EXPECT_EQ(again.options.face_crop, fresh.options.face_crop);
    EXPECT_EQ(again.options.svd, fresh.options.svd);
    EXPECT_EQ(again.folder, fresh.folder);
}

TEST(BuildSettings, TheProposedFolderFollowsTheSizeUntilOneIsChosen) {
    BuildSettings settings;
    settings.setSize(48);
    EXPECT_TRUE(settings.folder.endsWith("emotionset-48"));
    settings.setFolder("mine");
    settings.setSize(64);
    EXPECT_EQ(settings.folder, "mine");
}

TEST(DataPlaces, TellsTablesAndPicturesFromCurves) {
    test::TempDir folder;
    write_file(folder / "curves.csv", "step,loss\n1,2\n");
    write_file(folder / "icml.csv", "emotion, Usage, pixels\n");
    fs::create_directories(folder / "logs");
    write_file(folder / "logs/loss.csv", "step,loss\n1,2\n");
    EXPECT_FALSE(isFaceTable(text(folder / "curves.csv")));
    EXPECT_TRUE(isFaceTable(text(folder / "icml.csv")));
    EXPECT_FALSE(isFaceTable(text(folder / "logs")));
    EXPECT_FALSE(holdsPictures(text(folder / "logs")));
    EXPECT_TRUE(holdsPictures(text(drawSet(folder / "set"))));
    EXPECT_FALSE(isBuiltSet(text(folder / "logs")));
}

}  // namespace
}  // namespace bplf::ui
