// SPDX-License-Identifier: GPL-3.0-or-later
// The palette of commands by keyboard: what it finds, does and sets.
#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QTest>
#include <algorithm>

#include "tests/ui/studio_fixture.h"
#include "ui/history/undo_keeper.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/shell/command_palette.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class PaletteTest : public StudioFixture {
  protected:
    void SetUp() override {
        start();
        open();
    }
    void open() {
        window->activateWindow();
        ASSERT_TRUE(waitUntil([this] { return window->isActiveWindow(); }));
        QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
        palette = window->findChild<CommandPalette*>();
        ASSERT_NE(palette, nullptr);
        ASSERT_TRUE(waitUntil([this] { return palette->isActiveWindow(); }));
    }
    void TearDown() override { stop(); }
    void type(const char* text) {
        palette->field()->clear();
        QTest::keyClicks(palette->field(), QLatin1String(text));
    }
    void press(Qt::Key key) { QTest::keyClick(palette->field(), key); }
    void run(const char* text) {
        type(text);
        press(Qt::Key_Return);
    }
    QString line(int row) { return palette->list()->item(row)->data(Qt::AccessibleTextRole).toString(); }
    SampleModel* sample() { return screen<SampleScreen>()->model(); }

    CommandPalette* palette = nullptr;
};

TEST_F(PaletteTest, ValuesAreSetByTheirWords) {
    run("seed 42");
    EXPECT_EQ(sample()->seed(), 42U);
    EXPECT_FALSE(palette->isVisible());
    open();
    run("temp 0.8");
    EXPECT_EQ(sample()->temperatureScale(), 0.8);
    open();
    run("sad 60");
    const auto& labels = sample()->simplex().labels();
    const auto sad = static_cast<std::size_t>(std::ranges::find(labels, "sad") - labels.begin());
    EXPECT_NEAR(sample()->simplex().weight(sad), 0.6, 1e-9);
    open();
    run("frames 60");
    EXPECT_EQ(screen<MorphScreen>()->player()->timeline().request().frames, 60);
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("morph")) << "where it can be seen";
}

TEST_F(PaletteTest, AValueOutOfItsRangeIsSaidAndChangesNothing) {
    run("temp 7");
    EXPECT_TRUE(palette->isVisible());
    EXPECT_EQ(sample()->temperatureScale(), 1);
    EXPECT_EQ(palette->field()->accessibleDescription(), QStringLiteral("Temperature takes 0 to 2."));
    press(Qt::Key_Escape);
    EXPECT_FALSE(palette->isVisible());
}

TEST_F(PaletteTest, OfTwoScreensTheOneInFrontIsMeant) {
    press(Qt::Key_Escape);
    window->setMode(QStringLiteral("encode"));
    const std::vector<double> before = sample()->simplex().weights();
    open();
    run("sad 60");
    EXPECT_EQ(sample()->simplex().weights(), before);
    EXPECT_EQ(screen<EncodeScreen>()->relabel()->target().weights().size(), before.size());
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("encode"));
}

TEST_F(PaletteTest, ActionsAreFoundByAFewLetters) {
    type("go curv");
    EXPECT_TRUE(line(0).startsWith(QStringLiteral("Curves, Go"))) << line(0).toStdString();
    press(Qt::Key_Return);
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("curves"));
}

TEST_F(PaletteTest, AnActionOfAnotherScreenBringsItToTheFront) {
    run("same face all emotions");
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("morph"));
    EXPECT_GT(screen<MorphScreen>()->player()->timeline().size(), 2U);
}

TEST_F(PaletteTest, EveryActionWithKeysIsThereAndShowsThem) {
    for (const auto& [group, actions] : window->allActions())
        for (const QAction* action : actions) {
            const QString text = QString(action->text()).remove(QLatin1Char('&'));
            palette->field()->setText(text);
            bool isThere = false;
            for (int i = 0; i < palette->list()->count(); ++i) isThere |= line(i).startsWith(text);
            EXPECT_TRUE(isThere) << text.toStdString();
        }
}

TEST_F(PaletteTest, ArrowKeysChooseAndTheFieldSaysWhatReturnDoes) {
    type("theme");
    ASSERT_GT(palette->list()->count(), 1);
    const QString first = palette->field()->accessibleDescription();
    press(Qt::Key_Down);
    EXPECT_EQ(palette->list()->currentRow(), 1);
    EXPECT_NE(palette->field()->accessibleDescription(), first);
    press(Qt::Key_Up);
    EXPECT_EQ(palette->field()->accessibleDescription(), first);
    EXPECT_TRUE(palette->field()->hasFocus());
}

TEST_F(PaletteTest, WhatCanDoNothingSaysSo) {
    type("undo");
    EXPECT_TRUE(palette->field()->accessibleDescription().contains(QStringLiteral("nothing")))
        << palette->field()->accessibleDescription().toStdString();
    press(Qt::Key_Return);
    EXPECT_TRUE(palette->isVisible());
    type("no such thing at all");
    EXPECT_EQ(palette->list()->count(), 0);
    press(Qt::Key_Return);
    EXPECT_TRUE(palette->isVisible());
}

TEST_F(PaletteTest, WhatWasChosenLastComesFirst) {
    run("go morph");
    open();
    EXPECT_TRUE(line(0).startsWith(QStringLiteral("Morph, "))) << line(0).toStdString();
}

TEST_F(PaletteTest, AValueWithoutANumberAsksForOne) {
    type("temperature");
    ASSERT_TRUE(line(0).startsWith(QStringLiteral("Temperature, Sample"))) << line(0).toStdString();
    press(Qt::Key_Return);
    EXPECT_TRUE(palette->isVisible());
    EXPECT_EQ(palette->field()->text(), QStringLiteral("temp "));
    QTest::keyClicks(palette->field(), QStringLiteral("1.2"));
    press(Qt::Key_Return);
    EXPECT_EQ(sample()->temperatureScale(), 1.2);
    ASSERT_TRUE(waitUntil([this] { return window->undo()->actions()[0]->isEnabled(); }));
}

}  // namespace
}  // namespace bplf::ui
