// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/model_study.h"

#include <utility>

#include "ui/bridge/background.h"
#include "ui/screens/models/model_shelf.h"

namespace bplf::ui {
namespace {

constexpr int kBins = 60;

template <typename T>
void take(Finding<T>& finding, const Result<T>& result) {
    finding = {};
    if (result.ok())
        finding.value = std::make_shared<const T>(result.value());
    else
        finding.problem = result.error();
}

}  // namespace

ModelStudy::ModelStudy(ModelShelf* shelf, QObject* parent) : QObject(parent), m_shelf(shelf) {}

ModelStudy::~ModelStudy() {
    m_reading.request_stop();
    m_comparing.request_stop();
}

void ModelStudy::choose(const QString& path) {
    if (path == m_path) return;
    stopChecking();
    m_reading.request_stop();
    m_comparing.request_stop();
    ++m_study;
    m_path = path;
    m_tensors = {};
    m_comparison = {};
    m_other.clear();
    m_checks.clear();
    m_checkProblem.reset();
    m_isChecked = false;
    Q_EMIT tensorsChanged();
    Q_EMIT checksChanged();
    Q_EMIT comparisonChanged();
    Q_EMIT settledChanged();
}

void ModelStudy::readTensors() {
    if (m_path.isEmpty() || m_tensors.isUnderWay || m_tensors.value || m_tensors.problem) return;
    m_tensors.isUnderWay = true;
    m_reading = std::stop_source();
    runInBackground<Tensors>(
        this,
        [path = m_path, stop = m_reading.get_token()] {
            return inspect::read_tensor_facts(path.toStdU16String(), kBins, stop);
        },
        [this, study = m_study](const Result<Tensors>& tensors) {
            if (study != m_study) return;
            take(m_tensors, tensors);
            Q_EMIT tensorsChanged();
            Q_EMIT settledChanged();
        });
    Q_EMIT tensorsChanged();
}

void ModelStudy::check() {
    if (m_path.isEmpty() || isChecking()) return;
    m_checks.clear();
    m_checkProblem.reset();
    m_isChecked = false;
    EngineBridge* work = m_shelf->work();
    const QPointer<QObject> guard(this);
    const quint64 study = m_study;
    m_checking = work->runBatch<inspect::ModelVerdict>(
        [this, work, guard, study, path = m_path](Engine& engine, const std::stop_token& stop) {
            const auto told = [&](const inspect::Check& check) {
                work->deliver(guard, [this, study, check] { takeCheck(study, check); });
            };
            return capture(
                [&] { return inspect::check_model({path.toStdU16String(), {}, false, 1}, engine, stop, told); });
        },
        this, [this, study](const Result<inspect::ModelVerdict>& verdict) { endChecks(study, verdict); });
    Q_EMIT checksChanged();
}

void ModelStudy::takeCheck(quint64 study, const inspect::Check& check) {
    if (study != m_study || !isChecking()) return;
    m_checks.push_back(check);
    Q_EMIT checksChanged();
}

void ModelStudy::endChecks(quint64 study, const Result<inspect::ModelVerdict>& verdict) {
    if (study != m_study || !isChecking()) return;
    m_checking = 0;
    m_isChecked = verdict.ok();
    if (verdict.ok())
        m_checks = verdict.value().checks;
    else
        m_checkProblem = verdict.error();
    Q_EMIT checksChanged();
    Q_EMIT settledChanged();
}

void ModelStudy::stopChecking() {
    if (!isChecking()) return;
    m_shelf->work()->cancelBatch(std::exchange(m_checking, 0));
    m_checkProblem = Error(ErrorKind::kInterrupted, "Stopped.");
    Q_EMIT checksChanged();
    Q_EMIT settledChanged();
}

void ModelStudy::compareWith(const QString& other) {
    if (other == m_other) return;
    m_comparing.request_stop();
    m_other = other;
    m_comparison = {};
    if (!other.isEmpty()) {
        m_comparison.isUnderWay = true;
        m_comparing = std::stop_source();
        runInBackground<inspect::ModelComparison>(
            this,
            [first = m_path, other, stop = m_comparing.get_token()] {
                return inspect::compare_models(first.toStdU16String(), other.toStdU16String(), stop);
            },
            [this, study = m_study, other](const Result<inspect::ModelComparison>& comparison) {
                if (study != m_study || other != m_other) return;
                take(m_comparison, comparison);
                Q_EMIT comparisonChanged();
                Q_EMIT settledChanged();
            });
    }
    Q_EMIT comparisonChanged();
}

}  // namespace bplf::ui
