// SPDX-License-Identifier: GPL-3.0-or-later
// The Stimuli screen in the window: typed, chosen, made, stopped, saved and opened.
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTableWidget>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "tests/ui/studio_fixture.h"
#include "ui/screens/stimuli/stimuli_page.h"
#include "ui/screens/stimuli/stimuli_panel.h"
#include "ui/screens/stimuli/stimuli_screen.h"

namespace bplf::ui {
namespace {

class StimuliScreenTest : public StudioFixture {
  protected:
    void SetUp() override {
        start();
        // The drawn models bring no classifier.
        stimuli = show<StimuliScreen>();
        stimuli->model()->edit([](stimuli::Plan& plan) {
            plan.judge.clear();
            plan.groups = {};
        });
        ASSERT_TRUE(settle());
        ASSERT_TRUE(stimuli->model()->outlook().set) << problem();
    }
    std::string problem() const {
        const auto& outlook = stimuli->model()->outlook();
        return outlook.problem ? outlook.problem->what() : "";
    }
    QLineEdit* field(const QString& name) const {
        for (auto* one : stimuli->panel()->findChildren<QLineEdit*>())
            if (one->accessibleName() == name) return one;
        return nullptr;
    }
    void type(const QString& name, const QString& text) {
        QLineEdit* edit = field(name);
        ASSERT_NE(edit, nullptr);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    QString shownProblem() const {
        for (auto* label : stimuli->panel()->findChildren<QLabel*>())
            if (label->property("role") == QLatin1String("problem") && !label->isHidden()) return label->text();
        return {};
    }
    QString counts() const {
        for (auto* label : stimuli->stimuliPage()->findChildren<QLabel*>())
            if (label->accessibleName() == QLatin1String("What the set will be")) return label->text();
        return {};
    }

    StimuliScreen* stimuli = nullptr;
};

TEST_F(StimuliScreenTest, WhatIsTypedIsThePlanAndItsCountsAreShownBeforeAnythingIsWritten) {
    type(QStringLiteral("Seeds"), QStringLiteral("3-5, 9"));
    type(QStringLiteral("Levels in percent"), QStringLiteral("0-100/25"));
    ASSERT_TRUE(settle());
    EXPECT_EQ(stimuli->model()->plan().levels, (std::vector<int>{0, 25, 50, 75, 100}));
    // Four persons, three emotions at four levels and neutral.
    EXPECT_TRUE(counts().startsWith(QLatin1String("52 pictures of 4 identities"))) << counts().toStdString();
    EXPECT_EQ(stimuli->stimuliPage()->strip()->count(), 4);
    EXPECT_EQ(stimuli->stimuliPage()->table()->rowCount(), 3);
    EXPECT_EQ(stimuli->stimuliPage()->table()->columnCount(), 5);
}

TEST_F(StimuliScreenTest, WhatIsWrongIsSaidBesideTheFieldAndNothingCanBeMade) {
    type(QStringLiteral("Seeds"), QStringLiteral("3-1"));
    EXPECT_TRUE(shownProblem().contains(QLatin1String("are no seeds"))) << shownProblem().toStdString();
    stimuli->model()->edit([](stimuli::Plan& plan) {
        plan.mask.kind = stimuli::MaskKind::kEllipse;
        plan.mask.axes = {500, 500};
    });
    ASSERT_TRUE(settle());
    EXPECT_TRUE(shownProblem().contains(QLatin1String("larger than the picture"))) << shownProblem().toStdString();
    EXPECT_FALSE(shownProblem().contains(QLatin1Char('"'))) << shownProblem().toStdString();
    EXPECT_FALSE(stimuli->model()->canMake());
}

TEST_F(StimuliScreenTest, ArrowKeysChooseThePictureAndDeleteTakesAnIdentityOut) {
    QTableWidget* table = stimuli->stimuliPage()->table();
    ASSERT_TRUE(stimuli->stimuliPage()->choose(QStringLiteral("happy"), 50));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Right);
    EXPECT_EQ(table->currentColumn(), 2);
    EXPECT_EQ(table->currentItem()->data(Qt::AccessibleTextRole).toString(), "happy at 100 %");
    QListWidget* strip = stimuli->stimuliPage()->strip();
    window->activateWindow();
    strip->setFocus();
    ASSERT_TRUE(qttest::waitUntil([&] { return strip->hasFocus(); }));
    QTest::keyClick(strip, Qt::Key_Right);
    EXPECT_EQ(stimuli->model()->identity(), 1);
    QTest::keyClick(strip, Qt::Key_Delete);
    ASSERT_TRUE(settle());
    EXPECT_EQ(field(QStringLiteral("Seeds"))->text(), "1, 3-6");
}

TEST_F(StimuliScreenTest, TheShownPicturesAreThoseOfTheMadeSet) {
    stimuli->model()->edit([](stimuli::Plan& plan) { plan.identities.front().last = 3; });
    ASSERT_TRUE(settle());
    ASSERT_TRUE(stimuli->makeInto(place("set")));
    ASSERT_TRUE(settle());
    EXPECT_TRUE(news().contains(QLatin1String("21 pictures of 3 identities")));
    ASSERT_FALSE(stimuli->model()->pictures().empty());
    for (const auto& picture : stimuli->model()->pictures())
        EXPECT_EQ(picture.after.pixels, read_png(folder / "set" / picture.file).pixels) << picture.file;
    stimuli->setConfirm([](const QString&) { return false; });
    EXPECT_FALSE(stimuli->makeInto(place("set")));
}

TEST_F(StimuliScreenTest, AStoppedSetIsNotThereAndGoesOnFromWhatWasDrawn) {
    stimuli->model()->edit([](stimuli::Plan& plan) { plan.identities.front().last = 30; });
    ASSERT_TRUE(settle());
    ASSERT_TRUE(stimuli->makeInto(place("set")));
    ASSERT_TRUE(qttest::waitUntil([&] { return std::filesystem::exists(folder / "set.partial" / "work" / "40.png"); }));
    stimuli->stop();
    ASSERT_TRUE(settle());
    EXPECT_TRUE(news().contains(QLatin1String("stopped")));
    EXPECT_FALSE(std::filesystem::exists(folder / "set"));
    ASSERT_TRUE(stimuli->makeInto(place("set")));
    ASSERT_TRUE(qttest::waitUntil([this] { return stimuli->isSettled(); }, 120000));
    EXPECT_TRUE(std::filesystem::exists(folder / "set" / "stimuli.csv"));
}

TEST_F(StimuliScreenTest, ASavedPlanOpensAsItWasAndABadOneChangesNothing) {
    type(QStringLiteral("Seeds"), QStringLiteral("7-9"));
    stimuli->savePlan(place("plan.json"));
    const auto saved = to_json(stimuli->model()->plan());
    type(QStringLiteral("Seeds"), QStringLiteral("1"));
    window->openFiles({place("plan.json")});
    ASSERT_TRUE(settle());
    EXPECT_EQ(to_json(stimuli->model()->plan()), saved);
    write_file(folder / "bad.json", R"({"schema": "bplf.stimuli.v1", "identities": 3})");
    stimuli->openPlan(place("bad.json"));
    const QString text = news();
    EXPECT_TRUE(text.contains(QLatin1String("identities"))) << text.toStdString();
    EXPECT_FALSE(text.contains(QLatin1String("bplf stimuli"))) << text.toStdString();
    EXPECT_EQ(to_json(stimuli->model()->plan()), saved);
}

TEST_F(StimuliScreenTest, TheSessionKeepsThePlan) {
    type(QStringLiteral("Seeds"), QStringLiteral("7-9"));
    const auto kept = to_json(stimuli->model()->plan());
    const QVariantMap session = stimuli->state();
    type(QStringLiteral("Seeds"), QStringLiteral("1"));
    stimuli->restoreState(session);
    EXPECT_EQ(to_json(stimuli->model()->plan()), kept);
}

TEST_F(StimuliScreenTest, AMixIsTypedTickedAndTakenOut) {
    type(QStringLiteral("Add a mix of emotions"), QStringLiteral("bittersweet: happy=0.5, sad=0.5"));
    ASSERT_TRUE(settle());
    ASSERT_EQ(stimuli->model()->plan().expressions.back().name, "bittersweet");
    EXPECT_EQ(stimuli->stimuliPage()->table()->rowCount(), 4);
    EXPECT_EQ(field(QStringLiteral("Add a mix of emotions"))->text(), QString());
    type(QStringLiteral("Add a mix of emotions"), QStringLiteral("x: joy=1"));
    EXPECT_TRUE(shownProblem().contains(QLatin1String("joy"))) << shownProblem().toStdString();
    QListWidget* emotions = nullptr;
    for (auto* list : stimuli->panel()->findChildren<QListWidget*>())
        if (list->accessibleName() == QLatin1String("Emotions of the set")) emotions = list;
    ASSERT_NE(emotions, nullptr);
    QListWidgetItem* mix = emotions->item(emotions->count() - 1);
    EXPECT_TRUE(mix->text().startsWith(QLatin1String("bittersweet"))) << mix->text().toStdString();
    emotions->setFocus();
    emotions->setCurrentItem(mix);
    QTest::keyClick(emotions, Qt::Key_Space);
    ASSERT_TRUE(settle());
    EXPECT_EQ(stimuli->model()->plan().expressions.size(), 3U);
}

TEST_F(StimuliScreenTest, AFaceOfTheSampleScreenIsAddedOnce) {
    EXPECT_TRUE(stimuli->receiveIdentity(QStringLiteral("seed:77")));
    EXPECT_EQ(field(QStringLiteral("Seeds"))->text(), "1-6, 77");
    EXPECT_FALSE(stimuli->receiveIdentity(QStringLiteral("seed:77")));
    EXPECT_TRUE(news().contains(QLatin1String("twice"))) << news().toStdString();
    EXPECT_EQ(field(QStringLiteral("Seeds"))->text(), "1-6, 77");
    EXPECT_EQ(shownProblem(), QString());
}

}  // namespace
}  // namespace bplf::ui
