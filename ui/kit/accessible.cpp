// SPDX-License-Identifier: GPL-3.0-or-later
// One factory before Qt's own, which knows widgets by what they carry.
#include "ui/kit/accessible.h"

#include <QAbstractButton>
#include <QAccessibleWidget>
#include <QLabel>
#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QVariant>

Q_DECLARE_METATYPE(bplf::ui::AccessibleMaker)

namespace bplf::ui {
namespace {

constexpr const char* kProperty = "bplfAccessible";

QAccessibleInterface* make(const QString&, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    if (widget == nullptr) return nullptr;
    const QVariant maker = widget->property(kProperty);
    return maker.isValid() ? maker.value<AccessibleMaker>()(widget) : nullptr;
}

/// Text that can be read piece by piece, but neither selected nor changed.
class ValueInterface : public QAccessibleWidget, public QAccessibleTextInterface {
  public:
    explicit ValueInterface(QLabel* label) : QAccessibleWidget(label, QAccessible::StaticText) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::TextInterface) return static_cast<QAccessibleTextInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text what) const override {
        return what == QAccessible::Value ? whole() : QAccessibleWidget::text(what);
    }
    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        return state;
    }

    QString text(int start, int end) const override { return whole().mid(start, end - start); }
    int characterCount() const override { return static_cast<int>(whole().size()); }
    QString attributes(int, int* start, int* end) const override {
        *start = 0;
        *end = characterCount();
        return {};
    }
    QRect characterRect(int) const override { return rect(); }
    int offsetAtPoint(const QPoint& point) const override { return rect().contains(point) ? 0 : -1; }
    int cursorPosition() const override { return 0; }
    void setCursorPosition(int) override {}
    void selection(int, int* start, int* end) const override { *start = *end = 0; }
    int selectionCount() const override { return 0; }
    void addSelection(int, int) override {}
    void removeSelection(int) override {}
    void setSelection(int, int, int) override {}
    void scrollToSubstring(int, int) override {}

  private:
    QString whole() const {
        const auto* label = static_cast<QLabel*>(widget());
        const bool isRich = label->textFormat() == Qt::RichText || Qt::mightBeRichText(label->text());
        return isRich ? QTextDocumentFragment::fromHtml(label->text()).toPlainText() : label->text();
    }
};

class ChoiceInterface : public QAccessibleWidget {
  public:
    explicit ChoiceInterface(QAbstractButton* button) : QAccessibleWidget(button, QAccessible::RadioButton) {}

    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.checkable = true;
        state.checked = button()->isChecked();
        return state;
    }
    QStringList actionNames() const override {
        return QStringList{QAccessibleActionInterface::pressAction()} + QAccessibleWidget::actionNames();
    }
    void doAction(const QString& name) override {
        if (name == QAccessibleActionInterface::pressAction()) {
            button()->click();
        } else {
            QAccessibleWidget::doAction(name);
        }
    }

  private:
    QAbstractButton* button() const { return static_cast<QAbstractButton*>(widget()); }
};

}  // namespace

void setAccessibleMaker(QWidget* widget, const AccessibleMaker& maker) {
    static const bool installed = [] {
        QAccessible::installFactory(&make);
        return true;
    }();
    static_cast<void>(installed);
    // An earlier name made Qt keep an interface that knows nothing of this.
    if (QAccessibleInterface* former = QAccessible::queryAccessibleInterface(widget))
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(former));
    widget->setProperty(kProperty, QVariant::fromValue(maker));
}

void setAccessibleRole(QWidget* widget, QAccessible::Role role) {
    setAccessibleMaker(widget, [role](QWidget* asked) { return new QAccessibleWidget(asked, role); });
}

void setAccessibleValue(QLabel* value, const QString& name, QLabel* title) {
    value->setAccessibleName(name);
    if (title != nullptr) title->setBuddy(value);
    setAccessibleMaker(value, [](QWidget* asked) { return new ValueInterface(static_cast<QLabel*>(asked)); });
}

void setAccessibleChoice(QAbstractButton* button) {
    setAccessibleMaker(button,
                       [](QWidget* asked) { return new ChoiceInterface(static_cast<QAbstractButton*>(asked)); });
}

}  // namespace bplf::ui
