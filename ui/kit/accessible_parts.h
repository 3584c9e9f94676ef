// SPDX-License-Identifier: GPL-3.0-or-later
// Things inside a widget that are drawn and not widgets, as screen readers see them: faces of a grid, keys of a
// timeline.
#pragma once

#include <QAccessible>
#include <QRect>
#include <QString>

class QWidget;

namespace bplf::ui {

/// Implemented by the widget that draws them. UI thread.
class AccessibleParts {
  public:
    virtual ~AccessibleParts() = default;
    virtual int partCount() const = 0;
    /// Parts of a row; the last row may be shorter.
    virtual int partColumns() const = 0;
    /// As it is spoken.
    virtual QString partName(int part) const = 0;
    /// In the widget.
    virtual QRect partRect(int part) const = 0;
    /// -1 for none.
    virtual int selectedPart() const = 0;
    virtual void selectPart(int part) = 0;
};

/// The widget is a table of cells, or a list of items with one row. `parts` lives as long as it.
void setAccessibleParts(QWidget* widget, AccessibleParts* parts, QAccessible::Role role = QAccessible::Table);
/// Tells that another part is selected.
void tellSelectedPart(QWidget* widget, int part);

}  // namespace bplf::ui
