// SPDX-License-Identifier: GPL-3.0-or-later
// The Tab key goes through a window as its layouts do, whenever its widgets were made.
#pragma once

#include <QList>

class QWidget;

namespace bplf::ui {

/// What the Tab key stops at in a widget, in the order of its layouts; what is hidden is left out.
QList<QWidget*> tabStops(QWidget* root);
/// Chains the stops of these parts of one window, one part after the other.
void orderTabs(const QList<QWidget*>& parts);
/// Gives the focus to the first stop of a part; false when it has none.
bool focusFirst(QWidget* part, Qt::FocusReason reason);

}  // namespace bplf::ui
