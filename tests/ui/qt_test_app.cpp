// SPDX-License-Identifier: GPL-3.0-or-later
// The application lives for the whole test program. Without a display it runs offscreen.
#include "tests/ui/qt_test_app.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QEventLoop>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTimer>
#include <clocale>
#include <memory>

#include "ui/kit/theme.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui::qttest {
namespace {

class ApplicationEnvironment : public ::testing::Environment {
  public:
    void SetUp() override {
        if (qEnvironmentVariableIsEmpty("DISPLAY")) qputenv("QT_QPA_PLATFORM", "offscreen");
        // Nobody's own settings are read or changed.
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
        qputenv("XDG_STATE_HOME", m_home.path().toUtf8());
        qputenv("XDG_CACHE_HOME", m_home.path().toUtf8());
        QSurfaceFormat format;
        format.setVersion(3, 3);
        format.setProfile(QSurfaceFormat::CoreProfile);
        QSurfaceFormat::setDefaultFormat(format);
        QApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
        m_application = std::make_unique<QApplication>(m_argc, m_argv);
        std::setlocale(LC_NUMERIC, "C");
        applyTheme(Theme::kDark);
    }
    void TearDown() override { m_application.reset(); }

  private:
    QTemporaryDir m_home;
    int m_argc = 1;
    char m_name[10] = "bplf-test";
    char* m_argv[2] = {m_name, nullptr};
    std::unique_ptr<QApplication> m_application;
};

const auto* const kEnvironment = ::testing::AddGlobalTestEnvironment(new ApplicationEnvironment);

}  // namespace

bool waitUntil(const std::function<bool()>& condition, int milliseconds) {
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > milliseconds) return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

struct BlockMeter::Impl {
    QTimer timer;
    QElapsedTimer clock;
    qint64 longest = 0;
};

BlockMeter::BlockMeter() : m_impl(new Impl) {
    m_impl->timer.setInterval(1);
    m_impl->timer.setTimerType(Qt::PreciseTimer);
    m_impl->clock.start();
    QObject::connect(&m_impl->timer, &QTimer::timeout, &m_impl->timer, [impl = m_impl] {
        impl->longest = std::max(impl->longest, impl->clock.nsecsElapsed());
        impl->clock.restart();
    });
    m_impl->timer.start();
}

BlockMeter::~BlockMeter() {
    delete m_impl;
}
double BlockMeter::longest() const {
    return static_cast<double>(m_impl->longest) / 1e6;
}

bool hasOpenGl() {
    return probeOpenGl().problem.isEmpty();
}

}  // namespace bplf::ui::qttest
