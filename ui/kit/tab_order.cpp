// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/tab_order.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLayout>
#include <QSet>
#include <QSplitter>
#include <QWidget>

namespace bplf::ui {
namespace {

class Stops {
  public:
    explicit Stops(QWidget* root) : m_root(root) { add(root); }
    const QList<QWidget*>& found() const { return m_found; }

  private:
    void add(QWidget* widget) {
        if ((widget->isWindow() && widget != m_root) || m_seen.contains(widget)) return;
        if (widget != m_root && !widget->isVisibleTo(m_root)) return;
        m_seen.insert(widget);
        if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr && widget->isEnabled())
            m_found << widget;
        if (isWhole(widget)) return;
        if (widget->layout() != nullptr) add(*widget->layout());
        if (const auto* splitter = qobject_cast<QSplitter*>(widget))
            for (int i = 0; i < splitter->count(); ++i) add(splitter->widget(i));
        for (QObject* child : widget->children())
            if (child->isWidgetType()) add(static_cast<QWidget*>(child));
    }

    void add(const QLayout& layout) {
        if (const auto* grid = qobject_cast<const QGridLayout*>(&layout)) {
            for (int row = 0; row < grid->rowCount(); ++row)
                for (int column = 0; column < grid->columnCount(); ++column) add(grid->itemAtPosition(row, column));
            return;
        }
        for (int i = 0; i < layout.count(); ++i) add(layout.itemAt(i));
    }

    void add(QLayoutItem* item) {
        if (item == nullptr) return;
        if (item->widget() != nullptr) add(item->widget());
        if (item->layout() != nullptr) add(*item->layout());
    }

    /// Its parts are its own affair.
    static bool isWhole(const QWidget* widget) {
        return qobject_cast<const QAbstractItemView*>(widget) != nullptr ||
               qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
               qobject_cast<const QComboBox*>(widget) != nullptr;
    }

    QWidget* m_root;
    QSet<QWidget*> m_seen;
    QList<QWidget*> m_found;
};

}  // namespace

QList<QWidget*> tabStops(QWidget* root) {
    return Stops(root).found();
}

void orderTabs(const QList<QWidget*>& parts) {
    QWidget* previous = nullptr;
    for (QWidget* part : parts)
        for (QWidget* stop : tabStops(part)) {
            if (previous != nullptr) QWidget::setTabOrder(previous, stop);
            previous = stop;
        }
}

bool focusFirst(QWidget* part, Qt::FocusReason reason) {
    const QList<QWidget*> stops = tabStops(part);
    if (stops.isEmpty()) return false;
    stops.first()->setFocus(reason);
    return true;
}

}  // namespace bplf::ui
