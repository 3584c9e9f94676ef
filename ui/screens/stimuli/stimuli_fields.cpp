// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/stimuli/stimuli_fields.h"

#include <QBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

constexpr int kTitleWidth = 92;

}  // namespace

QDoubleSpinBox* numberField(const QString& name, double low, double high, int decimals, const QString& suffix,
                            const QString& lowest, std::function<void(double)> edited) {
    auto* field = new QDoubleSpinBox;
    field->setAccessibleName(name);
    field->setDecimals(decimals);
    field->setRange(low, high);
    field->setSuffix(suffix);
    field->setSpecialValueText(lowest);
    if (decimals > 0) field->setSingleStep(0.05);
    field->setKeyboardTracking(false);
    QObject::connect(field, &QDoubleSpinBox::valueChanged, field, std::move(edited));
    return field;
}

QComboBox* choiceField(const QString& name, const std::initializer_list<std::pair<QString, int>>& items,
                       std::function<void(int)> edited) {
    auto* field = new QComboBox;
    field->setAccessibleName(name);
    for (const auto& [text, value] : items) field->addItem(text, value);
    QObject::connect(field, &QComboBox::activated, field,
                     [field, edited = std::move(edited)] { edited(field->currentData().toInt()); });
    return field;
}

QLineEdit* textField(const QString& name, const QString& tip, std::function<void(const QString&)> edited) {
    auto* field = new QLineEdit;
    field->setAccessibleName(name);
    field->setToolTip(tip);
    QObject::connect(field, &QLineEdit::editingFinished, field, [field, edited = std::move(edited)] {
        if (!field->isModified()) return;
        field->setModified(false);
        edited(field->text());
    });
    return field;
}

QLabel* addField(QBoxLayout* layout, const QString& title, QWidget* field) {
    auto* label = new QLabel(title);
    label->setBuddy(field);
    label->setMinimumWidth(kTitleWidth);
    auto* line = new QHBoxLayout;
    line->setSpacing(kGap);
    line->addWidget(label);
    line->addWidget(field, 1);
    layout->addLayout(line);
    return label;
}

void showNumber(QDoubleSpinBox* field, double value) {
    const QSignalBlocker blocker(field);
    field->setValue(value);
}

void showChoice(QComboBox* field, int value) {
    const QSignalBlocker blocker(field);
    field->setCurrentIndex(field->findData(value));
}

void showText(QLineEdit* field, const QString& text) {
    if (field->text() == text) return;
    field->setText(text);
    field->setCursorPosition(0);
}

}  // namespace bplf::ui
