// SPDX-License-Identifier: GPL-3.0-or-later
// The Data screen in the window: dropped, built, clicked, decided and closed.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

#include "core/base/atomic_file.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"
#include "tests/ui/data_fixture.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/message_bar.h"
#include "ui/screens/curves/curves_screen.h"
#include "ui/screens/data/data_card.h"
#include "ui/screens/data/data_page.h"
#include "ui/screens/data/data_review.h"
#include "ui/screens/data/data_screen.h"
#include "ui/screens/data/review_tiles.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/shell/main_window.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {
namespace {

namespace fs = std::filesystem;
using namespace datatest;
using qttest::waitUntil;

class DataScreenTest : public ::testing::Test {
  protected:
    void SetUp() override {
        settings_ = std::make_unique<StudioSettings>(false);
        bridge_ = std::make_unique<EngineBridge>(
            []() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); });
        std::vector<std::unique_ptr<Screen>> screens;
        screens.push_back(std::make_unique<EncodeScreen>(bridge_.get()));
        screens.push_back(std::make_unique<CurvesScreen>(bridge_.get()));
        screens.push_back(std::make_unique<DataScreen>(bridge_.get()));
        window_ = std::make_unique<MainWindow>(bridge_.get(), settings_.get(), std::move(screens));
        window_->resize(1366, 768);
        window_->show();
        bridge_->loadModel(QStringLiteral("default"));
    }
    DataScreen* screen() const { return qobject_cast<DataScreen*>(window_->screen(QStringLiteral("data"))); }
    DataModel* model() const { return screen()->model(); }
    ReviewTiles* tiles() const { return screen()->dataPage()->review()->tiles(); }
    bool settle() {
        return waitUntil([this] { return screen()->isSettled(); }, 60000);
    }
    void build() {
        window_->setMode(QStringLiteral("data"));
        window_->openFiles({text(drawSet(folder_ / "set"))});
        model()->setSettings(wholeImages(folder_ / "out"));
        ASSERT_TRUE(settle());
        screen()->dataPage()->buildOrStop();
        ASSERT_TRUE(settle());
        ASSERT_TRUE(model()->showsBuiltSet()) << window_->messageBar()->text().toStdString();
    }
    void choose(const std::string& id) { tiles()->choose(lineOf(*model()->images(), id)); }
    QPushButton* button(const QString& text) const {
        for (QPushButton* one : screen()->dataPage()->findChildren<QPushButton*>())
            if (one->text() == text) return one;
        return nullptr;
    }

    test::TempDir folder_;
    std::unique_ptr<StudioSettings> settings_;
    std::unique_ptr<EngineBridge> bridge_;
    std::unique_ptr<MainWindow> window_;
};

TEST_F(DataScreenTest, TakesTablesAndCollectionsAndLeavesRunsAndPhotosToTheOthers) {
    write_file(folder_ / "fer.csv", "emotion,pixels,Usage\n");
    write_file(folder_ / "log.csv", "step,loss\n1,2\n");
    fs::create_directories(folder_ / "run");
    write_file(folder_ / "run/log.csv", "step,loss\n1,2\n");
    draw(folder_ / "photo.png", test::blob_picture(64, 1));
    window_->openFiles({text(folder_ / "fer.csv")});
    EXPECT_EQ(window_->currentScreen()->id(), "data");
    window_->setMode(QStringLiteral("encode"));
    window_->openFiles({text(drawSet(folder_ / "set"))});
    EXPECT_EQ(window_->currentScreen()->id(), "data");
    window_->openFiles({text(folder_ / "log.csv")});
    EXPECT_EQ(window_->currentScreen()->id(), "curves");
    window_->openFiles({text(folder_ / "run")});
    EXPECT_EQ(window_->currentScreen()->id(), "curves");
    window_->setMode(QStringLiteral("data"));
    window_->openFiles({text(folder_ / "photo.png")});
    EXPECT_EQ(window_->currentScreen()->id(), "encode");
    ASSERT_TRUE(settle());
    EXPECT_EQ(model()->sources()->all().size(), 2u);
}

TEST_F(DataScreenTest, ABuiltSetIsOpenedWhicheverScreenIsInFront) {
    build();
    fs::copy(folder_ / "out", folder_ / "other", fs::copy_options::recursive);
    for (const fs::path& dropped : {folder_ / "out", folder_ / "out/dataset.safetensors"}) {
        window_->setMode(QStringLiteral("curves"));
        model()->openBuilt(text(folder_ / "other"));
        ASSERT_TRUE(settle());
        screen()->dataPage()->review()->setFilter({}, {}, QStringLiteral("nowhere"));
        EXPECT_EQ(tiles()->model()->rowCount(), 0);
        window_->openFiles({text(dropped)});
        EXPECT_EQ(window_->currentScreen()->id(), "data");
        ASSERT_TRUE(settle());
        EXPECT_EQ(model()->sources()->all().size(), 1u) << "its sources are listed again";
        EXPECT_EQ(tiles()->model()->rowCount(), 14) << "the filter was that of another set";
    }
}

TEST_F(DataScreenTest, TilesArriveAndAClickSaysWhyAnImageIsLeftOut) {
    build();
    EXPECT_EQ(tiles()->model()->rowCount(), 14);
    QTreeWidget* reasons = screen()->dataPage()->findChild<QTreeWidget*>();
    const QList<QTreeWidgetItem*> rows = reasons->findItems(QStringLiteral("Exact dup"), Qt::MatchExactly);
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows.first()->text(1), "1");
    reasons->setCurrentItem(rows.first());
    ASSERT_EQ(tiles()->model()->rowCount(), 1);
    QTest::mouseClick(tiles()->viewport(), Qt::LeftButton, {},
                      tiles()->visualRect(tiles()->model()->index(0, 0)).center());
    const QString reason = screen()->dataCard()->reasonText();
    EXPECT_TRUE(reason.contains("Exact dup") && reason.contains("equal those of another image"))
        << reason.toStdString();
    auto* show = screen()->dataCard()->findChild<QPushButton*>();
    ASSERT_TRUE(show->isVisible());
    show->click();
    EXPECT_EQ(tiles()->currentLine(), lineOf(*model()->images(), "sad/0.png")) << "the copy that decided";
}

TEST_F(DataScreenTest, TheCardHasRoomForAllItSays) {
    window_->resize(1366, 768);
    build();
    choose("sad/copy.png");
    screen()->decide(Override{OverrideAction::kKeep});
    EXPECT_EQ(model()->images()->pending(), 1);
    waitUntil([] { return false; }, 50);  // the layout follows
    for (const QLabel* label : screen()->dataCard()->findChildren<QLabel*>())
        if (label->isVisible()) {
            EXPECT_GE(label->height(), label->heightForWidth(label->width())) << label->text().toStdString();
        }
}

TEST_F(DataScreenTest, KeysDecideAboutTheSelectedImages) {
    build();
    choose("happy/0.png");
    window_->activateWindow();
    tiles()->setFocus();
    ASSERT_TRUE(waitUntil([this] { return tiles()->hasFocus(); }));
    QTest::keyClick(tiles(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(tiles(), Qt::Key_X);
    EXPECT_EQ(model()->decisions()->all().size(), 2u);
    EXPECT_NE(button(QStringLiteral("Rebuild with 2 decisions")), nullptr);
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(model()->decisions()->all().empty());
    QTest::keyClick(tiles(), Qt::Key_K);
    EXPECT_EQ(model()->decisions()->all().size(), 2u);
    EXPECT_EQ(model()->images()->pending(), 0) << "what is kept anyway needs no build";
    QTest::keyClick(tiles(), Qt::Key_C);
    EXPECT_TRUE(model()->decisions()->all().empty());
}

TEST_F(DataScreenTest, WhatHasNoPictureCannotBeKept) {
    draw(folder_ / "set/happy/0.png", test::blob_picture(48, 1));
    write_file(folder_ / "set/happy/broken.png", "no picture");
    build();
    choose("happy/broken.png");
    EXPECT_TRUE(screen()->dataCard()->reasonText().contains("Decode error"));
    screen()->decide(Override{OverrideAction::kKeep});
    EXPECT_TRUE(model()->decisions()->all().empty());
    EXPECT_TRUE(window_->messageBar()->text().contains(QStringLiteral("cannot be kept")));
}

TEST_F(DataScreenTest, AsksBeforeASetIsReplacedButNotBeforeARebuild) {
    build();
    int asked = 0;
    screen()->dataPage()->setConfirm([&](const QString& question) {
        EXPECT_TRUE(question.contains("out"));
        ++asked;
        return false;
    });
    screen()->dataPage()->buildOrStop();
    EXPECT_EQ(asked, 1);
    EXPECT_FALSE(model()->isBuilding());
    choose("happy/0.png");
    screen()->decide(Override{OverrideAction::kRelabel, "sad"});
    screen()->dataPage()->buildOrStop();
    EXPECT_EQ(asked, 1);
    ASSERT_TRUE(settle());
    EXPECT_EQ(model()->images()->item(lineOf(*model()->images(), "happy/0.png")).label, "sad");
    EXPECT_EQ(tiles()->currentLine(), lineOf(*model()->images(), "happy/0.png")) << "the chosen image stays chosen";
}

TEST_F(DataScreenTest, ChoicesInTheInspectorBecomeTheBuild) {
    window_->setMode(QStringLiteral("data"));
    QWidget* panel = screen()->inspector();
    const auto set = [&](const QString& name, const QVariant& value) {
        for (QComboBox* box : panel->findChildren<QComboBox*>()) {
            if (box->accessibleName() != name) continue;
            box->setCurrentIndex(box->findData(value));
            Q_EMIT box->activated(box->currentIndex());
            return;
        }
        FAIL() << "no choice " << name.toStdString();
    };
    set("Profile", "paper");
    set("Size", 48);
    set("Colour", 3);
    set("Face finder", "mtcnn");
    set("SVD truncation", "rank");
    set("Light", "clahe");
    set("Frame", -0.1);
    const BuildOptions options = model()->settings().optionsFor({"idx:x"});
    EXPECT_EQ(options.profile, "paper");
    EXPECT_TRUE(options.stock_haar);
    EXPECT_EQ(options.size, 48);
    EXPECT_EQ(options.channels, 3);
    EXPECT_EQ(options.face_crop, "mtcnn");
    EXPECT_EQ(options.svd, "rank:16");
    EXPECT_EQ(options.illumination, "clahe");
    EXPECT_EQ(options.margin, -0.1);
    EXPECT_TRUE(options.keep_findings);
    EXPECT_EQ(options.sources, (std::vector<std::string>{"idx:x"}));
}

TEST_F(DataScreenTest, SourcesAndChoicesComeBackWithTheSession) {
    model()->sources()->add(text(drawSet(folder_ / "set")));
    model()->setSettings(wholeImages(folder_ / "out"));
    ASSERT_TRUE(settle());
    window_->saveSession();
    model()->sources()->clear();
    model()->setSettings({});
    window_->restoreSession();
    ASSERT_TRUE(settle());
    EXPECT_EQ(model()->sources()->spellings(), QStringList{"folder:" + text(folder_ / "set")});
    EXPECT_EQ(model()->settings().options.face_crop, "none");
    EXPECT_EQ(model()->settings().folder, text(folder_ / "out"));
    EXPECT_TRUE(model()->canStart());
}

TEST_F(DataScreenTest, ClosingTheWindowWhileBuildingStopsTheBuild) {
    for (std::uint64_t i = 0; i < 300; ++i)
        draw(folder_ / "many/happy" / (std::to_string(1000 + i) + ".png"), test::blob_picture(48, i));
    window_->setMode(QStringLiteral("data"));
    window_->openFiles({text(folder_ / "many")});
    BuildSettings settings;
    settings.setFolder(text(folder_ / "out"));
    settings.options.threads = 1;
    settings.options.rotation_retry = false;
    model()->setSettings(settings);
    ASSERT_TRUE(waitUntil([this] { return model()->canStart(); }));
    screen()->dataPage()->buildOrStop();
    EXPECT_NE(button(QStringLiteral("Stop")), nullptr);
    ASSERT_TRUE(waitUntil([this] { return model()->images()->total() > 0; }, 60000));
    ASSERT_TRUE(model()->isBuilding());
    window_->close();
    window_.reset();
    EXPECT_TRUE(holdsStoppedBuild(text(folder_ / "out")));
}

TEST_F(DataScreenTest, TensOfThousandsOfTilesScrollWithoutBlocking) {
    window_->setMode(QStringLiteral("data"));
    std::vector<ReviewItem> items(36000);
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].line = static_cast<std::int64_t>(i);
        items[i].id = std::to_string(i);
        items[i].label = "happy";
        items[i].reason = i % 3 == 0 ? "no_face" : "kept";
        items[i].picture = Image(32, 32, 1, static_cast<std::uint8_t>(i));
    }
    model()->images()->append(items);
    QCoreApplication::processEvents();
    ASSERT_EQ(tiles()->model()->rowCount(), 36000);
    screen()->dataPage()->review()->setFilter(QStringLiteral("no_face"));
    EXPECT_EQ(tiles()->model()->rowCount(), 12000);
    tiles()->choose(35997);
    QCoreApplication::processEvents();
    EXPECT_EQ(tiles()->currentLine(), 35997);
    EXPECT_TRUE(tiles()->viewport()->rect().intersects(tiles()->visualRect(tiles()->currentIndex())));
}

}  // namespace
}  // namespace bplf::ui
