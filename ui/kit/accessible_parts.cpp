// SPDX-License-Identifier: GPL-3.0-or-later
// Interfaces of parts are made when they are asked for, and go with their widget's.
#include "ui/kit/accessible_parts.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QWidget>

#include "ui/kit/accessible.h"

namespace bplf::ui {
namespace {

class PartInterface;

/// The widget with its parts as children; as a table, a cell each.
class PartsInterface final : public QAccessibleWidget, public QAccessibleTableInterface {
  public:
    PartsInterface(QWidget* widget, AccessibleParts* parts, QAccessible::Role role)
        : QAccessibleWidget(widget, role), m_parts(parts), m_isTable(role == QAccessible::Table) {}

    AccessibleParts* parts() const { return isValid() ? m_parts : nullptr; }
    bool isTable() const { return m_isTable; }
    QWidget* owner() const { return widget(); }

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (m_isTable && type == QAccessible::TableInterface) return static_cast<QAccessibleTableInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    int childCount() const override { return m_parts->partCount(); }
    QAccessibleInterface* child(int index) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override {
        const QPoint point = widget()->mapFromGlobal(QPoint(x, y));
        for (int i = 0; i < childCount(); ++i)
            if (m_parts->partRect(i).contains(point)) return child(i);
        return nullptr;
    }
    QAccessibleInterface* focusChild() const override {
        return widget()->hasFocus() ? child(m_parts->selectedPart()) : nullptr;
    }

    QAccessibleInterface* caption() const override { return nullptr; }
    QAccessibleInterface* summary() const override { return nullptr; }
    QAccessibleInterface* cellAt(int row, int column) const override {
        return column < columnCount() ? child(row * columnCount() + column) : nullptr;
    }
    int selectedCellCount() const override { return m_parts->selectedPart() >= 0 ? 1 : 0; }
    QList<QAccessibleInterface*> selectedCells() const override {
        QAccessibleInterface* selected = child(m_parts->selectedPart());
        return selected != nullptr ? QList{selected} : QList<QAccessibleInterface*>();
    }
    QString columnDescription(int) const override { return {}; }
    QString rowDescription(int) const override { return {}; }
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override { return 0; }
    int columnCount() const override { return std::max(1, m_parts->partColumns()); }
    int rowCount() const override { return (childCount() + columnCount() - 1) / columnCount(); }
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override { return {}; }
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent*) override {}

  private:
    ~PartsInterface() override {
        for (const QAccessible::Id id : m_made) QAccessible::deleteAccessibleInterface(id);
    }

    AccessibleParts* m_parts;
    bool m_isTable;
    mutable QHash<int, QAccessible::Id> m_made;
};

class PartInterface : public QAccessibleInterface,
                      public QAccessibleTableCellInterface,
                      public QAccessibleActionInterface {
  public:
    PartInterface(const PartsInterface* whole, int index) : m_whole(whole), m_index(index) {}

    int index() const { return m_index; }
    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ActionInterface) return static_cast<QAccessibleActionInterface*>(this);
        if (type == QAccessible::TableCellInterface && m_whole->isTable())
            return static_cast<QAccessibleTableCellInterface*>(this);
        return nullptr;
    }
    bool isValid() const override { return m_whole->parts() != nullptr && m_index < m_whole->parts()->partCount(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_whole->window(); }
    QAccessibleInterface* parent() const override { return const_cast<PartsInterface*>(m_whole); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text what) const override {
        return isValid() && what == QAccessible::Name ? m_whole->parts()->partName(m_index) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override {
        if (!isValid()) return {};
        const QRect inside = m_whole->parts()->partRect(m_index);
        return {m_whole->owner()->mapToGlobal(inside.topLeft()), inside.size()};
    }
    QAccessible::Role role() const override { return m_whole->isTable() ? QAccessible::Cell : QAccessible::ListItem; }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.invalid = !isValid();
        state.selectable = state.focusable = true;
        state.selected = isSelected();
        state.focused = state.selected && isValid() && m_whole->owner()->hasFocus();
        return state;
    }

    bool isSelected() const override { return isValid() && m_whole->parts()->selectedPart() == m_index; }
    QList<QAccessibleInterface*> columnHeaderCells() const override { return {}; }
    QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_index % m_whole->columnCount(); }
    int rowIndex() const override { return m_index / m_whole->columnCount(); }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface* table() const override { return parent(); }

    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString&) override {
        if (isValid()) m_whole->parts()->selectPart(m_index);
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

  private:
    const PartsInterface* m_whole;
    int m_index;
};

QAccessibleInterface* PartsInterface::child(int index) const {
    if (index < 0 || index >= childCount()) return nullptr;
    const auto made = m_made.constFind(index);
    if (made != m_made.constEnd()) return QAccessible::accessibleInterface(*made);
    auto* part = new PartInterface(this, index);
    m_made.insert(index, QAccessible::registerAccessibleInterface(part));
    return part;
}

int PartsInterface::indexOfChild(const QAccessibleInterface* child) const {
    const auto* part = dynamic_cast<const PartInterface*>(child);
    return part != nullptr && part->parent() == this ? part->index() : -1;
}

}  // namespace

void setAccessibleParts(QWidget* widget, AccessibleParts* parts, QAccessible::Role role) {
    setAccessibleMaker(widget, [parts, role](QWidget* asked) { return new PartsInterface(asked, parts, role); });
}

void tellSelectedPart(QWidget* widget, int part) {
    if (!QAccessible::isActive() || part < 0) return;
    QAccessibleEvent event(widget, QAccessible::Focus);
    event.setChild(part);
    QAccessible::updateAccessibility(&event);
}

}  // namespace bplf::ui
