// SPDX-License-Identifier: GPL-3.0-or-later
// The Sample screen's state against the drawing engine: latest wins, nothing stale, nothing blocked.
#include "ui/screens/sample/sample_model.h"

#include <gtest/gtest.h>
#include <QCoreApplication>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <atomic>
#include <map>
#include <set>

#include "core/engine/engine.h"
#include "tests/support/drawn_engine.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/viewport/canvas_controller.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class SampleModelTest : public ::testing::Test {
  protected:
    void start(double milliseconds = 0) {
        bridge = std::make_unique<EngineBridge>([this, milliseconds]() -> Result<std::unique_ptr<Engine>> {
            return test::make_drawn_engine({milliseconds, &drawn}, 2);
        });
        model = std::make_unique<SampleModel>(bridge.get(), &canvas);
        QObject::connect(bridge.get(), &EngineBridge::modelLoaded, model.get(), &SampleModel::setModel);
        bridge->loadModel(QStringLiteral("default"));
        ASSERT_TRUE(settle());
    }
    bool settle() {
        return waitUntil([this] { return bridge->model() != nullptr && !model->isDrawing() && model->finished() > 0; });
    }

    std::atomic<int> drawn{0};  ///< faces
    CanvasController canvas;
    std::unique_ptr<EngineBridge> bridge;
    std::unique_ptr<SampleModel> model;
};

TEST_F(SampleModelTest, DrawsAGridWithoutBeingAsked) {
    start();
    EXPECT_EQ(canvas.scene().count(), 16);
    EXPECT_EQ(canvas.scene().staleCount(), 0);
    EXPECT_EQ(model->request().looks, (std::vector{Look{{{"happy", 1.0}}, {}, {}}}));
    EXPECT_EQ(model->cell(3)->seed, model->seed() + 3);
}

TEST_F(SampleModelTest, StartsAtTheModelsIntensityAndComesBackToIt) {
    start();
    EXPECT_EQ(model->intensity(), 2);
    EXPECT_EQ(model->request().looks[0].intensity, std::nullopt);
    model->setIntensity(3);
    EXPECT_EQ(model->request().looks[0].intensity, 3);
    model->resetIntensity();
    EXPECT_EQ(model->request().looks[0].intensity, std::nullopt);

    SampleRequest older = model->request();
    older.looks[0].intensity = 1;
    model->restore(older);
    EXPECT_EQ(model->intensity(), 1);
    older.looks[0].intensity.reset();
    model->restore(older);
    EXPECT_EQ(model->intensity(), 2);
}

TEST_F(SampleModelTest, AnIntensityNobodyChoseFollowsTheModel) {
    start();
    ModelInfo other = *bridge->model();
    other.own.intensity = 1.5;
    model->setModel(other);
    EXPECT_EQ(model->intensity(), 1.5);
    model->setIntensity(3);
    model->setModel(*bridge->model());
    EXPECT_EQ(model->intensity(), 3);
}

TEST_F(SampleModelTest, DraftsAtTheSmallestSizeAndRefinesWhenTheHandRests) {
    start();
    std::set<int> landed;
    QObject::connect(bridge.get(), &EngineBridge::cellsReady, &canvas, [&](quint64, const std::vector<Cell>& cells) {
        for (const Cell& cell : cells) landed.insert(cell.image.width);
    });
    model->setGrid(2, 1);
    bridge->loadModel(QStringLiteral("default-64"));
    ASSERT_TRUE(waitUntil([&] { return landed.contains(32) && canvas.scene().cell(0).image.width == 64; }));
    EXPECT_FALSE(landed.contains(64));
    EXPECT_TRUE(model->isDrawing());
    EXPECT_EQ(model->cell(0), nullptr);  // a draft is enlarged to be looked at, and cannot be saved
    ASSERT_TRUE(settle());
    ASSERT_NE(model->cell(0), nullptr);
    EXPECT_EQ(model->cell(0)->image.width, 64);
    EXPECT_EQ(model->request().as, DrawnAs{});
    EXPECT_EQ(model->cellRequest(*model->cell(1)).as, DrawnAs{});
    EXPECT_EQ(canvas.scene().cell(0).image, model->cell(0)->image);
}

TEST_F(SampleModelTest, DrawsAtOnceWhereNoSizeIsSmaller) {
    start();
    bridge->loadModel(QStringLiteral("default-64"));
    ASSERT_TRUE(waitUntil([&] { return bridge->model()->height == 64; }));
    ASSERT_TRUE(settle());
    const int before = drawn;
    model->setDrawnAs({32, true});  // a grey model has no colour to leave out
    EXPECT_EQ(model->request().as, (DrawnAs{32, false}));
    ASSERT_TRUE(settle());
    EXPECT_EQ(drawn - before, model->total());
    EXPECT_EQ(model->cell(0)->image.width, 32);

    const SampleRequest small = model->request();
    model->setDrawnAs({48, false});  // no such size: the model's own
    EXPECT_EQ(model->request().as, DrawnAs{});
    model->restore(small);
    EXPECT_EQ(model->drawnAs().size, 32);
    bridge->loadModel(QStringLiteral("default"));
    ASSERT_TRUE(waitUntil([&] { return bridge->model()->height == 32; }));
    EXPECT_EQ(model->request().as, DrawnAs{});
    ASSERT_TRUE(settle());
}

TEST_F(SampleModelTest, TwoHundredTicksStartFewDrawingsAndTheLastIsShown) {
    start(5);
    const int before = drawn;
    const qttest::BlockMeter meter;
    for (int tick = 1; tick <= 200; ++tick) {
        model->setTemperatureScale(0.5 + tick / 200.0);
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 5) QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    }
    ASSERT_TRUE(settle());
    EXPECT_LE(drawn - before, 25 * 16);
    EXPECT_EQ(canvas.scene().staleCount(), 0);
    for (int i = 0; i < 16; ++i) EXPECT_EQ(model->cell(i)->look.temperature, model->effectiveTemperatures());
    EXPECT_LT(meter.longest(), 100);
}

TEST_F(SampleModelTest, NeverShowsACellOfAReplacedRequest) {
    start(4);
    int stale = 0;
    std::size_t newest = 0;
    const std::vector<std::string> labels = model->simplex().labels();
    QObject::connect(model.get(), &SampleModel::cellLanded, &canvas, [&](int index) {
        const LabelMix mix = model->cell(index)->look.mix;
        for (std::size_t i = 0; i < newest; ++i)
            if (mix == LabelMix{{labels[i], 1.0}} && !canvas.scene().cell(index).stale) ++stale;
    });
    for (std::size_t i = 0; i < labels.size(); ++i) {
        LabelSimplex simplex = model->simplex();
        simplex.setOnly(i);
        model->setSimplex(simplex);
        // Older than the pace: this request replaces the running one.
        QElapsedTimer timer;
        timer.start();
        newest = bridge->isInteractiveBusy() ? newest : i;
        while (timer.elapsed() < 30) QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    }
    ASSERT_TRUE(settle());
    EXPECT_EQ(stale, 0);
    for (int i = 0; i < 16; ++i) EXPECT_EQ(model->cell(i)->look.mix, (LabelMix{{labels.back(), 1.0}}));
}

TEST_F(SampleModelTest, AFastDragShowsGridsOnTheWay) {
    start(2);
    std::set<quint64> landed;
    QObject::connect(model.get(), &SampleModel::gridLanded, &canvas, [&](quint64 ticket) { landed.insert(ticket); });
    for (int tick = 1; tick <= 60; ++tick) {
        model->setTemperatureScale(0.5 + tick / 100.0);
        waitUntil([] { return false; }, 16);
    }
    ASSERT_TRUE(settle());
    EXPECT_GE(landed.size(), 3U);
    EXPECT_TRUE(landed.contains(model->ticket()));
    EXPECT_EQ(canvas.scene().staleCount(), 0);
}

TEST_F(SampleModelTest, AnotherGridTakesNothingOfTheOneBefore) {
    start(4);
    const std::vector<std::string> labels = model->simplex().labels();
    int wrong = 0;
    model->setTemperatureScale(0.7);
    QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    model->setRowPerLabel(true);
    QObject::connect(model.get(), &SampleModel::cellLanded, &canvas, [&](int index) {
        const auto row = static_cast<std::size_t>(index / canvas.scene().columns());
        if (model->cell(index)->look.mix != LabelMix{{labels.at(row), 1.0}}) ++wrong;
    });
    ASSERT_TRUE(settle());
    EXPECT_EQ(wrong, 0);
}

TEST_F(SampleModelTest, ALargerGridKeepsEveryOldFace) {
    start();
    std::map<int, std::string> hashes;
    for (int i = 0; i < 16; ++i) hashes[i] = model->cell(i)->sha256;
    model->setGrid(6, 5);
    ASSERT_TRUE(settle());
    for (const auto& [index, hash] : hashes) EXPECT_EQ(model->cell(index)->sha256, hash);
    EXPECT_EQ(canvas.scene().columns(), 6);
}

TEST_F(SampleModelTest, ARowPerEmotionRepeatsTheSeeds) {
    start();
    model->setRowPerLabel(true);
    ASSERT_TRUE(settle());
    EXPECT_EQ(canvas.scene().count(), 7 * 4);
    EXPECT_EQ(model->cell(0)->seed, model->cell(4)->seed);
    EXPECT_EQ(model->cell(4)->look.mix, (LabelMix{{"disgust", 1.0}}));
}

TEST_F(SampleModelTest, WithoutLiveNothingIsDrawnUntilAsked) {
    start();
    model->setLive(false);
    const int before = drawn;
    model->setSeed(99);
    EXPECT_EQ(canvas.scene().staleCount(), 16);
    waitUntil([] { return false; }, 60);
    EXPECT_EQ(drawn, before);
    model->draw();
    ASSERT_TRUE(settle());
    EXPECT_EQ(model->cell(0)->seed, 99U);
}

TEST_F(SampleModelTest, ALockedSeedStays) {
    start();
    model->setSeedLocked(true);
    model->newSeed();
    model->setSeed(7);
    EXPECT_EQ(model->seed(), 1U);
}

TEST_F(SampleModelTest, RestoresARequestAndDrawsTheSameFaces) {
    start();
    LabelSimplex simplex = model->simplex();
    simplex.setMix({{"happy", 0.25}, {"fear", 0.75}});
    model->setSimplex(simplex);
    model->setSeed(4242);
    model->setLevelTemperature(2, 0.4);
    ASSERT_TRUE(settle());
    const SampleRequest saved = model->request();
    const std::string hash = model->cell(5)->sha256;
    model->setSeed(1);
    model->setRowPerLabel(true);
    ASSERT_TRUE(settle());
    EXPECT_TRUE(model->restore(saved));
    ASSERT_TRUE(settle());
    EXPECT_EQ(model->request(), saved);
    EXPECT_EQ(model->cell(5)->sha256, hash);
}

TEST_F(SampleModelTest, ACellsRequestDrawsThatCellAlone) {
    start();
    const Cell face = *model->cell(7);
    EXPECT_TRUE(model->restore(model->cellRequest(face)));
    ASSERT_TRUE(settle());
    EXPECT_EQ(canvas.scene().count(), 1);
    EXPECT_EQ(model->cell(0)->sha256, face.sha256);
}

TEST_F(SampleModelTest, LabelsOfAnotherModelAreLeftOut) {
    start();
    SampleRequest other;
    other.looks[0].mix = {{"joy", 1.0}};
    other.seed = 5;
    EXPECT_FALSE(model->restore(other));
    EXPECT_EQ(model->seed(), 5U);
    EXPECT_EQ(model->request().looks, (std::vector{Look{{{"happy", 1.0}}, {}, {}}}));
}

TEST_F(SampleModelTest, StopKeepsWhatIsFinished) {
    start(20);
    model->setSeed(50);
    ASSERT_TRUE(waitUntil([this] { return model->finished() >= 2; }));
    model->stop();
    EXPECT_FALSE(model->isDrawing());
    waitUntil([] { return false; }, 60);
    EXPECT_GT(canvas.scene().staleCount(), 0);
    EXPECT_LT(canvas.scene().staleCount(), 16);
}

TEST_F(SampleModelTest, SurvivesBeingDestroyedWhileDrawing) {
    start(20);
    model->setSeed(50);
    waitUntil([] { return false; }, 30);
    model.reset();
    bridge.reset();
    waitUntil([] { return false; }, 30);
}

}  // namespace
}  // namespace bplf::ui
