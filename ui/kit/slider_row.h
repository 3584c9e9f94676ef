// SPDX-License-Identifier: GPL-3.0-or-later
// A number as a slider with its value beside it, alike in every panel.
#pragma once

#include <QString>

class QDoubleSpinBox;
class QWidget;

namespace bplf::ui {

class FineSlider;

/// The two halves; both belong to the parent they are laid out in. Who makes the row connects FineSlider::realEdited
/// and resetRequested and QDoubleSpinBox::valueChanged.
struct SliderRow {
    FineSlider* slider = nullptr;
    QDoubleSpinBox* value = nullptr;

    /// Shows a number in both, without a signal.
    void show(double number) const;
};

/// `name` is spoken; the value is "<name>, value". The suffix stands behind the number.
SliderRow makeSliderRow(const QString& name, double low, double high, QWidget* parent = nullptr, int decimals = 2,
                        const QString& suffix = {});

}  // namespace bplf::ui
