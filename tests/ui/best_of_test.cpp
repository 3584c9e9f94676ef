// SPDX-License-Identifier: GPL-3.0-or-later
// The Sample screen's best of several faces: compared when the hand rests, named in the request.
#include <gtest/gtest.h>

#include <atomic>

#include "core/engine/engine.h"
#include "core/sample/cells.h"
#include "tests/support/drawn_engine.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/viewport/canvas_controller.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class BestOfTest : public ::testing::Test {
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

TEST_F(BestOfTest, KeepsTheBestOfSeveralFacesWhenTheHandRests) {
    start();
    model->setGrid(2, 1);
    ASSERT_TRUE(settle());
    const SampleRequest plain = model->request();
    model->setBestOf(8);
    ASSERT_TRUE(settle());
    const SampleRequest best = model->request();
    ASSERT_EQ(best.best_of.chosen.size(), 2U);
    const auto engine = test::make_drawn_engine({}, 2);
    SampleRequest asked = plain;
    asked.best_of.candidates = 8;
    EXPECT_EQ(best.best_of, engine->choose(asked, {}, {}).value_or_throw().best_of);
    const Cell cell = *model->cell(1);
    EXPECT_EQ(cell.seed, seed_of_cell(best, 1));
    EXPECT_EQ(model->cellRequest(cell).best_of.chosen, (std::vector<int>{best.best_of.chosen[1]}));

    drawn = 0;
    model->restore(best);
    ASSERT_TRUE(settle());
    EXPECT_EQ(drawn, 2) << "what is named is not compared again";
    EXPECT_EQ(model->cell(1)->sha256, cell.sha256);
    EXPECT_EQ(model->request(), best);

    model->setIntensity(3);
    EXPECT_TRUE(model->request().best_of.chosen.empty());
    ASSERT_TRUE(settle());
    EXPECT_EQ(model->request().best_of.chosen.size(), 2U);
    model->setBestOf(1);
    ASSERT_TRUE(settle());
    EXPECT_EQ(model->cell(0)->seed, model->seed());
}

TEST_F(BestOfTest, ADragShowsThePersonsThatStoodThere) {
    start();
    model->setGrid(2, 1);
    model->setBestOf(8);
    ASSERT_TRUE(settle());
    const quint64 person = model->cell(0)->seed;
    std::vector<quint64> seen;
    QObject::connect(model.get(), &SampleModel::gridLanded, model.get(), [&] { seen.push_back(model->cell(0)->seed); });
    for (const double intensity : {2.4, 2.8, 3.2}) {
        model->setIntensity(intensity);
        const std::size_t before = seen.size();
        ASSERT_TRUE(waitUntil([&] { return seen.size() > before; }));
        EXPECT_EQ(seen[before], person) << intensity;
    }
    ASSERT_TRUE(settle());
}

}  // namespace
}  // namespace bplf::ui
