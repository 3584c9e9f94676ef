// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors with their statistics as a table that can be sorted.
#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "core/inspect/tensor_facts.h"

namespace bplf::ui {

class TensorTable : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { kName, kType, kShape, kCount, kMin, kMax, kMean, kDeviation, kNotFinite, kColumns };
    /// By which a column is sorted: numbers as numbers.
    static constexpr int kSortRole = Qt::UserRole;

    explicit TensorTable(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setTensors(std::shared_ptr<const std::vector<inspect::TensorFacts>> tensors);
    const inspect::TensorFacts& tensor(int row) const { return (*m_tensors)[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::shared_ptr<const std::vector<inspect::TensorFacts>> m_tensors;
};

}  // namespace bplf::ui
