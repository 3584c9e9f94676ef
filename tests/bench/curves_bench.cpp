// SPDX-License-Identifier: GPL-3.0-or-later
// The Curves screen with many runs and a long one: processor time of the UI thread's handlers, time to the new lines.
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>

#include "core/io/tfevents.h"
#include "tests/support/drawn_engine.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/theme.h"
#include "ui/screens/curves/curves_page.h"
#include "ui/screens/curves/curves_plots.h"
#include "ui/screens/curves/curves_screen.h"

namespace bplf::ui {
namespace {

namespace fs = std::filesystem;

constexpr int kRuns = 30, kTags = 12, kPoints = 1000, kLongRun = 1'000'000, kSteps = 20;

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Notes what each event costs the UI thread, whatever other threads do meanwhile.
class MeteredApplication : public QApplication {
  public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override {
        if (m_depth > 0) return QApplication::notify(receiver, event);
        ++m_depth;
        const double start = threadMilliseconds();
        const bool result = QApplication::notify(receiver, event);
        longest = std::max(longest, threadMilliseconds() - start);
        --m_depth;
        return result;
    }
    double longest = 0;

  private:
    int m_depth = 0;
};

void writeRuns(const fs::path& folder) {
    for (int run = 0; run < kRuns; ++run) {
        const fs::path place = folder / ("run" + std::to_string(run));
        fs::create_directories(place);
        EventWriter writer(place / "events.out.tfevents.1700000000.bench");
        for (int i = 0; i < kPoints; ++i) {
            for (int tag = 0; tag < kTags; ++tag) {
                const double noise = std::sin(i * 12.9898 + run * 78.233 + tag);
                writer.scalar("group/tag" + std::to_string(tag), i, 3 * std::exp(-i / 300.0) + 0.2 * noise, 1.7e9 + i);
            }
        }
        writer.flush();
    }
    fs::create_directories(folder / "long");
    std::ofstream log(folder / "long" / "scalars.csv");
    log << "step,group/tag0\n";
    for (int i = 0; i < kLongRun; ++i) log << i << ',' << 1 + std::sin(i * 12.9898) << '\n';
}

class Bench {
  public:
    Bench(MeteredApplication& application, const fs::path& folder)
        : m_application(application),
          m_folder(folder),
          m_bridge([]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); }),
          m_screen(&m_bridge),
          m_page(static_cast<CurvesPage*>(m_screen.page())) {
        m_page->resize(1366 - 72, 768 - 60);
        m_page->show();
        m_screen.activated();
    }
    ~Bench() { delete m_page; }

    void run() {
        measure("entering", [this] { m_screen.open({QString::fromStdString(m_folder.string())}); });
        std::vector<double> own, longest, whole;
        for (int i = 0; i < kSteps; ++i) {
            measure("smoothing", [this, i] { m_page->setSmoothing(0.9 - 0.02 * i); }, true);
            own.push_back(m_call), longest.push_back(m_application.longest), whole.push_back(m_wall);
        }
        std::printf("smoothing, largest of %d steps: call %.1f ms, longest handler %.1f ms, new lines after %.0f ms\n",
                    kSteps, *std::ranges::max_element(own), *std::ranges::max_element(longest),
                    *std::ranges::max_element(whole));
        const std::size_t before = preparations();
        EventWriter writer(m_folder / "run3" / "events.out.tfevents.1700000000.bench");
        writer.scalar("group/tag5", kPoints, 1, 1.7e9 + kPoints);
        measure("one new point", [&] { writer.flush(), m_screen.store()->setFollowing(true); });
        std::printf("curves prepared again for it: %zu\n", preparations() - before);
    }

  private:
    std::size_t preparations() const {
        std::size_t count = 0;
        for (const CurveRun& run : m_screen.store()->runs()) {
            const std::lock_guard lock(run.followed->mutex);
            count += run.followed->preparations;
        }
        return count;
    }

    /// Does it and waits until the screen shows the outcome.
    template <typename Act>
    void measure(const char* what, const Act& act, bool isQuiet = false) {
        m_application.longest = 0;
        QElapsedTimer wall;
        wall.start();
        const double start = threadMilliseconds();
        act();
        m_call = threadMilliseconds() - start;
        qint64 settledAt = 0;
        for (int calm = 0; calm < 5;) {
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 10);
            const bool isCalm = m_screen.isSettled() && !m_screen.store()->runs().empty();
            if (!isCalm) calm = 0;
            if (isCalm && ++calm == 1) settledAt = wall.elapsed();
        }
        m_wall = static_cast<double>(settledAt);
        if (!isQuiet)
            std::printf("%s: call %.1f ms, longest handler %.1f ms, shown after %.0f ms\n", what, m_call,
                        m_application.longest, m_wall);
    }

    MeteredApplication& m_application;
    fs::path m_folder;
    EngineBridge m_bridge;
    CurvesScreen m_screen;
    CurvesPage* m_page;
    double m_call = 0, m_wall = 0;
};

}  // namespace
}  // namespace bplf::ui

int main(int argc, char** argv) {
    using namespace bplf::ui;
    MeteredApplication application(argc, argv);
    applyTheme(Theme::kDark);
    const QTemporaryDir folder;
    writeRuns(folder.path().toStdString());
    Bench(application, folder.path().toStdString()).run();
    return 0;
}
