// SPDX-License-Identifier: GPL-3.0-or-later
// The window without a mouse: where keys go, and in which order the Tab key walks.
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QTest>

#include "tests/ui/studio_fixture.h"
#include "ui/kit/fine_slider.h"
#include "ui/kit/input_manners.h"
#include "ui/kit/tab_order.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

class KeyboardTest : public StudioFixture {
  protected:
    void SetUp() override {
        qApp->installEventFilter(&manners);
        start();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        ASSERT_NE(window->focusWidget(), nullptr);
        QTest::keyClick(window->focusWidget(), key, modifiers);
    }
    /// How often the Tab key is pressed until a widget of this name has the focus; -1 when it never has.
    int tabsTo(const QString& name) {
        for (int count = 1; count < 200; ++count) {
            press(Qt::Key_Tab);
            if (window->focusWidget()->accessibleName() == name && qobject_cast<FineSlider*>(window->focusWidget()))
                return count;
        }
        return -1;
    }

    InputManners manners;
};

TEST_F(KeyboardTest, SpaceReachesNoButtonThatIsHidden) {
    auto* morph = show<MorphScreen>();
    ASSERT_NE(window->focusWidget(), nullptr);
    show<SampleScreen>();
    for (const int face : {0, 1}) {
        screen<SampleScreen>()->canvas()->select(face);
        for (QAction* action : screen<SampleScreen>()->actions())
            if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M)) action->trigger();
    }
    show<MorphScreen>();
    EXPECT_TRUE(window->focusWidget()->isVisible()) << window->focusWidget()->metaObject()->className();
    press(Qt::Key_Space);
    EXPECT_EQ(morph->player()->timeline().size(), 2U);
}

TEST_F(KeyboardTest, AKeyForAHiddenWidgetMovesTheFocusInstead) {
    QWidget parent;
    QCheckBox hidden(&parent), seen(&parent);
    parent.show();
    hidden.hide();
    hidden.setFocus();
    QTest::keyClick(&hidden, Qt::Key_Space);
    EXPECT_FALSE(hidden.isChecked());
    EXPECT_EQ(parent.focusWidget(), &seen);
}

TEST_F(KeyboardTest, FromTheFacesToTheEmotionsItIsAFewTabs) {
    qobject_cast<Viewport*>(screen<SampleScreen>()->page())->surface()->setFocus();
    EXPECT_LE(tabsTo(QStringLiteral("Anger")), 5);
    EXPECT_LE(tabsTo(QStringLiteral("Surprise")), 14) << "two stops an emotion";
}

TEST_F(KeyboardTest, TheTabKeyGoesAsTheWindowIsLaidOutInEveryScreen) {
    for (Screen* shown : window->screens()) {
        window->setMode(shown->id());
        const QList<QWidget*> stops =
            tabStops(shown->page()) +
            (shown->inspector() != nullptr ? tabStops(shown->inspector()) : QList<QWidget*>());
        ASSERT_FALSE(stops.isEmpty()) << shown->id().toStdString();
        stops.first()->setFocus();
        for (qsizetype i = 1; i < stops.size(); ++i) {
            press(Qt::Key_Tab);
            EXPECT_EQ(window->focusWidget(), stops[i]) << shown->id().toStdString() << ", stop " << i << ": "
                                                       << window->focusWidget()->accessibleName().toStdString()
                                                       << " instead of " << stops[i]->accessibleName().toStdString();
            if (window->focusWidget() != stops[i]) break;
        }
    }
}

TEST_F(KeyboardTest, WhatTheTabKeyPassesByIsInTheMenuOfTheSlider) {
    const auto sliders = window->findChildren<FineSlider*>();
    const auto anger = std::ranges::find_if(sliders, [](const FineSlider* slider) {
        return slider->accessibleName() == QStringLiteral("Anger") && slider->isVisible();
    });
    ASSERT_NE(anger, sliders.end());
    Q_EMIT(*anger)->customContextMenuRequested({});
    QWidget* menu = QApplication::activePopupWidget();
    ASSERT_NE(menu, nullptr);
    for (QAction* action : menu->actions())
        if (action->text() == QStringLiteral("Lock")) action->trigger();
    menu->close();
    EXPECT_TRUE(screen<SampleScreen>()->model()->simplex().isLocked(0));
}

}  // namespace
}  // namespace bplf::ui
