// SPDX-License-Identifier: GPL-3.0-or-later
// Undo over all screens: one step a gesture, by mouse and by keys.
#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QMenuBar>
#include <QSpinBox>
#include <QTest>
#include <QUndoStack>

#include "core/image/png.h"
#include "tests/ui/studio_fixture.h"
#include "ui/history/committed_states.h"
#include "ui/history/undo_keeper.h"
#include "ui/kit/fine_slider.h"
#include "ui/kit/input_manners.h"
#include "ui/screens/curves/curves_screen.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/viewport/canvas_controller.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class UndoTest : public StudioFixture {
  protected:
    void SetUp() override {
        qApp->installEventFilter(&manners);
        start();
        window->activateWindow();
        ASSERT_TRUE(waitUntil([this] { return window->isActiveWindow(); }));
    }
    void TearDown() override { stop(); }
    QUndoStack* stack() { return window->undo()->stack(); }
    bool has(int steps) {
        return waitUntil([this, steps] { return stack()->count() >= steps; }) && stack()->count() == steps;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
        QWidget* focus = window->focusWidget() != nullptr ? window->focusWidget() : window.get();
        QTest::keyClick(focus, key, modifiers);
    }
    void pressUndo() { press(Qt::Key_Z, Qt::ControlModifier); }
    void pressRedo() { press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }
    QAction* undoAction() { return window->undo()->actions()[0]; }
    FineSlider* slider(const QString& name) {
        for (auto* slider : window->findChildren<FineSlider*>())
            if (slider->accessibleName() == name && slider->isVisible()) return slider;
        return nullptr;
    }
    /// One drag over the slider, in many small moves.
    void drag(FineSlider* slider, double to) {
        const double from = (slider->real() - slider->low()) / (slider->high() - slider->low());
        const auto at = [slider](double share) {
            return QPoint(static_cast<int>(8 + share * (slider->width() - 16)), slider->height() / 2);
        };
        QTest::mousePress(slider, Qt::LeftButton, {}, at(from));
        for (int i = 1; i <= 10; ++i) QTest::mouseMove(slider, at(from + (to - from) * i / 10));
        QTest::mouseRelease(slider, Qt::LeftButton, {}, at(to));
        QCoreApplication::processEvents();
    }
    SampleModel* sample() { return screen<SampleScreen>()->model(); }

    InputManners manners;
};

TEST_F(UndoTest, ADragIsOneStepWithItsNameInTheMenu) {
    const std::vector<double> before = sample()->simplex().weights();
    FineSlider* anger = slider(QStringLiteral("Anger"));
    ASSERT_NE(anger, nullptr);
    drag(anger, 0.6);
    ASSERT_TRUE(has(1));
    const std::vector<double> after = sample()->simplex().weights();
    ASSERT_NE(after, before);
    EXPECT_TRUE(undoAction()->text().startsWith(QStringLiteral("&Undo Anger "))) << undoAction()->text().toStdString();
    pressUndo();
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(sample()->simplex().weight(i), before[i], 1e-9);
    EXPECT_FALSE(undoAction()->isEnabled() && stack()->canUndo());
    pressRedo();
    for (std::size_t i = 0; i < after.size(); ++i) EXPECT_NEAR(sample()->simplex().weight(i), after[i], 1e-9);
    EXPECT_EQ(stack()->count(), 1) << "going back and forth makes no steps";
}

TEST_F(UndoTest, KeysThatFollowEachOtherAreOneStep) {
    FineSlider* anger = slider(QStringLiteral("Anger"));
    anger->setFocus();
    const double before = sample()->simplex().weight(0);
    for (int i = 0; i < 5; ++i) QTest::keyClick(anger, Qt::Key_Right);
    ASSERT_NE(sample()->simplex().weight(0), before);
    ASSERT_TRUE(has(1));
    pressUndo();
    EXPECT_NEAR(sample()->simplex().weight(0), before, 1e-9);
}

TEST_F(UndoTest, AKeyRightAfterAChangeTakesThatBack) {
    sample()->setSeed(77);
    EXPECT_TRUE(undoAction()->isEnabled());
    pressUndo();
    EXPECT_EQ(sample()->seed(), 1U);
}

TEST_F(UndoTest, TheStackGoesOverScreensAndShowsWhereItActs) {
    sample()->setSeed(42);
    ASSERT_TRUE(has(1));
    auto* morph = show<MorphScreen>();
    morph->sameFaceAllEmotions();
    ASSERT_TRUE(has(2));
    const MorphRequest film = morph->player()->timeline().request();
    window->setMode(QStringLiteral("curves"));
    pressUndo();
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("morph"));
    EXPECT_EQ(morph->player()->timeline().size(), 0U);
    pressUndo();
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("sample"));
    EXPECT_EQ(sample()->seed(), 1U);
    pressRedo();
    pressRedo();
    EXPECT_EQ(morph->player()->timeline().request(), film);
    EXPECT_EQ(sample()->seed(), 42U);
}

TEST_F(UndoTest, PicturesStayUntilTheirSuccessorsAreDrawn) {
    drag(slider(QStringLiteral("Anger")), 0.6);
    ASSERT_TRUE(has(1));
    ASSERT_TRUE(settle());
    window->undo()->undo();
    // Nothing has come back from the engine yet.
    for (int i = 0; i < sample()->total(); ++i) EXPECT_NE(sample()->cell(i), nullptr) << i;
    ASSERT_TRUE(settle());
}

TEST_F(UndoTest, AFieldTakesItsOwnTextBackFirst) {
    sample()->setSeed(42);
    ASSERT_TRUE(has(1));
    QLineEdit* field = nullptr;
    for (auto* edit : window->findChildren<QLineEdit*>())
        if (edit->isVisible() && edit->accessibleName().contains(QStringLiteral("eed"))) field = edit;
    ASSERT_NE(field, nullptr);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("9"));
    ASSERT_TRUE(field->isUndoAvailable());
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(sample()->seed(), 42U) << "the field's own";
    while (field->isUndoAvailable()) QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(sample()->seed(), 42U);
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(waitUntil([this] { return sample()->seed() == 1U; })) << "then the window's";
}

TEST_F(UndoTest, AnotherModelIsNoStep) {
    sample()->setSeed(42);
    ASSERT_TRUE(has(1));
    bridge->loadModel(QStringLiteral("default-48"));
    ASSERT_TRUE(waitUntil([this] { return bridge->model()->height == 48; }));
    ASSERT_TRUE(settle());
    EXPECT_FALSE(waitUntil([this] { return stack()->count() > 1; }, 2 * CommittedStates::kRestMs));
    pressUndo();
    EXPECT_EQ(sample()->seed(), 1U);
    EXPECT_EQ(bridge->model()->height, 48);
}

TEST_F(UndoTest, PhotosComeBackAlsoWhilePrivate) {
    Image photo(300, 200, 3);
    for (std::size_t i = 0; i < photo.pixels.size(); ++i)
        photo.pixels[i] = static_cast<std::uint8_t>(i * 2654435761U >> 24U);
    write_png(folder / "anna.png", photo);
    auto* encode = show<EncodeScreen>();
    for (Screen* each : window->screens()) each->setPrivate(true);
    encode->open({place("anna.png")});
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
    ASSERT_TRUE(has(1));
    EXPECT_EQ(stack()->undoText(), QStringLiteral("opening anna.png"));
    encode->relabel()->setStrength(1.75);
    ASSERT_TRUE(has(2));
    EXPECT_EQ(stack()->undoText(), QStringLiteral("strength 1.75"));
    pressUndo();
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled(); }));
    EXPECT_EQ(encode->relabel()->strength(), 1);
    EXPECT_EQ(encode->model()->photoName(), QStringLiteral("anna.png"));
    EXPECT_FALSE(waitUntil([this] { return stack()->count() > 2; }, 2 * CommittedStates::kRestMs));
    pressUndo();
    EXPECT_FALSE(encode->model()->hasPhoto()) << "as before it was opened";
    pressRedo();
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
    EXPECT_EQ(encode->model()->photoName(), QStringLiteral("anna.png"));
}

TEST_F(UndoTest, APastedPictureComesBack) {
    auto* encode = show<EncodeScreen>();
    QImage first(60, 40, QImage::Format_RGB888), second(60, 40, QImage::Format_RGB888);
    first.fill(QColor(200, 100, 50));
    first.setPixel(3, 3, 0xffffff);
    second.fill(QColor(20, 100, 50));
    second.setPixel(3, 3, 0xffffff);
    for (const QImage& image : {first, second}) {
        const int steps = stack()->count();
        encode->openImage(image);
        ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->hasPhoto(); }));
        ASSERT_TRUE(has(steps + 1));
    }
    const Image latest = encode->model()->photo();
    pressUndo();
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled(); }));
    EXPECT_NE(encode->model()->photo(), latest);
    EXPECT_TRUE(encode->model()->hasPhoto());
    pressRedo();
    EXPECT_EQ(encode->model()->photo(), latest);
}

TEST_F(UndoTest, AFilmOfOneKeyAndOneOfNoneComeBack) {
    auto* morph = show<MorphScreen>();
    MorphKey key;
    key.source = "seed:5";
    morph->receiveKey(key, {});
    ASSERT_TRUE(has(1));
    morph->player()->edit([](MorphTimeline& timeline) { timeline.remove(0); });
    ASSERT_TRUE(has(2));
    pressUndo();
    ASSERT_EQ(morph->player()->timeline().size(), 1U);
    EXPECT_EQ(morph->player()->timeline().key(0).source, "seed:5");
    pressUndo();
    EXPECT_EQ(morph->player()->timeline().size(), 0U);
}

TEST_F(UndoTest, UndoIsInTheMenuAndSaysWhyItIsOff) {
    EXPECT_FALSE(undoAction()->isEnabled());
    EXPECT_EQ(undoAction()->toolTip(), QStringLiteral("Nothing to undo"));
    bool isInMenu = false;
    for (QAction* menu : window->menuBar()->actions())
        isInMenu |= menu->menu() != nullptr && menu->menu()->actions().contains(undoAction());
    EXPECT_TRUE(isInMenu);
}

}  // namespace
}  // namespace bplf::ui
