// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window over the drawing engine, at the size of a small laptop's screen.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/message_bar.h"
#include "ui/screens.h"
#include "ui/shell/main_window.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {

class StudioFixture : public ::testing::Test {
  protected:
    void start(bool persistent = false) {
        settings = std::make_unique<StudioSettings>(persistent);
        bridge = std::make_unique<EngineBridge>(
            []() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); });
        window = std::make_unique<MainWindow>(bridge.get(), settings.get(),
                                              makeScreens(bridge.get(), {ViewportKind::kSimple}));
        window->restoreSession();
        window->resize(1366, 768);
        window->show();
        bridge->loadModel(QStringLiteral("default"));
        ASSERT_TRUE(settle());
    }
    void stop() {
        window.reset();
        bridge.reset();
        settings.reset();
    }
    bool settle() {
        return qttest::waitUntil([this] {
            return bridge->model() != nullptr && !bridge->isInteractiveBusy() && !bridge->isBatchBusy() &&
                   window->currentScreen()->isSettled();
        });
    }
    template <typename Kind>
    Kind* screen() {
        return qobject_cast<Kind*>(window->screen(QLatin1String(Kind::kId)));
    }
    template <typename Kind>
    Kind* show() {
        window->setMode(QLatin1String(Kind::kId));
        return screen<Kind>();
    }
    /// The message that says how something ended.
    QString news() {
        qttest::waitUntil([this] { return !window->messageBar()->text().isEmpty(); });
        const QString text = window->messageBar()->text();
        window->messageBar()->hide();
        return text;
    }
    QString place(const char* name) const { return QString::fromStdString((folder / name).string()); }

    bplf::test::TempDir folder;
    std::unique_ptr<StudioSettings> settings;
    std::unique_ptr<EngineBridge> bridge;
    std::unique_ptr<MainWindow> window;
};

}  // namespace bplf::ui
