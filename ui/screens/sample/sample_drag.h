// SPDX-License-Identifier: GPL-3.0-or-later
// A scripted drag of one emotion's slider: when each value was set, and how long until its grid was on the screen.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <map>
#include <string>
#include <vector>

#include "ui/screens/script_step.h"

namespace bplf::ui {

class SampleModel;
class Viewport;

/// Lives until the drag is over, as a child of the model.
class SampleDrag : public QObject {
    Q_OBJECT

  public:
    /// `what`: {"label": …, "steps": …, "interval_ms": …}, each with a default. The report goes to stdout.
    static void start(SampleModel* model, Viewport* viewport, const nlohmann::json& what, const StepDone& done);

  private:
    SampleDrag(SampleModel* model, Viewport* viewport, const nlohmann::json& what, StepDone done);
    double now() const { return static_cast<double>(m_clock.nsecsElapsed()) / 1e6; }
    void tick();
    void gridLanded(quint64 ticket);
    void report() const;
    void end(const QString& problem);

    SampleModel* m_model;
    Viewport* m_viewport;
    StepDone m_over;
    std::string m_label;
    int m_steps, m_interval, m_done = 0;
    QElapsedTimer m_clock;
    std::map<quint64, double> m_ticks;  ///< by ticket
    std::vector<double> m_latencies;
};

}  // namespace bplf::ui
