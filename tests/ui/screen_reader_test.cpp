// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader is told, asked in the process as the accessibility bus asks.
#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>

#include "tests/ui/studio_fixture.h"
#include "ui/kit/fine_slider.h"
#include "ui/screens/morph/morph_page.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/morph/timeline.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

class ScreenReaderTest : public StudioFixture {
  protected:
    void SetUp() override { start(); }

    QAccessibleInterface* of(QWidget* widget) { return QAccessible::queryAccessibleInterface(widget); }
    /// The visible widget of this name.
    template <typename Kind>
    Kind* named(const QString& name) {
        for (Kind* widget : window->findChildren<Kind*>())
            if (widget->accessibleName() == name && widget->isVisible()) return widget;
        return nullptr;
    }
    QAccessibleInterface* faces() { return of(qobject_cast<Viewport*>(screen<SampleScreen>()->page())->surface()); }
    bool hasLabel(QWidget* widget) { return !of(widget)->relations(QAccessible::Label).isEmpty(); }
};

TEST_F(ScreenReaderTest, AValueHasANameAndItsText) {
    screen<SampleScreen>()->canvas()->select(2);
    for (const char* name : {"Seed", "Label", "Temperature", "Bits/dim", "SHA-256", "Status", "Device"}) {
        auto* value = named<QLabel>(QString::fromLatin1(name));
        ASSERT_NE(value, nullptr) << name;
        QAccessibleInterface* face = of(value);
        EXPECT_EQ(face->role(), QAccessible::StaticText) << name;
        EXPECT_EQ(face->text(QAccessible::Name), QString::fromLatin1(name));
        EXPECT_EQ(face->text(QAccessible::Value), value->text()) << name;
        ASSERT_NE(face->textInterface(), nullptr) << name;
        EXPECT_EQ(face->textInterface()->text(0, face->textInterface()->characterCount()), value->text()) << name;
    }
    EXPECT_EQ(of(named<QLabel>(QStringLiteral("Seed")))->text(QAccessible::Value), QStringLiteral("3"));
    EXPECT_TRUE(hasLabel(named<QLabel>(QStringLiteral("Seed"))));
}

TEST_F(ScreenReaderTest, ChoicesBelongToTheirLabels) {
    EXPECT_TRUE(hasLabel(named<QComboBox>(QStringLiteral("Caption below each face"))));
    EXPECT_TRUE(hasLabel(named<QComboBox>(QStringLiteral("Model"))));
    EXPECT_TRUE(hasLabel(named<QComboBox>(QStringLiteral("How saved faces are enlarged"))));
    window->setMode(QStringLiteral("encode"));
    EXPECT_TRUE(hasLabel(named<QComboBox>(QStringLiteral("Face finder"))));
}

TEST_F(ScreenReaderTest, TheGridIsATableWithACellForEachFace) {
    QAccessibleInterface* grid = faces();
    EXPECT_EQ(grid->role(), QAccessible::Table);
    EXPECT_EQ(grid->text(QAccessible::Name), QStringLiteral("Faces"));
    ASSERT_EQ(grid->childCount(), 16);
    ASSERT_NE(grid->tableInterface(), nullptr);
    EXPECT_EQ(grid->tableInterface()->columnCount(), 4);
    EXPECT_EQ(grid->tableInterface()->rowCount(), 4);
    QAccessibleInterface* cell = grid->tableInterface()->cellAt(1, 2);
    ASSERT_NE(cell, nullptr);
    EXPECT_EQ(cell->role(), QAccessible::Cell);
    EXPECT_TRUE(cell->text(QAccessible::Name).startsWith(QStringLiteral("Image 7 of 16, seed 7, happy")))
        << cell->text(QAccessible::Name).toStdString();
    EXPECT_EQ(cell->tableCellInterface()->rowIndex(), 1);
    EXPECT_EQ(cell->tableCellInterface()->columnIndex(), 2);
    EXPECT_EQ(grid->indexOfChild(cell), 6);
    EXPECT_TRUE(grid->rect().contains(cell->rect()));
    EXPECT_EQ(grid->childAt(cell->rect().center().x(), cell->rect().center().y()), cell);

    EXPECT_FALSE(cell->state().selected);
    cell->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    EXPECT_EQ(screen<SampleScreen>()->canvas()->scene().selected(), 6);
    EXPECT_TRUE(cell->state().selected);

    screen<SampleScreen>()->model()->setGrid(2, 2);
    EXPECT_EQ(faces()->childCount(), 4);
    EXPECT_FALSE(cell->isValid()) << "its face is gone";
}

TEST_F(ScreenReaderTest, TheTimelineListsItsKeys) {
    auto* morph = show<MorphScreen>();
    morph->sameFaceAllEmotions();
    QAccessibleInterface* timeline = of(static_cast<MorphPage*>(morph->page())->timeline());
    EXPECT_EQ(timeline->role(), QAccessible::List);
    ASSERT_EQ(timeline->childCount(), 7);
    EXPECT_EQ(timeline->child(3)->role(), QAccessible::ListItem);
    EXPECT_TRUE(timeline->child(3)->text(QAccessible::Name).contains(QStringLiteral("happy")));
    timeline->child(3)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    EXPECT_EQ(morph->player()->timeline().selected(), 3);
}

TEST_F(ScreenReaderTest, AModeIsOneChoiceOfSeveral) {
    auto* encode = named<QAbstractButton>(QStringLiteral("Encode"));
    ASSERT_NE(encode, nullptr);
    EXPECT_EQ(of(encode)->role(), QAccessible::RadioButton);
    EXPECT_FALSE(of(encode)->state().checked);
    of(encode)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("encode"));
    EXPECT_TRUE(of(encode)->state().checked);
}

TEST_F(ScreenReaderTest, ASliderHasItsRealValue) {
    auto* slider = named<FineSlider>(QStringLiteral("Intensity of the expression"));
    ASSERT_NE(slider, nullptr);
    QAccessibleValueInterface* value = of(slider)->valueInterface();
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(value->maximumValue().toDouble(), kLargestIntensity);
    value->setCurrentValue(1.5);
    EXPECT_NEAR(screen<SampleScreen>()->model()->intensity(), 1.5, 0.01);
    EXPECT_EQ(of(slider)->text(QAccessible::Value), QStringLiteral("1.50"));
}

TEST_F(ScreenReaderTest, NothingThatIsDrawnIsMereFiller) {
    for (Screen* shown : window->screens()) {
        window->setMode(shown->id());
        for (QWidget* widget : window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() != nullptr)
                continue;
            EXPECT_NE(of(widget)->role(), QAccessible::Client)
                << shown->id().toStdString() << ": " << widget->metaObject()->className() << ' '
                << widget->accessibleName().toStdString();
        }
    }
}

}  // namespace
}  // namespace bplf::ui
