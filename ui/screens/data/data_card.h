// SPDX-License-Identifier: GPL-3.0-or-later
// The chosen image of a data set: what it is, what became of it and why, and what can be decided about it.
#pragma once

#include <QWidget>
#include <vector>

class QAction;
class QLabel;
class QPushButton;

namespace bplf::ui {

class DataModel;
class ElidedLabel;
class Picture;

class DataCard : public QWidget {
    Q_OBJECT

  public:
    /// One button for each action.
    DataCard(DataModel* model, const QList<QAction*>& actions, QWidget* parent = nullptr);

    /// The current image with the selected ones; -1 shows the hint.
    void showLines(qint64 current, const std::vector<qint64>& selected);
    QString reasonText() const;

  Q_SIGNALS:
    /// The copy that decided was clicked.
    void copyRequested(qint64 line);

  private:
    QWidget* makeCopy();
    void refresh();
    void showCopy(qint64 line);

    DataModel* m_model;
    qint64 m_line = -1;
    int m_selected = 0;
    QWidget* m_facts;
    QLabel* m_hint;
    Picture* m_picture;
    ElidedLabel* m_id;
    QLabel* m_labels;
    QLabel* m_reason;
    QLabel* m_decision;
    QWidget* m_copy = nullptr;
    Picture* m_copyPicture = nullptr;
    QLabel* m_copyText = nullptr;
    QPushButton* m_copyButton = nullptr;
};

}  // namespace bplf::ui
