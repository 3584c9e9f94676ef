// SPDX-License-Identifier: GPL-3.0-or-later
// The Models screen in the window: found, read, drawn, searched, checked, compared and used.
#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

#include "core/base/atomic_file.h"
#include "core/base/models_folder.h"
#include "tests/ui/studio_fixture.h"
#include "ui/screens/models/check_tab.h"
#include "ui/screens/models/compare_tab.h"
#include "ui/screens/models/model_faces.h"
#include "ui/screens/models/models_page.h"
#include "ui/screens/models/models_screen.h"
#include "ui/screens/models/tensors_tab.h"

namespace bplf::ui {
namespace {

class ModelsScreenTest : public StudioFixture {
  protected:
    void SetUp() override {
        start();
        models = show<ModelsScreen>();
        page = models->modelsPage();
        ASSERT_TRUE(settle());
        ASSERT_TRUE(choose(QStringLiteral("emotion-32")));
    }
    /// Clicks the card of this name.
    bool choose(const QString& name) {
        for (int row = 0; row < page->list()->count(); ++row) {
            QListWidgetItem* item = page->list()->item(row);
            if (!item->text().startsWith(name + QLatin1Char('\n'))) continue;
            page->list()->scrollToItem(item);
            QTest::mouseClick(page->list()->viewport(), Qt::LeftButton, {},
                              page->list()->visualItemRect(item).center());
            return page->list()->currentItem() == item;
        }
        return false;
    }
    /// Labels of another model are shown when the event loop comes round.
    QString shown(const QString& name) const {
        QString text;
        qttest::waitUntil([&] {
            for (auto* label : page->findChildren<QLabel*>())
                if (label->accessibleName() == name && label->isVisible()) text = label->text();
            return !text.isEmpty();
        });
        return text;
    }
    void openTab(QWidget* tab) {
        const int index = page->tabs()->indexOf(tab);
        QTest::mouseClick(page->tabs()->tabBar(), Qt::LeftButton, {}, page->tabs()->tabBar()->tabRect(index).center());
        ASSERT_EQ(page->tabs()->currentIndex(), index);
    }
    /// A copy of emotion-32's file, cut to so many bytes where that is asked for.
    QString copyOfSmall(const char* name, std::size_t bytes = std::string::npos) {
        const auto small = read_file(*embedded_weights("emotion-32"));
        write_file(folder / name, small.substr(0, bytes));
        return place(name);
    }

    ModelsScreen* models = nullptr;
    ModelsPage* page = nullptr;
};

TEST_F(ModelsScreenTest, ACardSaysWhatTheFileSaysAndShowsFacesThatAreKept) {
    EXPECT_EQ(shown(QStringLiteral("Chosen model")), "emotion-32");
    EXPECT_TRUE(shown(QStringLiteral("Bits/dim")).startsWith(QLatin1String("4.255 on 512")));
    EXPECT_TRUE(shown(QStringLiteral("Steps trained")).startsWith(QLatin1String("24,000")));
    EXPECT_TRUE(shown(QStringLiteral("Licence")).contains(QLatin1String("CC-BY-4.0")));
    const ShelvedModel& model = models->shelf()->models()[static_cast<std::size_t>(page->list()->currentRow())];
    EXPECT_FALSE(model.faces.isNull());
    EXPECT_TRUE(QFileInfo::exists(facesFile(QString::fromStdString(model.facts->sha256))));
    EXPECT_EQ(page->list()->item(0)->text().section(QLatin1Char('\n'), 0, 0), "emotion-128");
}

TEST_F(ModelsScreenTest, TensorsAreFoundByNameSortedByNumberAndDrawnAsAHistogram) {
    openTab(page->tensors());
    ASSERT_TRUE(settle());
    QTableView* table = page->tensors()->table();
    const int all = table->model()->rowCount();
    ASSERT_GT(all, 50);
    page->tensors()->filter()->setFocus();
    QTest::keyClicks(page->tensors()->filter(), QStringLiteral("BIAS"));
    EXPECT_LT(table->model()->rowCount(), all);
    ASSERT_GT(table->model()->rowCount(), 0);
    table->sortByColumn(3, Qt::DescendingOrder);
    const auto numbers = [&](int row) { return table->model()->index(row, 3).data(Qt::UserRole).toLongLong(); };
    for (int row = 1; row < table->model()->rowCount(); ++row) EXPECT_GE(numbers(row - 1), numbers(row));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(0, 0)).center());
    const QString name = table->model()->index(0, 0).data().toString();
    bool isShown = false;
    for (auto* widget : page->findChildren<QWidget*>())
        isShown = isShown || widget->accessibleName().startsWith(QStringLiteral("Numbers of %1 from").arg(name));
    EXPECT_TRUE(isShown) << name.toStdString();
}

TEST_F(ModelsScreenTest, ASoundModelPassesEachCheck) {
    openTab(page->checks());
    QTest::mouseClick(page->checks()->button(), Qt::LeftButton);
    ASSERT_TRUE(settle());
    EXPECT_EQ(page->checks()->list()->count(), 7);
    EXPECT_EQ(shown(QStringLiteral("Verdict")), "The model is sound.");
}

TEST_F(ModelsScreenTest, ADamagedFileStaysOnTheListAndItsCheckSaysWhatToDo) {
    models->open({copyOfSmall("cut.safetensors", 100000)});
    ASSERT_TRUE(settle());
    ASSERT_TRUE(choose(QStringLiteral("cut")));
    EXPECT_TRUE(page->list()->currentItem()->text().contains(QLatin1String("cannot be read")));
    EXPECT_FALSE(page->useButton()->isEnabled());
    openTab(page->checks());
    QTest::mouseClick(page->checks()->button(), Qt::LeftButton);
    ASSERT_TRUE(settle());
    EXPECT_TRUE(page->checks()->list()->item(0)->text().contains(QLatin1String("opy")))
        << page->checks()->list()->item(0)->text().toStdString();
    EXPECT_TRUE(shown(QStringLiteral("Verdict")).startsWith(QLatin1String("Something is wrong")));
}

TEST_F(ModelsScreenTest, AFolderWithoutModelsIsSaidToBeOne) {
    std::filesystem::create_directory(folder / "empty");
    window->openFiles({place("empty")});
    EXPECT_TRUE(news().contains(QLatin1String("No model is in")));
    EXPECT_TRUE(models->shelf()->places().isEmpty());
}

TEST_F(ModelsScreenTest, AComparisonNamesWhatDiffersAndByHowMuch) {
    const QString copy = copyOfSmall("copy.safetensors");
    window->openFiles({copy});
    ASSERT_TRUE(settle());
    ASSERT_TRUE(choose(QStringLiteral("emotion-32")));
    openTab(page->comparison());
    QComboBox* others = page->comparison()->others();
    others->setFocus();
    others->setCurrentIndex(others->findText(QStringLiteral("emotion-128")));
    Q_EMIT others->activated(others->currentIndex());
    ASSERT_TRUE(settle());
    QTreeWidget* tree = page->comparison()->tree();
    ASSERT_EQ(tree->topLevelItemCount(), 3);
    EXPECT_EQ(tree->topLevelItem(0)->text(0), "Configuration");
    EXPECT_GT(tree->topLevelItem(2)->childCount(), 20);
}

TEST_F(ModelsScreenTest, TheChosenModelIsUsedEverywhereAndStaysWhenAnotherCannotBe) {
    QTest::mouseClick(page->useButton(), Qt::LeftButton);
    ASSERT_TRUE(settle());
    // The drawing engine knows files, not the program's names.
    EXPECT_EQ(QString::fromStdString(bridge->model()->name), "default");
    EXPECT_TRUE(news().contains(QLatin1String("emotion-32")));
    models->open({copyOfSmall("mine.safetensors")});
    ASSERT_TRUE(settle());
    ASSERT_TRUE(choose(QStringLiteral("mine")));
    QTest::mouseClick(page->useButton(), Qt::LeftButton);
    ASSERT_TRUE(settle());
    EXPECT_EQ(bridge->model()->name, "mine");
    EXPECT_FALSE(page->useButton()->isEnabled());
    EXPECT_TRUE(page->list()->currentItem()->text().endsWith(QLatin1String("in use")));
}

TEST_F(ModelsScreenTest, ACancelledLoadingLeavesTheOldModel) {
    models->open({copyOfSmall("mine.safetensors")});
    ASSERT_TRUE(settle());
    ASSERT_TRUE(choose(QStringLiteral("mine")));
    bool isBusy = true;
    bridge->runBatch<int>(
        [](Engine&, const std::stop_token&) -> Result<int> {
            QTest::qSleep(100);
            return 0;
        },
        window.get(), [&](const Result<int>&) { isBusy = false; });
    QTest::mouseClick(page->useButton(), Qt::LeftButton);
    EXPECT_EQ(page->useButton()->text(), "Cancel loading");
    QTest::mouseClick(page->useButton(), Qt::LeftButton);
    ASSERT_TRUE(settle());
    EXPECT_FALSE(isBusy);
    EXPECT_EQ(bridge->model()->name, "default");
    EXPECT_EQ(page->useButton()->text(), "Use this model");
}

TEST_F(ModelsScreenTest, TheSessionKeepsPlacesAndTheChoice) {
    models->open({copyOfSmall("mine.safetensors")});
    ASSERT_TRUE(settle());
    ASSERT_TRUE(choose(QStringLiteral("mine")));
    openTab(page->checks());
    const QVariantMap kept = models->state();
    window->activateWindow();
    page->list()->setFocus();
    ASSERT_TRUE(qttest::waitUntil([this] { return page->list()->hasFocus(); }));
    QTest::keyClick(page->list(), Qt::Key_Delete);
    ASSERT_TRUE(settle());
    EXPECT_FALSE(choose(QStringLiteral("mine")));
    models->restoreState(kept);
    ASSERT_TRUE(settle());
    EXPECT_EQ(shown(QStringLiteral("Chosen model")), "mine");
    EXPECT_EQ(page->tabs()->currentWidget(), page->checks());
}

}  // namespace
}  // namespace bplf::ui
