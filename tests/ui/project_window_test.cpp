// SPDX-License-Identifier: GPL-3.0-or-later
// Projects in the window: saved, opened, begun anew; and everything that may be wrong with their files.
#include <QAction>
#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QUndoStack>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "tests/ui/studio_fixture.h"
#include "ui/history/history_keeper.h"
#include "ui/history/history_model.h"
#include "ui/history/undo_keeper.h"
#include "ui/screens/curves/curves_screen.h"
#include "ui/screens/data/data_model.h"
#include "ui/screens/data/data_screen.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/shell/project_keeper.h"

namespace bplf::ui {
namespace {

using nlohmann::json;
using qttest::waitUntil;

class ProjectWindowTest : public StudioFixture {
  protected:
    void SetUp() override {
        former = qgetenv("XDG_STATE_HOME");
        qputenv("XDG_STATE_HOME", QByteArray::fromStdString((folder / "state").string()));
        start(true);
    }
    void TearDown() override {
        stop();
        qputenv("XDG_STATE_HOME", former);
    }
    ProjectKeeper* project() { return window->project(); }
    SampleModel* sample() { return screen<SampleScreen>()->model(); }
    MorphScreen* morph() { return screen<MorphScreen>(); }
    QString file() const { return place("study.bplf.json"); }
    json document() const { return json::parse(read_file(file().toStdString())); }
    void save() {
        bool isDone = false;
        project()->saveAs(file(), [&isDone] { isDone = true; });
        ASSERT_TRUE(waitUntil([&isDone] { return isDone; })) << window->messageBar()->text().toStdString();
    }
    void open(const QString& path) {
        window->messageBar()->hide();
        project()->open(path);
        ASSERT_TRUE(waitUntil([this] { return !project()->isBusy(); }));
        ASSERT_TRUE(settle());
    }
    /// Presses this button of the question that is asked next.
    void answer(const QString& button) {
        auto* timer = new QTimer(window.get());
        QObject::connect(timer, &QTimer::timeout, window.get(), [this, timer, button] {
            auto* question = window->findChild<QMessageBox*>(QStringLiteral("projectQuestion"));
            if (question == nullptr) return;
            timer->stop();
            ++questions;
            for (QAbstractButton* each : question->buttons())
                if (each->text().remove(QLatin1Char('&')) == button) each->click();
        });
        timer->start(20);
    }
    void trigger(const QString& text) {
        for (const auto& [group, actions] : window->allActions())
            for (QAction* action : actions)
                if (action->text().remove(QLatin1Char('&')) == text) return action->trigger();
        FAIL() << text.toStdString();
    }
    void writePhoto(const char* name) {
        Image photo(300, 200, 3);
        for (std::size_t i = 0; i < photo.pixels.size(); ++i)
            photo.pixels[i] = static_cast<std::uint8_t>(i * 2654435761U >> 24U);
        write_png(folder / name, photo);
    }
    EncodeScreen* encodePhoto(const char* name) {
        writePhoto(name);
        auto* encode = show<EncodeScreen>();
        encode->open({place(name)});
        EXPECT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
        return encode;
    }
    bool says(const char* text) {
        return waitUntil([this, text] { return window->messageBar()->text().contains(QLatin1String(text)); }, 5000);
    }

    QByteArray former;
    int questions = 0;
};

TEST_F(ProjectWindowTest, BringsEveryScreenBack) {
    sample()->setSeed(4711);
    sample()->setTemperatureScale(0.8);
    morph()->sameFaceAllEmotions();
    const MorphRequest film = morph()->player()->timeline().request();
    auto* encode = encodePhoto("anna.png");
    encode->relabel()->setStrength(1.5);
    ASSERT_TRUE(settle());
    save();
    EXPECT_EQ(window->windowTitle(), QStringLiteral("study[*] — BPLF Studio"));
    trigger(QStringLiteral("New project"));
    EXPECT_EQ(sample()->seed(), 1U);
    EXPECT_EQ(sample()->temperatureScale(), 1);
    EXPECT_EQ(morph()->player()->timeline().size(), 0U);
    EXPECT_FALSE(encode->model()->hasPhoto());
    EXPECT_EQ(window->windowTitle(), QStringLiteral("BPLF Studio"));
    EXPECT_EQ(questions, 0) << "nothing was lost";
    open(file());
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("encode"));
    EXPECT_EQ(sample()->seed(), 4711U);
    EXPECT_EQ(sample()->temperatureScale(), 0.8);
    EXPECT_EQ(morph()->player()->timeline().request(), film);
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
    EXPECT_EQ(encode->model()->photoName(), QStringLiteral("anna.png"));
    EXPECT_EQ(encode->relabel()->strength(), 1.5);
    EXPECT_FALSE(project()->isModified());
    EXPECT_FALSE(window->undo()->stack()->canUndo()) << "what was before is another project";
    EXPECT_EQ(settings->recentProjects(), QStringList{file()});
}

TEST_F(ProjectWindowTest, TheTitleShowsWhetherSomethingIsUnsaved) {
    save();
    EXPECT_FALSE(window->isWindowModified());
    sample()->setSeed(5);
    EXPECT_TRUE(waitUntil([this] { return window->isWindowModified(); }));
    window->undo()->undo();
    EXPECT_FALSE(window->isWindowModified()) << "as it was saved";
    window->undo()->redo();
    EXPECT_TRUE(window->isWindowModified());
    save();
    EXPECT_FALSE(window->isWindowModified());
    bridge->loadModel(QStringLiteral("default-48"));
    EXPECT_TRUE(waitUntil([this] { return window->isWindowModified(); })) << "another model";
}

TEST_F(ProjectWindowTest, UnknownKeysSurvive) {
    save();
    json written = document();
    written["notes"] = "mine";
    written["screens"]["map"] = {{"zoom", 2}};
    written["screens"]["sample"]["newer"] = true;
    write_file(file().toStdString(), written.dump());
    open(file());
    sample()->setSeed(7);
    save();
    EXPECT_EQ(document()["notes"], "mine");
    EXPECT_EQ(document()["screens"]["map"]["zoom"], 2);
    EXPECT_EQ(document()["screens"]["sample"]["newer"], true);
    EXPECT_EQ(document()["screens"]["sample"]["request"]["seed"], 7);
}

TEST_F(ProjectWindowTest, UnsavedChangesAreAskedAfter) {
    save();
    sample()->setSeed(5);
    answer(QStringLiteral("Cancel"));
    trigger(QStringLiteral("New project"));
    EXPECT_EQ(questions, 1);
    EXPECT_EQ(sample()->seed(), 5U);
    EXPECT_EQ(project()->path(), file());
    answer(QStringLiteral("Save"));
    trigger(QStringLiteral("New project"));
    ASSERT_TRUE(waitUntil([this] { return project()->path().isEmpty(); }));
    EXPECT_EQ(document()["screens"]["sample"]["request"]["seed"], 5);
    EXPECT_EQ(sample()->seed(), 1U);
}

TEST_F(ProjectWindowTest, WhatCannotBeReadChangesNothing) {
    save();
    const std::string whole = read_file(file().toStdString());
    sample()->setSeed(5);
    const auto broken = [&](const std::string& text) {
        write_file(folder / "other.bplf.json", text);
        open(place("other.bplf.json"));
        EXPECT_EQ(sample()->seed(), 5U);
        EXPECT_EQ(project()->path(), file());
        return window->messageBar()->text();
    };
    EXPECT_TRUE(broken(whole.substr(0, whole.size() / 2)).contains(QStringLiteral("cut off")));
    EXPECT_TRUE(broken(R"({"schema":"bplf.project.v9"})").contains(QStringLiteral("newer version")));
    EXPECT_TRUE(broken("nothing").contains(QStringLiteral("damaged")));
    open(place("gone.bplf.json"));
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("was not opened")));
    EXPECT_EQ(sample()->seed(), 5U);
}

TEST_F(ProjectWindowTest, ItsModelIsLoaded) {
    bridge->loadModel(QStringLiteral("default-48"));
    ASSERT_TRUE(waitUntil([this] { return bridge->model()->height == 48; }));
    ASSERT_TRUE(settle());
    save();
    EXPECT_EQ(document()["model"]["name"], "default-48");
    bridge->loadModel(QStringLiteral("default"));
    ASSERT_TRUE(waitUntil([this] { return bridge->model()->height == 32; }));
    ASSERT_TRUE(settle());
    open(file());
    EXPECT_EQ(bridge->model()->height, 48);
    EXPECT_FALSE(project()->isModified());
}

TEST_F(ProjectWindowTest, AModelThatIsGoneIsToldAndStaysTheProjects) {
    sample()->setSeed(9);
    save();
    json written = document();
    written["model"] = {{"name", "lost"}, {"file", "/gone/lost.safetensors"}, {"sha256", std::string(64, 'f')}};
    write_file(file().toStdString(), written.dump());
    open(file());
    EXPECT_TRUE(says("The model lost is not there any more"));
    EXPECT_EQ(sample()->seed(), 9U) << "everything else is as it was";
    QStringList buttons;
    for (auto* button : window->messageBar()->findChildren<QPushButton*>())
        if (button->isVisible()) buttons << button->text();
    EXPECT_EQ(buttons, QStringList{QStringLiteral("Locate…")});
    save();
    EXPECT_EQ(document()["model"]["sha256"], std::string(64, 'f')) << "not the one that stands in for it";
}

TEST_F(ProjectWindowTest, PhotosThatAreGoneAreLocatedTogether) {
    writePhoto("bob.png");
    auto* encode = encodePhoto("anna.png");
    encode->relabel()->setStrength(1.5);
    ASSERT_TRUE(settle());
    MorphKey key;
    key.source = "photo:" + place("bob.png").toStdString();
    morph()->receiveKey(key, {});
    window->setMode(QStringLiteral("sample"));
    ASSERT_TRUE(settle());
    save();
    std::filesystem::create_directories(folder / "photos");
    for (const char* name : {"anna.png", "bob.png"}) std::filesystem::rename(folder / name, folder / "photos" / name);
    open(file());
    EXPECT_TRUE(says("anna.png and 1 more are not where they were."));
    save();
    QStringList asked;
    project()->setAsk([&](const QString& title, const QString&) {
        asked << title;
        return place("photos/anna.png");
    });
    open(file());
    ASSERT_TRUE(says("anna.png and 1 more"));
    for (auto* button : window->messageBar()->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Locate…")) QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_EQ(asked, QStringList{QStringLiteral("Where is anna.png?")}) << "the other one lay beside it";
    EXPECT_EQ(morph()->player()->timeline().key(0).source, "photo:" + place("photos/bob.png").toStdString());
    EXPECT_TRUE(project()->isModified());
    show<EncodeScreen>();
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
    EXPECT_EQ(encode->model()->photoPath(), place("photos/anna.png"));
    EXPECT_EQ(encode->relabel()->strength(), 1.5);
    save();
    EXPECT_EQ(document()["screens"]["encode"]["photo"], place("photos/anna.png").toStdString());
}

TEST_F(ProjectWindowTest, WhatIsGoneIsKeptUntilItIsBack) {
    auto* encode = encodePhoto("anna.png");
    encode->relabel()->setStrength(1.5);
    std::filesystem::create_directories(folder / "runs");
    write_file(folder / "runs/log.csv", "step,loss\n1,2\n2,1\n");
    auto* curves = screen<CurvesScreen>();
    curves->open({place("runs")});
    ASSERT_TRUE(waitUntil([curves] { return curves->isSettled(); }));
    ASSERT_TRUE(settle());
    save();
    std::filesystem::rename(folder / "anna.png", folder / "away.png");
    std::filesystem::rename(folder / "runs", folder / "away");
    open(file());
    save();
    std::filesystem::rename(folder / "away.png", folder / "anna.png");
    std::filesystem::rename(folder / "away", folder / "runs");
    open(file());
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
    EXPECT_EQ(encode->relabel()->strength(), 1.5);
    EXPECT_EQ(curves->state()["roots"].toStringList(), QStringList{place("runs")});
}

TEST_F(ProjectWindowTest, ASecondStudioMayLookButNotSaveOverTheFirst) {
    save();
    EngineBridge otherBridge([]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); });
    StudioSettings otherSettings(true);
    MainWindow other(&otherBridge, &otherSettings, makeScreens(&otherBridge, {ViewportKind::kSimple}));
    otherBridge.loadModel(QStringLiteral("default"));
    ASSERT_TRUE(waitUntil([&] { return otherBridge.model() != nullptr; }));
    other.project()->open(file());
    ASSERT_TRUE(waitUntil([&] { return !other.project()->isBusy(); }));
    EXPECT_TRUE(other.project()->isReadOnly());
    EXPECT_EQ(other.windowTitle(), QStringLiteral("study (read-only)[*] — BPLF Studio"));
    EXPECT_TRUE(other.messageBar()->text().contains(QStringLiteral("open in another studio")));
    other.project()->saveAs(file());
    EXPECT_FALSE(other.project()->isBusy()) << "refused";
    bool isDone = false;
    other.project()->saveAs(place("mine.bplf.json"), [&isDone] { isDone = true; });
    ASSERT_TRUE(waitUntil([&isDone] { return isDone; }));
    EXPECT_FALSE(other.project()->isReadOnly());
    EXPECT_FALSE(project()->isReadOnly());
}

TEST_F(ProjectWindowTest, WhatSomebodyElseWroteIsNotOverwrittenUnasked) {
    save();
    json theirs = document();
    theirs["notes"] = "theirs";
    write_file(file().toStdString(), theirs.dump());
    sample()->setSeed(3);
    window->messageBar()->hide();
    project()->save();
    ASSERT_TRUE(says("changed by somebody else"));
    EXPECT_EQ(document(), theirs);
    EXPECT_TRUE(project()->isModified());
    for (auto* button : window->messageBar()->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Save all the same")) QTest::mouseClick(button, Qt::LeftButton);
    ASSERT_TRUE(waitUntil([this] { return !project()->isBusy(); }));
    EXPECT_EQ(document()["screens"]["sample"]["request"]["seed"], 3);
}

TEST_F(ProjectWindowTest, FavouritesGoWithTheProject) {
    ASSERT_TRUE(waitUntil([this] { return window->history()->model()->total() > 0; })) << "the first grid";
    sample()->setSeed(99);
    ASSERT_TRUE(waitUntil([this] { return window->history()->model()->total() == 2; }));
    window->history()->model()->rate(0, 4);
    ASSERT_TRUE(waitUntil(
        [this] { return !window->history()->model()->index(0).data(Qt::DecorationRole).value<QImage>().isNull(); }));
    save();
    ASSERT_EQ(document()["favourites"].size(), 1U);
    EXPECT_FALSE(document()["favourites"][0].value("thumbnail", "").empty());
    window->endSession();
    stop();
    std::filesystem::remove_all(folder / "state");
    start(true);
    ASSERT_TRUE(waitUntil([this] { return !window->history()->model()->isLoading(); }));
    open(file());
    const HistoryModel* history = window->history()->model();
    const auto& all = history->all();
    const auto found = std::ranges::find_if(all, [](const auto& record) { return record.rating == 4; });
    ASSERT_NE(found, all.end());
    EXPECT_EQ(found->seed, 99U);
    EXPECT_TRUE(waitUntil([&] { return !history->thumbnail(*history->find(found->id)).isNull(); }));
}

TEST_F(ProjectWindowTest, ASessionGoesOnWithItsProject) {
    save();
    json written = document();
    written["notes"] = "mine";
    write_file(file().toStdString(), written.dump());
    open(file());
    sample()->setSeed(21);
    window->endSession();
    stop();
    start(true);
    ASSERT_TRUE(waitUntil([this] { return !project()->isBusy(); }));
    EXPECT_EQ(project()->path(), file());
    EXPECT_EQ(sample()->seed(), 21U);
    EXPECT_TRUE(window->isWindowModified());
    EXPECT_NE(document()["screens"]["sample"]["request"]["seed"], 21) << "nobody saved it";
    bool isDone = false;
    project()->save([&isDone] { isDone = true; });
    ASSERT_TRUE(waitUntil([&isDone] { return isDone; }));
    EXPECT_EQ(document()["screens"]["sample"]["request"]["seed"], 21);
    EXPECT_EQ(document()["notes"], "mine");
}

TEST_F(ProjectWindowTest, WhilePrivateNothingOfPhotosIsInIt) {
    window->history()->setPrivate(true);
    encodePhoto("anna.png");
    save();
    EXPECT_EQ(read_file(file().toStdString()).find("anna"), std::string::npos);
    window->history()->setPrivate(false);
}

TEST_F(ProjectWindowTest, AProjectNamedAtTheStartIsOpenedUnasked) {
    sample()->setSeed(31);
    save();
    sample()->setSeed(99);
    window->endSession();
    stop();
    settings = std::make_unique<StudioSettings>(true, true);
    bridge =
        std::make_unique<EngineBridge>([]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); });
    window =
        std::make_unique<MainWindow>(bridge.get(), settings.get(), makeScreens(bridge.get(), {ViewportKind::kSimple}));
    window->restoreSession();
    window->show();
    // As the program does it.
    QObject::connect(bridge.get(), &EngineBridge::modelLoaded, window.get(), [this] { window->openFiles({file()}); });
    answer(QStringLiteral("Cancel"));
    bridge->loadModel(QStringLiteral("default"));
    EXPECT_TRUE(waitUntil([this] { return sample()->seed() == 31U || questions > 0; }));
    EXPECT_EQ(questions, 0);
    EXPECT_FALSE(project()->isModified());
    window->endSession();
    stop();
    start(true);
    EXPECT_TRUE(waitUntil([this] { return project()->path() == file(); })) << "the newest session goes on";
}

TEST_F(ProjectWindowTest, AProjectIsOpenedWhereOtherFilesAre) {
    sample()->setSeed(31);
    save();
    trigger(QStringLiteral("New project"));
    window->openFiles({file()});
    EXPECT_TRUE(waitUntil([this] { return sample()->seed() == 31U; }));
}

}  // namespace
}  // namespace bplf::ui
