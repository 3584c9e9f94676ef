// SPDX-License-Identifier: GPL-3.0-or-later
// What screen readers are told of widgets that Qt cannot know: drawings, values in words, buttons of one choice.
#pragma once

#include <QAccessible>
#include <functional>

class QAbstractButton;
class QLabel;
class QWidget;

namespace bplf::ui {

/// Makes the interface of its widget; the caller owns it.
using AccessibleMaker = std::function<QAccessibleInterface*(QWidget* widget)>;
/// How this one widget answers screen readers; to be said before anybody asks, that is where it is made.
void setAccessibleMaker(QWidget* widget, const AccessibleMaker& maker);

/// A drawing: a picture, a plot.
void setAccessibleRole(QWidget* widget, QAccessible::Role role);
/// A label that shows the value of something: its name says of what, its text is the value, and where it stands beside
/// a label, `title`, that one is told to belong to it.
void setAccessibleValue(QLabel* value, const QString& name, QLabel* title = nullptr);
/// One of several buttons of which one is down.
void setAccessibleChoice(QAbstractButton* button);

}  // namespace bplf::ui
