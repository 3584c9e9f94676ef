// SPDX-License-Identifier: GPL-3.0-or-later
// Away from 1 and back again, so that every step changes the mix.
#include "ui/screens/sample/sample_drag.h"

#include <QTextStream>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "ui/screens/sample/sample_model.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const long index = std::lround(share * static_cast<double>(values.size() - 1));
    return values[static_cast<std::size_t>(index)];
}

}  // namespace

void SampleDrag::start(SampleModel* model, Viewport* viewport, const nlohmann::json& what, const StepDone& done) {
    auto* drag = new SampleDrag(model, viewport, what, done);
    connect(model, &SampleModel::gridLanded, drag, &SampleDrag::gridLanded);
    drag->tick();
}

SampleDrag::SampleDrag(SampleModel* model, Viewport* viewport, const nlohmann::json& what, StepDone done)
    : QObject(model),
      m_model(model),
      m_viewport(viewport),
      m_over(std::move(done)),
      m_label(what.value("label", std::string("happy"))),
      m_steps(what.value("steps", 60)),
      m_interval(what.value("interval_ms", 16)) {
    m_clock.start();
}

void SampleDrag::tick() {
    LabelSimplex simplex = m_model->simplex();
    const auto found = std::ranges::find(simplex.labels(), m_label);
    if (found == simplex.labels().end()) {
        end(tr("The drag's label is not in this model."));
        return;
    }
    const double share = m_steps > 1 ? static_cast<double>(m_done) / (m_steps - 1) : 1;
    simplex.set(static_cast<std::size_t>(found - simplex.labels().begin()), 0.02 + 0.96 * share);
    ++m_done;
    const double set = now();
    m_model->setSimplex(simplex);
    m_ticks[m_model->ticket()] = set;
    if (m_interval > 0 && m_done < m_steps) QTimer::singleShot(m_interval, Qt::PreciseTimer, this, &SampleDrag::tick);
}

void SampleDrag::gridLanded(quint64 ticket) {
    // The picture counts once it is painted, not when it was computed.
    m_viewport->surface()->repaint();
    const auto tick = m_ticks.find(ticket);
    if (tick == m_ticks.end()) return;
    m_latencies.push_back(now() - tick->second);
    if (ticket != m_model->ticket()) return;
    if (m_done >= m_steps) {
        report();
        end({});
    } else if (m_interval == 0) {
        QTimer::singleShot(0, this, &SampleDrag::tick);
    }
}

void SampleDrag::report() const {
    const nlohmann::json report{{"drag", m_label},
                                {"steps", m_steps},
                                {"interval_ms", m_interval},
                                {"grids", m_latencies.size()},
                                {"median_ms", percentile(m_latencies, 0.5)},
                                {"p95_ms", percentile(m_latencies, 0.95)},
                                {"viewport", m_viewport->backendName().toStdString()}};
    QTextStream(stdout) << QString::fromStdString(report.dump()) << '\n' << Qt::flush;
}

void SampleDrag::end(const QString& problem) {
    m_model->disconnect(this);
    deleteLater();
    m_over(problem);
}

}  // namespace bplf::ui
