// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the chosen model beyond its card: tensors, checks, a comparison. Asked for, and worked out off the
// UI thread.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/inspect/model_checks.h"
#include "core/inspect/model_comparison.h"
#include "core/inspect/tensor_facts.h"
#include "ui/bridge/engine_bridge.h"

namespace bplf::ui {

class ModelShelf;

/// One piece of knowledge: not asked for, on its way, there, or why it is not.
template <typename T>
struct Finding {
    bool isUnderWay = false;
    std::shared_ptr<const T> value;
    std::optional<Error> problem;
};

class ModelStudy : public QObject {
    Q_OBJECT

  public:
    using Tensors = std::vector<inspect::TensorFacts>;

    explicit ModelStudy(ModelShelf* shelf, QObject* parent = nullptr);
    ~ModelStudy() override;

    /// Another model: what was found of the last one is dropped, and what is under way stopped.
    void choose(const QString& path);
    const QString& path() const { return m_path; }

    const Finding<Tensors>& tensors() const { return m_tensors; }
    void readTensors();

    /// As far as they have come.
    const std::vector<inspect::Check>& checks() const { return m_checks; }
    bool isChecking() const { return m_checking != 0; }
    /// Why the last check could not be brought to its end; none where it was.
    const std::optional<Error>& checkProblem() const { return m_checkProblem; }
    bool isChecked() const { return m_isChecked; }
    void check();
    void stopChecking();

    const Finding<inspect::ModelComparison>& comparison() const { return m_comparison; }
    const QString& other() const { return m_other; }
    /// An empty path: with none.
    void compareWith(const QString& other);

    bool isSettled() const { return !m_tensors.isUnderWay && !isChecking() && !m_comparison.isUnderWay; }

  Q_SIGNALS:
    void tensorsChanged();
    void checksChanged();
    void comparisonChanged();
    void settledChanged();

  private:
    void takeCheck(quint64 study, const inspect::Check& check);
    void endChecks(quint64 study, const Result<inspect::ModelVerdict>& verdict);

    ModelShelf* m_shelf;
    QString m_path, m_other;
    quint64 m_study = 0;  ///< grows with each choice: late answers of another model are dropped
    std::stop_source m_reading, m_comparing;
    Finding<Tensors> m_tensors;
    Finding<inspect::ModelComparison> m_comparison;
    std::vector<inspect::Check> m_checks;
    std::optional<Error> m_checkProblem;
    bool m_isChecked = false;
    quint64 m_checking = 0;
};

}  // namespace bplf::ui
