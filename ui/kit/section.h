// SPDX-License-Identifier: GPL-3.0-or-later
// A titled part of a panel that can be collapsed.
#pragma once

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace bplf::ui {

class Section : public QWidget {
    Q_OBJECT

  public:
    explicit Section(const QString& title, QWidget* parent = nullptr);

    /// Where the content goes.
    QVBoxLayout* content() const { return m_content; }
    /// A widget at the right end of the title line.
    void addTitleWidget(QWidget* widget);
    bool isExpanded() const;
    void setExpanded(bool expanded);
    void setTitle(const QString& title);

  Q_SIGNALS:
    void expandedChanged(bool expanded);

  private:
    QToolButton* m_title;
    QWidget* m_body;
    QVBoxLayout* m_content;
};

}  // namespace bplf::ui
