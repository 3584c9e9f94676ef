// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the Stimuli panel: made with a name, a buddy and what an edit does; shown without a signal.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QString>
#include <functional>
#include <initializer_list>
#include <utility>

class QBoxLayout;
class QLabel;

namespace bplf::ui {

/// A spin box of whole numbers or of `decimals`; the lowest value is shown as `lowest` where that is given.
QDoubleSpinBox* numberField(const QString& name, double low, double high, int decimals, const QString& suffix,
                            const QString& lowest, std::function<void(double)> edited);
QComboBox* choiceField(const QString& name, const std::initializer_list<std::pair<QString, int>>& items,
                       std::function<void(int)> edited);
/// Tells when the text was changed and left, or Enter pressed.
QLineEdit* textField(const QString& name, const QString& tip, std::function<void(const QString&)> edited);
/// A line with the field's title before it; its title, to be hidden with it.
QLabel* addField(QBoxLayout* layout, const QString& title, QWidget* field);

void showNumber(QDoubleSpinBox* field, double value);
void showChoice(QComboBox* field, int value);
void showText(QLineEdit* field, const QString& text);

}  // namespace bplf::ui
