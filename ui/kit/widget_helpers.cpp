// SPDX-License-Identifier: GPL-3.0-or-later
// Makers of styled widgets.
#include "ui/kit/widget_helpers.h"

#include <QAction>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include "core/base/number_text.h"
#include "ui/kit/icons.h"

namespace bplf::ui {

QLabel* mutedLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    setRole(label, "muted");
    return label;
}

QLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    setRole(label, "heading");
    return label;
}

QToolButton* quietButton(const QString& iconName, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setIconSize({18, 18});
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    setRole(button, "quiet");
    return button;
}

QToolButton* actionButton(QAction* action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setIconSize({18, 18});
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    button->setFocusPolicy(Qt::TabFocus);
    setRole(button, "quiet");
    return button;
}

QPushButton* textButton(const QString& iconName, const QString& text, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    if (!iconName.isEmpty()) button->setIcon(icon(iconName));
    QString name = text;
    button->setAccessibleName(name.remove(QLatin1Char('&')));
    return button;
}

QFrame* horizontalRule(QWidget* parent) {
    auto* rule = new QFrame(parent);
    setRole(rule, "rule");
    return rule;
}

QString fixedText(double value, int decimals) {
    return QString::fromStdString(fixed(value, decimals));
}

QString titled(const std::string& label) {
    QString text = QString::fromStdString(label);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

void setRole(QWidget* widget, const char* value, const char* property) {
    widget->setProperty(property, QString::fromUtf8(value));
    if (!widget->testAttribute(Qt::WA_WState_Polished)) return;  // its first showing will do it
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

}  // namespace bplf::ui
