// SPDX-License-Identifier: GPL-3.0-or-later
// The Curves screen on files as training writes them: found, followed, damaged, drawn, exported.
#include <gtest/gtest.h>

#include <QApplication>
#include <QMouseEvent>
#include <QTest>
#include <QTreeWidget>
#include <cmath>
#include <fstream>

#include "core/base/atomic_file.h"
#include "core/io/tfevents.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/screens/curves/curve_export.h"
#include "ui/screens/curves/curve_filter.h"
#include "ui/screens/curves/curves_export_dialog.h"
#include "ui/screens/curves/curves_page.h"
#include "ui/screens/curves/curves_plots.h"
#include "ui/screens/curves/curves_run_list.h"
#include "ui/screens/curves/curves_screen.h"
#include "ui/screens/curves/plot_view.h"

namespace bplf::ui {
namespace {

namespace fs = std::filesystem;
using qttest::waitUntil;

QString text(const fs::path& path) {
    return QString::fromStdString(path.string());
}

/// A run folder with `points` of a falling loss and a rate.
fs::path write_run(const fs::path& folder, int points, double shift = 0) {
    fs::create_directories(folder);
    const fs::path file = folder / "events.out.tfevents.1700000000.test";
    EventWriter writer(file);
    for (int i = 0; i < points; ++i) {
        writer.scalar("loss", i * 10, 5 * std::exp(-i / 50.0) + shift, 1.7e9 + i);
        writer.scalar("rate", i * 10, 1e-3, 1.7e9 + i);
    }
    writer.flush();
    return file;
}

class CurvesTest : public testing::Test {
  protected:
    CurvesTest()
        : bridge_([]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); }),
          screen_(&bridge_),
          page_(static_cast<CurvesPage*>(screen_.page())) {
        page_->resize(1000, 600);
        page_->show();
        screen_.activated();
        QObject::connect(&screen_, &Screen::messageRaised, &screen_, [this](const Message& m) { messages_ << m.what; });
    }
    ~CurvesTest() override { delete page_; }

    bool open(const fs::path& path) {
        screen_.open({text(path)});
        return settle();
    }
    bool settle() {
        return waitUntil([this] {
            if (screen_.store()->isBusy()) return false;
            for (const CurveRun& run : screen_.store()->runs())
                if (run.loading) return false;
            return true;
        });
    }
    std::size_t points(int run, const std::string& tag = "loss") {
        const auto& curves = screen_.store()->runs().at(static_cast<std::size_t>(run)).curves;
        const auto curve = curves.find(tag);
        return curve == curves.end() ? 0 : curve->second->raw.size();
    }

    test::TempDir folder_;
    EngineBridge bridge_;
    CurvesScreen screen_;
    CurvesPage* page_;
    QStringList messages_;
};

TEST(CurveFilter, MatchesPartsAndExpressions) {
    EXPECT_TRUE(CurveFilter("GLOW").matches("runs/glow-32"));
    EXPECT_FALSE(CurveFilter("bplf").matches("runs/glow-32"));
    EXPECT_TRUE(CurveFilter("/^runs.*32$/").matches("runs/glow-32"));
    EXPECT_FALSE(CurveFilter("/^glow/").matches("runs/glow-32"));
    EXPECT_TRUE(CurveFilter("").matches("anything"));
    const CurveFilter broken("/(/");
    EXPECT_FALSE(broken.error().isEmpty());
    EXPECT_TRUE(broken.matches("anything")) << "nothing vanishes while one types";
}

TEST_F(CurvesTest, OpensAFolderOfRuns) {
    write_run(folder_ / "runs/a", 100);
    write_run(folder_ / "runs/deep/b", 50);
    ASSERT_TRUE(open(folder_ / "runs"));
    ASSERT_EQ(screen_.store()->runs().size(), 2u);
    EXPECT_EQ(screen_.store()->runs()[1].name, "deep/b");
    EXPECT_EQ(points(0), 100u);
    EXPECT_EQ(page_->plots()->tags(), (std::vector<std::string>{"loss", "rate"}));
    EXPECT_TRUE(waitUntil([&] { return page_->plots()->plot("loss")->drawnPoints() > 200; }));
}

TEST_F(CurvesTest, FollowsAFileThatGrows) {
    const fs::path file = write_run(folder_ / "a", 10);
    ASSERT_TRUE(open(folder_ / "a"));
    EventWriter writer(file);
    writer.scalar("loss", 1000, 1);
    writer.flush();
    EXPECT_TRUE(waitUntil([&] { return points(0) == 11; }, 10000));
    const QStringList root{text(folder_ / "a")};
    EXPECT_EQ(screen_.store()->roots(), root);
}

TEST_F(CurvesTest, FindsARunThatStartsLater) {
    write_run(folder_ / "runs/a", 10);
    ASSERT_TRUE(open(folder_ / "runs"));
    write_run(folder_ / "runs/b", 10);
    EXPECT_TRUE(waitUntil([&] { return screen_.store()->runs().size() == 2; }, 15000));
}

TEST_F(CurvesTest, SaysInlineWhereALogIsDamaged) {
    const fs::path file = write_run(folder_ / "a", 100);
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(3000);
    damage << "damage";
    damage.close();
    ASSERT_TRUE(open(folder_ / "a"));
    const CurveRun& run = screen_.store()->runs().at(0);
    EXPECT_TRUE(run.problem.contains("damaged record at byte")) << run.problem.toStdString();
    EXPECT_GT(points(0), 10u) << "what stands before is kept";
    EXPECT_LT(points(0), 100u);
}

TEST_F(CurvesTest, AFolderWithoutLogsIsAMessageAndChangesNothing) {
    write_run(folder_ / "a", 10);
    ASSERT_TRUE(open(folder_ / "a"));
    fs::create_directories(folder_ / "empty");
    ASSERT_TRUE(open(folder_ / "empty"));
    ASSERT_TRUE(open(folder_ / "nowhere"));
    EXPECT_EQ(messages_.size(), 2);
    EXPECT_EQ(screen_.store()->runs().size(), 1u);
    EXPECT_EQ(screen_.store()->roots().size(), 1);
}

TEST_F(CurvesTest, SoloShowsOneAndThenAllAgain) {
    for (const char* name : {"a", "b", "c"}) write_run(folder_ / "runs" / name, 10);
    ASSERT_TRUE(open(folder_ / "runs"));
    screen_.store()->solo(1);
    EXPECT_FALSE(screen_.store()->runs()[0].visible);
    EXPECT_TRUE(screen_.store()->runs()[1].visible);
    screen_.store()->solo(1);
    EXPECT_TRUE(screen_.store()->runs()[0].visible);
    screen_.store()->remove(0);
    waitUntil([] { return false; }, 50);
    ASSERT_TRUE(settle());
    EXPECT_EQ(screen_.store()->runs().size(), 2u) << "a removed run does not come back by itself";
}

TEST_F(CurvesTest, CheckBoxesOfTheListHideRuns) {
    for (const char* name : {"x/a", "x/b"}) write_run(folder_ / "runs" / name, 10);
    ASSERT_TRUE(open(folder_ / "runs"));
    QTreeWidget* tree = page_->runList()->tree();
    ASSERT_TRUE(waitUntil([&] { return tree->topLevelItemCount() == 1; }));
    tree->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
    EXPECT_FALSE(screen_.store()->runs()[0].visible);
    EXPECT_FALSE(screen_.store()->runs()[1].visible);
    EXPECT_TRUE(page_->plots()->tags().empty());
    tree->topLevelItem(0)->child(1)->setCheckState(0, Qt::Checked);
    EXPECT_TRUE(screen_.store()->runs()[1].visible);
    page_->runList()->setFilter("/b$/");
    EXPECT_TRUE(tree->topLevelItem(0)->child(0)->isHidden());
    EXPECT_FALSE(tree->topLevelItem(0)->child(1)->isHidden());
}

TEST_F(CurvesTest, TheFilterHoldsForThePlotsToo) {
    write_run(folder_ / "runs/a", 10);
    write_run(folder_ / "runs/b", 10, 2);
    ASSERT_TRUE(open(folder_ / "runs"));
    PlotView* loss = page_->plots()->plot("loss");
    loss->setCrosshair(0, true);
    ASSERT_EQ(loss->crosshairRows().size(), 2);
    page_->runList()->setFilter("b");
    ASSERT_EQ(loss->crosshairRows().size(), 1);
    EXPECT_TRUE(loss->crosshairRows()[0].startsWith("b"));
    EXPECT_EQ(page_->currentExport().runs.size(), 1u) << "what is exported is what is shown";
    page_->runList()->setFilter("");
    EXPECT_EQ(loss->crosshairRows().size(), 2);
}

TEST_F(CurvesTest, ColoursStayWithThePathFromSessionToSession) {
    for (const char* name : {"a", "b", "c"}) write_run(folder_ / "runs" / name, 10);
    ASSERT_TRUE(open(folder_ / "runs/b"));
    ASSERT_TRUE(open(folder_ / "runs"));
    const auto styleOf = [](CurvesScreen& screen, const QString& end) {
        for (const CurveRun& run : screen.store()->runs())
            if (run.path.endsWith(end)) return run.style;
        return CurveStyle{{}, -1};
    };
    EXPECT_EQ(styleOf(screen_, "/b"), first_free_style({})) << "the first one opened";
    EXPECT_NE(styleOf(screen_, "/a").color, styleOf(screen_, "/b").color);
    EXPECT_NE(styleOf(screen_, "/a").color, styleOf(screen_, "/c").color);
    screen_.store()->setColor(0, {1, 2, 3});
    const QVariantMap state = screen_.state();
    EngineBridge bridge([]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); });
    CurvesScreen later(&bridge);
    const std::unique_ptr<QWidget> page(later.page());
    later.restoreState(state);
    ASSERT_TRUE(waitUntil([&] { return !later.store()->isBusy() && later.store()->runs().size() == 3; }));
    for (const char* end : {"/a", "/b", "/c"}) EXPECT_EQ(styleOf(later, end), styleOf(screen_, end)) << end;
}

TEST_F(CurvesTest, ANewPointPreparesItsOwnCurveOnly) {
    const fs::path file = write_run(folder_ / "runs/a", 10);
    write_run(folder_ / "runs/b", 10);
    ASSERT_TRUE(open(folder_ / "runs"));
    ASSERT_TRUE(waitUntil([this] { return screen_.isSettled(); }));
    const int lossPaintings = page_->plots()->plot("loss")->paintings();
    const int ratePaintings = page_->plots()->plot("rate")->paintings();
    const auto preparations = [this] {
        std::size_t count = 0;
        for (const CurveRun& run : screen_.store()->runs()) {
            const std::lock_guard lock(run.followed->mutex);
            count += run.followed->preparations;
        }
        return count;
    };
    ASSERT_EQ(preparations(), 4u) << "two tags of two runs";
    const auto rate = screen_.store()->runs()[0].curves.at("rate");
    EventWriter writer(file);
    writer.scalar("loss", 1000, 1);
    writer.flush();
    ASSERT_TRUE(waitUntil([&] { return points(0) == 11; }, 10000));
    EXPECT_EQ(preparations(), 5u);
    EXPECT_EQ(screen_.store()->runs()[0].curves.at("rate"), rate);
    ASSERT_TRUE(waitUntil([this] { return screen_.isSettled(); }));
    EXPECT_GT(page_->plots()->plot("loss")->paintings(), lossPaintings);
    EXPECT_EQ(page_->plots()->plot("rate")->paintings(), ratePaintings) << "nothing in it changed";
}

TEST_F(CurvesTest, AnotherSmoothingKeepsTheLoggedLine) {
    write_run(folder_ / "a", 200);
    ASSERT_TRUE(open(folder_ / "a"));
    const auto before = screen_.store()->runs()[0].curves.at("loss");
    page_->setSmoothing(0.5);
    ASSERT_TRUE(settle());
    const auto after = screen_.store()->runs()[0].curves.at("loss");
    EXPECT_EQ(after->raw.identity(), before->raw.identity());
    EXPECT_NE(after->smooth.identity(), before->smooth.identity());
}

TEST_F(CurvesTest, APlotIsPaintedInTheColoursOfItsRuns) {
    write_run(folder_ / "a", 200);
    ASSERT_TRUE(open(folder_ / "a"));
    ASSERT_TRUE(waitUntil([this] { return screen_.isSettled(); }));
    const PlotView* loss = page_->plots()->plot("loss");
    const QImage image = loss->picture().image;
    EXPECT_EQ(image.deviceIndependentSize().toSize(), loss->size());
    const Rgb wanted = screen_.store()->runs()[0].style.color;
    const QRgb ink = qRgb(wanted.r, wanted.g, wanted.b), paper = loss->palette().color(QPalette::Base).rgb();
    int inked = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) inked += image.pixel(x, y) == ink;
    EXPECT_GT(inked, 50);
    EXPECT_EQ(image.pixel(1, 1), paper);
    EXPECT_TRUE(loss->picture().plot.width() > 0.7 * loss->width());
}

TEST_F(CurvesTest, WhatNobodySeesIsNotPainted) {
    write_run(folder_ / "a", 200);
    page_->hide();
    ASSERT_TRUE(open(folder_ / "a"));
    waitUntil([] { return false; }, 100);
    EXPECT_EQ(page_->plots()->plot("loss")->thinned(), 0u);
    EXPECT_TRUE(screen_.isSettled());
}

TEST_F(CurvesTest, ABoxZoomsBothAxesAndTheWheelOne) {
    write_run(folder_ / "a", 1000);
    ASSERT_TRUE(open(folder_ / "a"));
    ASSERT_TRUE(waitUntil([this] { return screen_.isSettled(); }));
    PlotView* loss = page_->plots()->plot("loss");
    const QRectF plot = loss->picture().plot;
    const PanelAxes before = loss->picture().axes;
    QTest::mousePress(loss, Qt::LeftButton, {}, plot.center().toPoint());
    const QPoint corner = (plot.center() + QPointF(plot.width() / 4, plot.height() / 4)).toPoint();
    QMouseEvent move(QEvent::MouseMove, corner, loss->mapToGlobal(corner), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(loss, &move);
    QTest::mouseRelease(loss, Qt::LeftButton, {}, corner);
    ASSERT_TRUE(loss->visibleX());
    ASSERT_TRUE(waitUntil([this] { return screen_.isSettled(); }));
    const PanelAxes after = loss->picture().axes;
    EXPECT_NEAR(after.x.size() / before.x.size(), 0.25, 0.02);
    EXPECT_NEAR(after.y.size() / before.y.size(), 0.25, 0.02);
    EXPECT_NEAR(after.x.low, before.x.position_at(0.5), before.x.size() * 0.01);
    EXPECT_NEAR(after.y.high, before.y.position_at(0.5), before.y.size() * 0.01);
    QTest::mouseDClick(loss, Qt::LeftButton, {}, plot.center().toPoint());
    EXPECT_TRUE(loss->isFitted());
}

TEST_F(CurvesTest, SmoothingIsDoneElsewhereAndComesBack) {
    write_run(folder_ / "a", 2000);
    ASSERT_TRUE(open(folder_ / "a"));
    const auto before = screen_.store()->runs()[0].curves.at("loss");
    for (int i = 0; i < 30; ++i) page_->setSmoothing(0.03 * i);
    page_->setSmoothing(0);
    ASSERT_TRUE(settle());
    const auto after = screen_.store()->runs()[0].curves.at("loss");
    EXPECT_NE(before->smooth.y(), after->smooth.y());
    EXPECT_EQ(after->smooth.y(), after->raw.y()) << "no smoothing shows what was logged";
}

TEST_F(CurvesTest, ExportsWhatTheCommandLineWrites) {
    write_run(folder_ / "runs/a", 100);
    write_run(folder_ / "runs/b", 80, 1);
    ASSERT_TRUE(open(folder_ / "runs"));
    // What `bplf curves` does with the same folder.
    std::vector<ScalarSeries> series;
    for (const RunSource& source : find_runs(folder_ / "runs"))
        for (ScalarSeries& one : read_run(source)) series.push_back(std::move(one));
    for (const char* name : {"f.svg", "f.csv", "f.pdf"}) {
        write_curves(folder_ / "expected" += name, series, {});
        CurveExport what = page_->currentExport();
        what.path = text(folder_ / name);
        bool isDone = false;
        QObject::connect(page_, &CurvesPage::exportFinished, page_, [&](const QString&, bool ok) { isDone = ok; });
        page_->writeTo(what);
        ASSERT_TRUE(waitUntil([&] { return isDone; }));
        EXPECT_EQ(read_file(folder_ / name), read_file(folder_ / "expected" += name)) << name;
    }
    CurveExport what = page_->currentExport("loss");
    what.path = "x y.svg";
    EXPECT_EQ(commandOf(what), "bplf curves " + text(folder_ / "runs/a") + " " + text(folder_ / "runs/b") +
                                   " --tag =loss --smooth 0.85 --x step --width 960 --height 600 --out 'x y.svg'");
}

TEST_F(CurvesTest, AnUnwritableExportIsAMessage) {
    write_run(folder_ / "a", 10);
    ASSERT_TRUE(open(folder_ / "a"));
    CurveExport what = page_->currentExport();
    what.path = text(folder_ / "missing/dir/f.svg");
    page_->writeTo(what);
    EXPECT_TRUE(waitUntil([&] { return !messages_.isEmpty(); }));
}

TEST_F(CurvesTest, ThePaperFigureIsAPreset) {
    write_run(folder_ / "a", 50);
    ASSERT_TRUE(open(folder_ / "a"));
    page_->setSmoothing(0.2);
    ASSERT_TRUE(settle());
    CurvesExportDialog dialog(page_->currentExport(), std::nullopt, screen_.store()->pool());
    dialog.setPaperFigure();
    EXPECT_EQ(dialog.chosen().figure.treatment.smoothing, 0.85);
    EXPECT_TRUE(dialog.command().contains("--smooth 0.85"));
    EXPECT_TRUE(dialog.command().endsWith("--out curves.svg"));
}

TEST_F(CurvesTest, ZoomIsSharedAndFitFollowsAgain) {
    write_run(folder_ / "a", 1000);
    ASSERT_TRUE(open(folder_ / "a"));
    PlotView* loss = page_->plots()->plot("loss");
    PlotView* rate = page_->plots()->plot("rate");
    waitUntil([&] { return loss->drawnPoints() > 0; });
    QTest::keyClick(loss, Qt::Key_Plus);
    ASSERT_FALSE(loss->isFitted());
    ASSERT_TRUE(rate->visibleX().has_value());
    EXPECT_NEAR((*rate->visibleX())[0], (*loss->visibleX())[0], 1e-6);
    QTest::keyClick(rate, Qt::Key_Home);
    EXPECT_TRUE(loss->isFitted());
    page_->setLog(true, true);
    EXPECT_TRUE(loss->isFitted());
}

TEST_F(CurvesTest, TheCrosshairListsRunsByValue) {
    write_run(folder_ / "runs/low", 100);
    write_run(folder_ / "runs/top", 100, 3);
    ASSERT_TRUE(open(folder_ / "runs"));
    PlotView* loss = page_->plots()->plot("loss");
    loss->setCrosshair(500, true);
    const QStringList rows = loss->crosshairRows();
    ASSERT_EQ(rows.size(), 2);
    EXPECT_TRUE(rows[0].startsWith("top"));
    EXPECT_TRUE(rows[0].endsWith("500"));
}

TEST_F(CurvesTest, AMillionPointsAreDrawnWithFew) {
    fs::create_directories(folder_ / "big");
    std::string csv = "step,loss\n";
    for (int i = 0; i < 1000000; ++i) csv += std::to_string(i) + "," + std::to_string(i % 997) + "\n";
    write_file(folder_ / "big/log.csv", csv);
    screen_.open({text(folder_ / "big")});
    ASSERT_TRUE(waitUntil([&] { return !screen_.store()->runs().empty() && points(0) == 1000000; }, 180000));
    ASSERT_TRUE(settle());
    PlotView* loss = page_->plots()->plot("loss");
    ASSERT_TRUE(waitUntil([&] { return loss->drawnPoints() > 0; }));
    EXPECT_LT(loss->drawnPoints(), 20 * loss->width());
}

}  // namespace
}  // namespace bplf::ui
