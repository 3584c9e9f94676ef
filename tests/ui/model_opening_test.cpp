// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/model_opening.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "core/base/atomic_file.h"
#include "core/base/models_folder.h"
#include "core/base/sha256.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class ModelOpeningTest : public ::testing::Test {
  protected:
    void SetUp() override {
        bridge.loadModel(QStringLiteral("default"));
        ASSERT_TRUE(waitUntil([this] { return bridge.model() != nullptr; }));
        loading.clear();
    }
    void open(const QString& name, const QString& sha256) {
        opening.open(name, sha256, [this] { ++calls; });
    }

    EngineBridge bridge{[]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); }};
    ModelOpening opening{&bridge};
    QSignalSpy loading{&bridge, &EngineBridge::modelLoading};
    int calls = 0;
};

TEST_F(ModelOpeningTest, TheCurrentWeightsAreTakenAtOnceWhateverTheirName) {
    open(QStringLiteral("another name"), QString(64, 'a'));
    EXPECT_EQ(calls, 1);
    open(QStringLiteral("default"), {});
    EXPECT_EQ(calls, 2);
    EXPECT_TRUE(loading.isEmpty());
}

TEST_F(ModelOpeningTest, AnotherModelIsLoadedFirst) {
    open(QStringLiteral("default-48"), {});
    EXPECT_EQ(calls, 0);
    ASSERT_TRUE(waitUntil([this] { return calls == 1; }));
    EXPECT_EQ(bridge.model()->height, 48);
}

TEST_F(ModelOpeningTest, WeightsAreFoundUnderAnotherName) {
    const bplf::test::TempDir folder;
    std::filesystem::create_directories(folder / "renamed");
    const auto weights = folder / "renamed/model.safetensors";
    write_file(weights, "weights");
    prefer_models_folder(folder / "");
    open(QStringLiteral("its old name"), QString::fromStdString(sha256_of_file(weights)));
    EXPECT_TRUE(waitUntil([this] { return calls == 1; }));
    ASSERT_EQ(loading.size(), 1);
    EXPECT_EQ(loading.first().first().toString(), QStringLiteral("renamed"));
    prefer_models_folder({});
}

TEST_F(ModelOpeningTest, WhatIsNowhereKeepsTheCurrentModel) {
    open(QStringLiteral("/gone/model.safetensors"), QString(64, 'f'));
    ASSERT_TRUE(waitUntil([this] { return calls == 1; }));
    EXPECT_TRUE(loading.isEmpty());
    EXPECT_EQ(bridge.model()->height, 32);
}

TEST_F(ModelOpeningTest, ANewerWishTakesThePlaceOfOneThatWaits) {
    bool isOlderCalled = false;
    opening.open(QStringLiteral("/gone/model.safetensors"), QString(64, 'f'), [&] { isOlderCalled = true; });
    open(QStringLiteral("default-48"), {});
    ASSERT_TRUE(waitUntil([this] { return calls == 1; }));
    EXPECT_FALSE(isOlderCalled);
}

}  // namespace
}  // namespace bplf::ui
