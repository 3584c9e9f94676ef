// SPDX-License-Identifier: GPL-3.0-or-later
// Is the chosen model sound? Each check as it ends, with what to do where it failed.
#pragma once

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace bplf::ui {

class ModelStudy;

class CheckTab : public QWidget {
    Q_OBJECT

  public:
    explicit CheckTab(ModelStudy* study, QWidget* parent = nullptr);

    QPushButton* button() const { return m_button; }
    QListWidget* list() const { return m_list; }

  private:
    void refresh();
    QString verdict() const;

    ModelStudy* m_study;
    QPushButton* m_button;
    QLabel* m_verdict;
    QListWidget* m_list;
};

}  // namespace bplf::ui
