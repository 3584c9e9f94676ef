// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that somebody chose: kept, told where they clash, and taken back.
#include <QAction>
#include <QKeySequenceEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

#include "tests/ui/studio_fixture.h"
#include "ui/shell/key_choices.h"
#include "ui/shell/keys_dialog.h"

namespace bplf::ui {
namespace {

class KeysTest : public StudioFixture {
  protected:
    void SetUp() override {
        former = qgetenv("XDG_CONFIG_HOME");
        qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString((folder / "config").string()));
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                           QString::fromStdString((folder / "config").string()));
        start(true);
    }
    void TearDown() override {
        stop();
        qputenv("XDG_CONFIG_HOME", former);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, QString::fromUtf8(former));
    }
    QAction* action(const char* group, const char* text) {
        for (const auto& [name, actions] : window->allActions())
            for (QAction* each : actions)
                if (name == QLatin1String(group) && each->text().remove(QLatin1Char('&')) == QLatin1String(text))
                    return each;
        return nullptr;
    }
    static QList<QKeySequence> keys(const char* text) { return {QKeySequence(QLatin1String(text))}; }

    QByteArray former;
};

TEST_F(KeysTest, NoTwoActionsThatCanMeetHaveTheSameKeys) {
    for (const auto& [group, actions] : window->keys()->groups())
        for (const QAction* one : actions)
            for (const QKeySequence& key : one->shortcuts())
                for (const QAction* rival : window->keys()->rivals(one, key))
                    ADD_FAILURE() << key.toString().toStdString() << ": " << one->text().toStdString() << " and "
                                  << rival->text().toStdString();
}

TEST_F(KeysTest, AChoiceIsKept) {
    QAction* quit = action("File", "Quit");
    ASSERT_NE(quit, nullptr);
    window->keys()->set(quit, keys("Ctrl+F12"));
    EXPECT_EQ(quit->toolTip(), QStringLiteral("Quit (Ctrl+F12)"));
    window->endSession();
    stop();
    start(true);
    quit = action("File", "Quit");
    EXPECT_EQ(quit->shortcuts(), keys("Ctrl+F12"));
    EXPECT_TRUE(window->keys()->isChosen(quit));
    window->keys()->reset(quit);
    EXPECT_EQ(quit->shortcuts(), keys("Ctrl+Q"));
    EXPECT_EQ(quit->toolTip(), QStringLiteral("Quit (Ctrl+Q)"));
    EXPECT_FALSE(window->keys()->isChosen(quit));
}

TEST_F(KeysTest, AnActionKeepsItsKeysWhateverItIsCalledByThen) {
    QAction* undo = action("Edit", "Undo");
    ASSERT_NE(undo, nullptr);
    window->keys()->set(undo, keys("Ctrl+F11"));
    undo->setText(QStringLiteral("Undo Happy 60 %"));
    window->keys()->reset(undo);
    EXPECT_EQ(undo->shortcuts(), keys("Ctrl+Z"));
}

TEST_F(KeysTest, ScreensMayShareKeysAndTheWindowMayNot) {
    QAction* morph = action("Morph", "Duplicate the key");
    QAction* quit = action("File", "Quit");
    ASSERT_NE(morph, nullptr);
    EXPECT_TRUE(window->keys()->rivals(morph, QKeySequence(QStringLiteral("Ctrl+0"))).isEmpty())
        << "of Sample and Curves";
    EXPECT_EQ(window->keys()->rivals(morph, quit->shortcut()), QList<QAction*>{quit});
    EXPECT_EQ(window->keys()->rivals(quit, morph->shortcut()).size(), 1);
}

TEST_F(KeysTest, TheDialogShowsWhoHasTheKeysAndTakesThemFromThere) {
    KeysDialog dialog(window->keys());
    dialog.show();
    QAction* morph = action("Morph", "Duplicate the key");
    QAction* quit = action("File", "Quit");
    dialog.choose(morph);
    EXPECT_EQ(dialog.field()->keySequence(), morph->shortcut());
    EXPECT_FALSE(dialog.setButton()->isEnabled()) << "nothing to set";
    dialog.field()->clear();
    QTest::keyClick(dialog.field(), Qt::Key_Q, Qt::ControlModifier);
    ASSERT_EQ(dialog.field()->keySequence(), QKeySequence(QStringLiteral("Ctrl+Q")));
    // The field waits for another key of a sequence.
    EXPECT_TRUE(qttest::waitUntil([&] { return dialog.problem() == QStringLiteral("Ctrl+Q: Quit"); }));
    QTest::mouseClick(dialog.setButton(), Qt::LeftButton);
    EXPECT_EQ(morph->shortcuts(), keys("Ctrl+Q"));
    EXPECT_TRUE(quit->shortcuts().isEmpty());
    EXPECT_TRUE(dialog.problem().isEmpty());
    QTest::mouseClick(dialog.resetButton(), Qt::LeftButton);
    EXPECT_EQ(morph->shortcuts(), keys("Ctrl+D"));
    dialog.choose(quit);
    QTest::mouseClick(dialog.resetButton(), Qt::LeftButton);
    EXPECT_EQ(quit->shortcuts(), keys("Ctrl+Q"));
    QTest::mouseClick(dialog.noneButton(), Qt::LeftButton);
    EXPECT_TRUE(quit->shortcuts().isEmpty());
}

}  // namespace
}  // namespace bplf::ui
