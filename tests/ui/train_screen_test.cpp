// SPDX-License-Identifier: GPL-3.0-or-later
// The Train screen over the real command line: filled in, started, paused, left, found again, stopped and gone on with.
#include <signal.h>

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QTest>

#include "core/base/process_lock.h"
#include "tests/app/bplf_process.h"
#include "tests/ui/studio_fixture.h"
#include "ui/screens/models/models_screen.h"
#include "ui/screens/train/bplf_program.h"
#include "ui/screens/train/sample_strip.h"
#include "ui/screens/train/setting_edit.h"
#include "ui/screens/train/train_page.h"
#include "ui/screens/train/train_panel.h"
#include "ui/screens/train/train_screen.h"
#include "ui/screens/train/train_words.h"
#include "ui/screens/train/training_process.h"

namespace bplf::ui {
namespace {

using inspect::TrainingState;
using test::tiny_model;

class TrainScreenTest : public StudioFixture {
  protected:
    void SetUp() override {
        setBplfProgram(QStringLiteral(BPLF_PROGRAM));
        qputenv("OMP_NUM_THREADS", "1");
        begin();
    }
    void begin() {
        start();
        train = show<TrainScreen>();
        ASSERT_TRUE(qttest::waitUntil(
            [this] { return train->model()->facts() && !train->model()->configurations().empty(); }, kPatience));
    }
    void TearDown() override {
        const auto holder = holder_of((folder / "run" / ".lock"));
        if (holder) ::kill(*holder, SIGKILL);
        stop();
        setBplfProgram({});
    }
    /// Of the tiny configuration and its images; steps of some milliseconds each.
    void fill(const QString& steps) {
        TrainChoice choice = train->model()->choice();
        choice.configuration = QString::fromStdString(tiny_model().config.string());
        choice.data = QString::fromStdString(tiny_model().data.string());
        choice.run = place("run");
        train->model()->setChoice(choice);
        ASSERT_TRUE(qttest::waitUntil(
            [this] { return train->model()->facts() && train->model()->data() && train->model()->isSettled(); },
            kPatience))
            << train->model()->problem().toStdString();
        type(QStringLiteral("Steps"), steps);
        type(QStringLiteral("Batch size"), QStringLiteral("8"));
        for (const char* key : {"log_every", "validate_every", "checkpoint_every", "sample_every"})
            train->model()->setSetting(QLatin1String(key), QStringLiteral("20"));
    }
    void type(const QString& name, const QString& text) {
        for (auto* edit : train->panel()->findChildren<QLineEdit*>()) {
            if (edit->accessibleName() != name) continue;
            edit->setFocus();
            edit->selectAll();
            QTest::keyClicks(edit, text);
            return;
        }
        FAIL() << "no field " << name.toStdString();
    }
    bool waitFor(TrainingState state) {
        return qttest::waitUntil([this, state] { return train->model()->training().state == state; }, kPatience);
    }
    QString value(const QString& name) const {
        for (auto* label : window->findChildren<QLabel*>())
            if (label->accessibleName() == name) return label->text();
        return {};
    }
    QString problem() const { return train->model()->problem(); }

    static constexpr int kPatience = 120000;
    TrainScreen* train = nullptr;
};

TEST_F(TrainScreenTest, TheFormIsWhatTheCommandLineTellsAndRefusesWhatItWould) {
    EXPECT_GE(train->panel()->configurations()->findData(QStringLiteral("emotion-128")), 0);
    EXPECT_TRUE(problem().contains(QLatin1String("images"))) << problem().toStdString();
    fill(QStringLiteral("40"));
    EXPECT_EQ(problem(), QString());
    EXPECT_TRUE(
        value(QStringLiteral("About the images")).startsWith(QStringLiteral("96 images of 16 × 16, grey; happy, sad")))
        << value(QStringLiteral("About the images")).toStdString();
    EXPECT_TRUE(value(QStringLiteral("What the training will take")).contains(QLatin1String("of the disk, which has")));
    EXPECT_TRUE(train->panel()->startButton()->isEnabled());
    type(QStringLiteral("Batch size"), QStringLiteral("0"));
    EXPECT_TRUE(problem().contains(QLatin1String("1 to 65536"))) << problem().toStdString();
    EXPECT_FALSE(train->panel()->startButton()->isEnabled());
}

TEST_F(TrainScreenTest, APyramidIsTrainedPartByPart) {
    TrainChoice choice = train->model()->choice();
    choice.configuration = QStringLiteral("emotion-128");
    train->model()->setChoice(choice);
    EXPECT_EQ(train->model()->choice().level, "base");
    EXPECT_TRUE(train->model()->choice().run.endsWith(QLatin1String("emotion-128-base")));
    choice = train->model()->choice();
    choice.level = QStringLiteral("chroma");
    train->model()->setChoice(choice);
    ASSERT_TRUE(qttest::waitUntil([this] { return train->model()->facts().has_value(); }, kPatience));
    EXPECT_TRUE(train->model()->choice().run.endsWith(QLatin1String("emotion-128-chroma")));
}

TEST_F(TrainScreenTest, ATrainingGoesToItsEndWithCurvesAndFaces) {
    fill(QStringLiteral("60"));
    QTest::mouseClick(train->panel()->startButton(), Qt::LeftButton);
    ASSERT_TRUE(waitFor(TrainingState::kDone))
        << train->model()->training().error.value_or(Error(ErrorKind::kInternal, "none")).what();
    EXPECT_EQ(train->model()->training().step, 60);
    EXPECT_TRUE(news().contains(QLatin1String("is trained")));
    EXPECT_EQ(train->model()->training().samples.size(), 3U);
    ASSERT_TRUE(qttest::waitUntil(
        [this] { return train->trainPage()->samples()->shownSheet() == QLatin1String("step-0000060.png"); }));
    train->trainPage()->samples()->slider()->setFocus();
    QTest::keyClick(train->trainPage()->samples()->slider(), Qt::Key_Home);
    EXPECT_TRUE(qttest::waitUntil(
        [this] { return train->trainPage()->samples()->shownSheet() == QLatin1String("step-0000020.png"); }));
    EXPECT_FALSE(train->trainPage()->goOnButton()->isEnabled());
    EXPECT_NE(train->model()->choice().run, place("run")) << "the folder holds a run now";
    EXPECT_EQ(problem(), QString());
    // Its checkpoints are models.
    for (auto* button : train->trainPage()->findChildren<QPushButton*>())
        if (button->text() == QLatin1String("Open in Models")) QTest::mouseClick(button, Qt::LeftButton);
    ASSERT_EQ(window->currentScreen()->id(), "models");
    ASSERT_TRUE(settle());
    const auto& models = screen<ModelsScreen>()->shelf()->models();
    EXPECT_NE(std::ranges::find(models, QStringLiteral("run best"), &ShelvedModel::name), models.end());
}

TEST_F(TrainScreenTest, ATrainingOutlivesTheStudioAndIsFoundAgain) {
    fill(QStringLiteral("1000000"));
    QTest::mouseClick(train->panel()->startButton(), Qt::LeftButton);
    ASSERT_TRUE(waitFor(TrainingState::kRunning));
    ASSERT_TRUE(qttest::waitUntil([this] { return train->model()->training().remaining().has_value(); }, kPatience));
    EXPECT_TRUE(value(QStringLiteral("Progress of the run")).contains(QLatin1String("left, done at")))
        << value(QStringLiteral("Progress of the run")).toStdString();
    const QVariantMap session = train->state();
    const auto process = train->model()->training().process;
    stop();
    ASSERT_EQ(holder_of(folder / "run" / ".lock"), process) << "the window is gone, the training is not";
    begin();
    train->restoreState(session);
    ASSERT_TRUE(waitFor(TrainingState::kRunning));
    EXPECT_EQ(train->model()->training().process, process);

    QTest::mouseClick(train->trainPage()->pauseButton(), Qt::LeftButton);
    ASSERT_TRUE(waitFor(TrainingState::kPaused));
    EXPECT_EQ(train->trainPage()->pauseButton()->text(), "Continue");
    QTest::mouseClick(train->trainPage()->pauseButton(), Qt::LeftButton);
    ASSERT_TRUE(waitFor(TrainingState::kRunning));
    QTest::mouseClick(train->trainPage()->pauseButton(), Qt::LeftButton);
    ASSERT_TRUE(waitFor(TrainingState::kPaused));
    QTest::mouseClick(train->trainPage()->stopButton(), Qt::LeftButton);
    ASSERT_TRUE(waitFor(TrainingState::kInterrupted)) << "a paused one can be stopped";
    EXPECT_TRUE(news().contains(QLatin1String("stopped at step")));
    const auto reached = train->model()->training().checkpoint;
    EXPECT_GT(reached, 0);

    QTest::mouseClick(train->trainPage()->goOnButton(), Qt::LeftButton);
    ASSERT_TRUE(waitFor(TrainingState::kRunning));
    EXPECT_GE(train->model()->training().step, reached);
    train->model()->stop();
    ASSERT_TRUE(waitFor(TrainingState::kInterrupted));
}

TEST_F(TrainScreenTest, ATrainingThatLeavesTheRangeOfNumbersIsToldInPlainWords) {
    fill(QStringLiteral("400"));
    type(QStringLiteral("Learning rate"), QStringLiteral("1"));
    for (const char* key : {"clip", "warmup"})
        train->model()->setSetting(QLatin1String(key), QLatin1String(key[0] == 'c' ? "0" : "1"));
    QTest::mouseClick(train->panel()->startButton(), Qt::LeftButton);
    if (!qttest::waitUntil([this] { return train->model()->training().state >= TrainingState::kDone; }, kPatience))
        FAIL() << "still going on";
    if (train->model()->training().state == TrainingState::kDone) GTEST_SKIP() << "even so it learned";
    const QString text = news();
    EXPECT_TRUE(text.contains(QLatin1String("left the range of numbers"))) << text.toStdString();
    EXPECT_TRUE(text.contains(QLatin1String("Lower the learning rate"))) << text.toStdString();
    EXPECT_FALSE(text.contains(QLatin1String("--"))) << text.toStdString();
}

TEST_F(TrainScreenTest, AKilledTrainerIsToldApartFromOneThatWasStopped) {
    fill(QStringLiteral("1000000"));
    QTest::mouseClick(train->panel()->startButton(), Qt::LeftButton);
    ASSERT_TRUE(waitFor(TrainingState::kRunning));
    ::kill(*train->model()->training().process, SIGKILL);
    ASSERT_TRUE(waitFor(TrainingState::kFailed));
    EXPECT_TRUE(news().contains(QLatin1String("without a word")));
}

TEST_F(TrainScreenTest, WithoutTheCommandLineItIsSaidWhatIsMissing) {
    setBplfProgram(place("nowhere"));
    TrainChoice choice = train->model()->choice();
    choice.configuration = QStringLiteral("glow-32");
    train->model()->setChoice(choice);
    ASSERT_TRUE(qttest::waitUntil([this] { return !train->model()->factsProblem().isEmpty(); }));
    EXPECT_TRUE(problem().contains(QLatin1String("bplf"))) << problem().toStdString();
    EXPECT_FALSE(train->panel()->startButton()->isEnabled());
}

TEST(TrainWords, TellTheTimeLeftAndTheClockAtItsEnd) {
    inspect::Training training;
    training.state = TrainingState::kRunning;
    training.step = 1200;
    training.steps = 20000;
    training.progress = inspect::TrainingProgress{"train", 1200, 20000, 2.0, "steps"};
    const QDateTime now(QDate(2026, 3, 4), QTime(21, 0));
    EXPECT_EQ(progressWords(training, now),
              QStringLiteral("step 1,200 of 20,000 · 2.0 steps/s · 2 h 37 min left, done at 23:36"));
    training.progress->rate = 0.25;
    EXPECT_TRUE(progressWords(training, now)
                    .endsWith(QStringLiteral("4.0 s a step · 20 h 53 min left, done at Thu 5 Mar 17:53")))
        << progressWords(training, now).toStdString();
    training.state = TrainingState::kPaused;
    EXPECT_EQ(progressWords(training, now), QStringLiteral("step 1,200 of 20,000"));
}

}  // namespace
}  // namespace bplf::ui
