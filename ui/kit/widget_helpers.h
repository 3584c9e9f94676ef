// SPDX-License-Identifier: GPL-3.0-or-later
// Small makers of styled widgets, so that all panels look alike.
#pragma once

#include <QString>
#include <string>

class QAction;
class QFrame;
class QLabel;
class QPushButton;
class QToolButton;
class QWidget;

namespace bplf::ui {

/// Spacing in the panels: between rows, and around them.
constexpr int kGap = 8;
constexpr int kMargin = 12;

/// A label in the secondary text colour; wraps.
QLabel* mutedLabel(const QString& text, QWidget* parent = nullptr);
QLabel* heading(const QString& text, QWidget* parent = nullptr);
/// A flat icon button with tooltip and accessible name.
QToolButton* quietButton(const QString& iconName, const QString& name, QWidget* parent = nullptr);
/// A flat button for an action.
QToolButton* actionButton(QAction* action, QWidget* parent = nullptr);
QPushButton* textButton(const QString& iconName, const QString& text, QWidget* parent = nullptr);
QFrame* horizontalRule(QWidget* parent = nullptr);
/// A number with so many decimals, and no minus before zeros.
QString fixedText(double value, int decimals);
/// A label as a word of the window: with a capital.
QString titled(const std::string& label);
/// Sets a style-sheet property and re-polishes.
void setRole(QWidget* widget, const char* value, const char* property = "role");

}  // namespace bplf::ui
