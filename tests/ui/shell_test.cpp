// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does around its screens: messages, quitting, scripts, wheel and keys.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <csignal>

#include "core/base/atomic_file.h"
#include "core/base/models_folder.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/input_manners.h"
#include "ui/kit/message_bar.h"
#include "ui/screens.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/shell/main_window.h"
#include "ui/shell/model_chooser.h"
#include "ui/shell/quit_signals.h"
#include "ui/shell/script_runner.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

Message message(Message::Severity severity, const QString& what) {
    Message message;
    message.severity = severity;
    message.what = what;
    return message;
}

class ShellTest : public ::testing::Test {
  protected:
    void SetUp() override {
        settings = std::make_unique<StudioSettings>(false);
        bridge = std::make_unique<EngineBridge>(
            []() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine({5}); });
        window = std::make_unique<MainWindow>(bridge.get(), settings.get(),
                                              makeScreens(bridge.get(), {ViewportKind::kSimple}));
        window->show();
        bridge->loadModel(QStringLiteral("default"));
        ASSERT_TRUE(waitUntil([this] { return bridge->model() != nullptr && !bridge->isInteractiveBusy(); }));
    }
    template <typename Kind>
    Kind* screen() {
        return qobject_cast<Kind*>(window->screen(QLatin1String(Kind::kId)));
    }
    /// The exit code of a script.
    int run(const std::string& steps) {
        write_file(folder / "steps.jsonl", steps);
        ScriptRunner runner(window.get(), bridge.get());
        runner.load(QString::fromStdString((folder / "steps.jsonl").string())).value_or_throw();
        QSignalSpy finished(&runner, &ScriptRunner::finished);
        runner.run();
        EXPECT_TRUE(waitUntil([&finished] { return !finished.isEmpty(); }));
        return finished.isEmpty() ? -1 : finished.first().first().toInt();
    }

    bplf::test::TempDir folder;
    std::unique_ptr<StudioSettings> settings;
    std::unique_ptr<EngineBridge> bridge;
    std::unique_ptr<MainWindow> window;
};

TEST_F(ShellTest, EveryModeHasItsScreenInTheOrderOfTheTable) {
    QStringList ids;
    for (const Screen* screen : window->screens()) ids << screen->id();
    EXPECT_EQ(ids, screenIds());
}

TEST_F(ShellTest, AScriptReachesTheStepsOfEveryScreen) {
    EXPECT_EQ(run(R"({"seed": 77}
{"mode": "morph"}
{"all_emotions": true}
{"wait": "idle"}
{"drag": {"label": "sad", "steps": 3, "interval_ms": 0}}
)"),
              0);
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("morph"));
    EXPECT_EQ(screen<SampleScreen>()->model()->seed(), 77U);
    EXPECT_EQ(run("{\"no such step\": 1}\n"), 1);
    EXPECT_EQ(run("{\"seed\": \"many\"}\n"), 1) << "a value of another kind";
}

TEST_F(ShellTest, TheFirstWindowFitsTheScreen) {
    const QRect room = window->QWidget::screen()->availableGeometry();
    EXPECT_LE(window->width(), room.width());
    EXPECT_LE(window->height(), room.height());
}

TEST_F(ShellTest, TheDefaultIsShownAsTheModelOfTheListThatItIs) {
    // The drawn engine's list has it under another name than it is asked by.
    QSignalSpy loaded(bridge.get(), &EngineBridge::modelLoaded);
    bridge->loadModel(QString::fromUtf8(kDefaultModel));
    ASSERT_TRUE(waitUntil([&loaded] { return !loaded.isEmpty(); }));
    EXPECT_EQ(settings->model(), QStringLiteral("default"));
    EXPECT_EQ(window->findChild<ModelChooser*>()->currentText(), QStringLiteral("default"));
    EXPECT_TRUE(settings->recentModels().isEmpty());
}

TEST_F(ShellTest, MessagesStayWithTheirScreen) {
    window->raise(message(Message::Severity::kError, QStringLiteral("Bad news.")));
    EXPECT_EQ(window->messageBar()->text(), QStringLiteral("Bad news."));
    window->setMode(QStringLiteral("curves"));
    EXPECT_EQ(window->messageBar()->text(), QString());
    Q_EMIT screen<SampleScreen>()->messageRaised(message(Message::Severity::kWarning, QStringLiteral("Meanwhile.")));
    EXPECT_EQ(window->messageBar()->text(), QString());
    window->setMode(QStringLiteral("sample"));
    EXPECT_EQ(window->messageBar()->text(), QStringLiteral("Meanwhile."));
}

TEST_F(ShellTest, NewsLeaveByThemselvesAndErrorsStay) {
    MessageBar* bar = window->messageBar();
    auto* timer = bar->findChild<QTimer*>();
    bar->showMessage(message(Message::Severity::kError, QStringLiteral("Bad news.")));
    EXPECT_FALSE(timer->isActive());
    bar->showMessage(information(QStringLiteral("Saved.")));
    ASSERT_TRUE(timer->isActive());
    QCursor::setPos(0, 0);
    timer->setInterval(1);
    EXPECT_TRUE(waitUntil([bar] { return bar->isHidden(); }));
}

TEST_F(ShellTest, TheStripeHasTheColourOfItsMessage) {
    MessageBar* bar = window->messageBar();
    const auto stripe = [bar](Message::Severity severity) {
        bar->hide();
        bar->showMessage(message(severity, QStringLiteral("News.")));
        return bar->grab().toImage().pixelColor(1, bar->height() / 2).name();
    };
    const QString plain = stripe(Message::Severity::kInformation), error = stripe(Message::Severity::kError);
    EXPECT_NE(plain, error);
    EXPECT_EQ(stripe(Message::Severity::kInformation), plain);
    EXPECT_EQ(stripe(Message::Severity::kError), error);
}

TEST_F(ShellTest, QuittingDuringAnExportAsks) {
    auto* morph = screen<MorphScreen>();
    window->setMode(QStringLiteral("morph"));
    morph->sameFaceAllEmotions();
    ASSERT_TRUE(waitUntil([morph] { return morph->isSettled(); }));
    MorphExport film;
    film.kind = MorphExport::Kind::kPngSequence;
    film.path = folder / "film";
    for (const char* label : {"happy", "sad"}) {
        MorphKey key;
        key.look.mix = {{label, 1.0}};
        film.request.keys.push_back(key);
    }
    film.request.frames = 500;
    morph->exportTo(film);
    ASSERT_TRUE(morph->isExporting());
    QString asked;
    QTimer::singleShot(0, [this, &asked] {
        auto* question = window->findChild<QMessageBox*>(QStringLiteral("quitQuestion"));
        ASSERT_NE(question, nullptr);
        asked = question->text();
        question->defaultButton()->click();
    });
    EXPECT_FALSE(window->close());
    EXPECT_EQ(asked, QStringLiteral("A film is being written."));
    EXPECT_TRUE(morph->isExporting());
    morph->stop();
    ASSERT_TRUE(waitUntil([morph] { return !morph->isExporting(); }));
    EXPECT_TRUE(window->close());
}

TEST_F(ShellTest, StoppingAFilmInOneFileAsks) {
    auto* morph = screen<MorphScreen>();
    window->setMode(QStringLiteral("morph"));
    morph->sameFaceAllEmotions();
    MorphExport film;
    film.kind = MorphExport::Kind::kGif;
    film.path = folder / "film.gif";
    film.request = morph->player()->timeline().request();
    film.request.frames = 500;
    morph->exportTo(film);
    const auto answer = [this](bool isYes) {
        QTimer::singleShot(0, [this, isYes] {
            auto* question = window->findChild<QMessageBox*>(QStringLiteral("cancelQuestion"));
            ASSERT_NE(question, nullptr);
            for (QAbstractButton* button : question->buttons())
                if ((button == question->defaultButton()) != isYes) button->click();
        });
        screen<MorphScreen>()->stop();
    };
    answer(false);
    EXPECT_TRUE(morph->isExporting());
    answer(true);
    EXPECT_FALSE(morph->isExporting());
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("Nothing was written."))) << "of a GIF";
    EXPECT_FALSE(std::filesystem::exists(film.path));
}

TEST_F(ShellTest, TheFocusStaysAtTheExportWhenItEnds) {
    auto* morph = screen<MorphScreen>();
    window->setMode(QStringLiteral("morph"));
    morph->sameFaceAllEmotions();
    const auto button = [morph](const char* text) {
        for (auto* one : morph->inspector()->findChildren<QPushButton*>())
            if (one->text() == QString::fromUtf8(text)) return one;
        return static_cast<QPushButton*>(nullptr);
    };
    MorphExport film;
    film.kind = MorphExport::Kind::kGif;
    film.path = folder / "film.gif";
    film.request = morph->player()->timeline().request();
    button("Export…")->setFocus();
    morph->exportTo(film);
    EXPECT_EQ(window->focusWidget(), button("Cancel"));
    ASSERT_TRUE(waitUntil([morph] { return !morph->isExporting(); }));
    EXPECT_EQ(window->focusWidget(), button("Export…"));
}

TEST_F(ShellTest, ToolsThatMeanNothingOnAScreenAreOff) {
    const auto isOn = [this](const char* text) {
        for (const auto& [group, actions] : window->allActions())
            for (const QAction* action : actions)
                if (action->text().remove(QLatin1Char('&')) == QString::fromUtf8(text)) return action->isEnabled();
        ADD_FAILURE() << text;
        return false;
    };
    ASSERT_TRUE(waitUntil([this] { return window->currentScreen()->isSettled() && !bridge->isBatchBusy(); }));
    EXPECT_TRUE(isOn("Live"));
    EXPECT_TRUE(isOn("New seed"));
    EXPECT_FALSE(isOn("Stop"));
    for (const char* id : {"curves", "data"}) {
        window->setMode(QLatin1String(id));
        for (const char* tool : {"Live", "New seed", "Stop"}) EXPECT_FALSE(isOn(tool)) << id << ' ' << tool;
    }
    window->setMode(QStringLiteral("morph"));
    for (const char* command : {"Play", "Next key", "One frame back", "Export the morph…"})
        EXPECT_FALSE(isOn(command)) << command << " of an empty film";
    screen<MorphScreen>()->sameFaceAllEmotions();
    EXPECT_TRUE(isOn("Play"));
    const std::size_t keys = screen<MorphScreen>()->player()->timeline().size();
    screen<MorphScreen>()->newSeed();
    EXPECT_EQ(screen<MorphScreen>()->player()->timeline().size(), keys) << "another face, not another key";
}

TEST(MessageFromError, IsSentences) {
    const Error bare(ErrorKind::kInput, "is not a picture.", "/home/anna/big.jpg", "Use another.");
    EXPECT_EQ(messageFromError(bare).what, QStringLiteral("big.jpg is not a picture."));
    EXPECT_EQ(messageFromError(bare, QStringLiteral("big.jpg was not opened.")).why,
              QStringLiteral("It is not a picture. (/home/anna/big.jpg)"));
    EXPECT_EQ(messageFromError(bare).todo, QStringLiteral("Use another."));
    const Error flag(ErrorKind::kInput, "is no source.", "x",
                     "Name its kind: --source folder:x. Or drop another folder.");
    EXPECT_EQ(messageFromError(flag).todo, QStringLiteral("Or drop another folder.")) << "no flags in the window";
    EXPECT_TRUE(messageFromError(flag).details.contains(QStringLiteral("--source")));
    const Error own(ErrorKind::kInput, "no face was found.", "a.png", "");
    EXPECT_EQ(messageFromError(own).what, QStringLiteral("No face was found."));
}

TEST(InputManners, TheWheelChangesNoChoiceAndNoUnusedValue) {
    InputManners manners;
    qApp->installEventFilter(&manners);
    QWidget panel;
    QComboBox choice(&panel);
    choice.addItems({QStringLiteral("a"), QStringLiteral("b")});
    QDoubleSpinBox value(&panel);
    panel.show();
    for (QWidget* widget : {static_cast<QWidget*>(&choice), static_cast<QWidget*>(&value)}) {
        QWheelEvent wheel({5, 5}, widget->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(widget, &wheel);
    }
    EXPECT_EQ(choice.currentIndex(), 0);
    EXPECT_EQ(value.value(), 0);
}

TEST(InputManners, ADecimalCommaIsAPoint) {
    InputManners manners;
    qApp->installEventFilter(&manners);
    QDoubleSpinBox box;
    box.setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
    box.show();
    box.selectAll();
    QTest::keyClicks(&box, QStringLiteral("1,5"));
    EXPECT_EQ(box.value(), 1.5);
}

TEST(QuitSignalsOfTheStudio, BecomeACall) {
    int number = 0;
    const QuitSignals quit([&number](int got) { number = got; });
    std::raise(SIGTERM);
    EXPECT_TRUE(waitUntil([&number] { return number == SIGTERM; }));
}

TEST(NoDisplay, IsSaidInOneLine) {
    QProcess studio;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    studio.setProcessEnvironment(environment);
    studio.start(QStringLiteral(DRAWN_STUDIO), {});
    ASSERT_TRUE(studio.waitForFinished(20000));
    EXPECT_EQ(studio.exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(studio.exitCode(), 4);
    const QByteArray said = studio.readAllStandardError();
    EXPECT_EQ(said.count('\n'), 1) << said.toStdString();
    EXPECT_TRUE(said.contains("packaging/run --headless")) << said.toStdString();
}

}  // namespace
}  // namespace bplf::ui
