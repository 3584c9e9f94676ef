// SPDX-License-Identifier: GPL-3.0-or-later
// A row of chips for the steps of a task; the ones not reached yet are disabled.
#pragma once

#include <QWidget>
#include <vector>

class QButtonGroup;
class QPushButton;

namespace bplf::ui {

class ChipBar : public QWidget {
    Q_OBJECT

  public:
    explicit ChipBar(const QStringList& steps, QWidget* parent = nullptr);
    void setReached(int last);
    void setCurrent(int index);
    int current() const;

  Q_SIGNALS:
    void chosen(int index);

  private:
    QButtonGroup* m_group;
};

}  // namespace bplf::ui
