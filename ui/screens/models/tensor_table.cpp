// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/tensor_table.h"

#include "ui/screens/models/model_words.h"

namespace bplf::ui {
namespace {

QVariant tensorValue(const inspect::TensorFacts& tensor, int column) {
    switch (column) {
        case TensorTable::kName:
            return QString::fromStdString(tensor.name);
        case TensorTable::kType:
            return QString::fromStdString(tensor.type);
        case TensorTable::kShape:
            return QString::fromStdString(inspect::shape_text(tensor.shape));
        case TensorTable::kCount:
            return static_cast<qlonglong>(tensor.numbers.count);
        case TensorTable::kMin:
            return tensor.numbers.min;
        case TensorTable::kMax:
            return tensor.numbers.max;
        case TensorTable::kMean:
            return tensor.numbers.mean;
        case TensorTable::kDeviation:
            return tensor.numbers.sd;
        case TensorTable::kNotFinite:
            return static_cast<qlonglong>(tensor.histogram.not_finite);
        default:
            return {};
    }
}

QVariant shownValue(const QVariant& value) {
    if (value.typeId() == QMetaType::Double) return QString::number(value.toDouble(), 'g', 4);
    if (value.typeId() == QMetaType::LongLong) return countWords(value.toLongLong());
    return value;
}

}  // namespace

void TensorTable::setTensors(std::shared_ptr<const std::vector<inspect::TensorFacts>> tensors) {
    beginResetModel();
    m_tensors = std::move(tensors);
    endResetModel();
}

int TensorTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_tensors ? 0 : static_cast<int>(m_tensors->size());
}

int TensorTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QVariant TensorTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const QVariant content = tensorValue(tensor(index.row()), index.column());
    if (role == kSortRole) return content;
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return shownValue(content);
    if (role == Qt::TextAlignmentRole && index.column() >= kCount) return int{Qt::AlignRight | Qt::AlignVCenter};
    return {};
}

QVariant TensorTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    static const QString kTitles[kColumns] = {tr("Tensor"), tr("Type"), tr("Shape"),     tr("Numbers"), tr("Least"),
                                              tr("Most"),   tr("Mean"), tr("Deviation"), tr("NaN")};
    return kTitles[section];
}

}  // namespace bplf::ui
