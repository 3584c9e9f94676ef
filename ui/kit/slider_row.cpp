// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/slider_row.h"

#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QSignalBlocker>

#include "ui/kit/fine_slider.h"

namespace bplf::ui {

void SliderRow::show(double number) const {
    const QSignalBlocker blocker(value);
    slider->setReal(number);
    value->setValue(number);
}

SliderRow makeSliderRow(const QString& name, double low, double high, QWidget* parent, int decimals,
                        const QString& suffix) {
    SliderRow row{new FineSlider(parent), new QDoubleSpinBox(parent)};
    row.slider->setRealRange(low, high);
    row.slider->setAccessibleName(name);
    row.slider->setValueText([decimals, suffix](double v) { return QString::number(v, 'f', decimals) + suffix; });
    row.value->setRange(low, high);
    row.value->setDecimals(decimals);
    row.value->setSuffix(suffix);
    row.value->setButtonSymbols(QAbstractSpinBox::NoButtons);
    row.value->setAlignment(Qt::AlignRight);
    row.value->setKeyboardTracking(false);
    row.value->setAccessibleName(QCoreApplication::translate("SliderRow", "%1, value").arg(name));
    return row;
}

}  // namespace bplf::ui
