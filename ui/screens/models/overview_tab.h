// SPDX-License-Identifier: GPL-3.0-or-later
// What the chosen model's file and card say.
#pragma once

#include <QWidget>

class QFormLayout;
class QLabel;
class QTextBrowser;

namespace bplf::ui {

struct ShelvedModel;

class OverviewTab : public QWidget {
    Q_OBJECT

  public:
    explicit OverviewTab(QWidget* parent = nullptr);

    /// nullptr for none.
    void show(const ShelvedModel* model);

  private:
    void showRows(const ShelvedModel& model);

    QLabel* m_faces;
    QLabel* m_problem;
    QWidget* m_facts;
    QFormLayout* m_rows;
    QTextBrowser* m_card;
    QString m_shown;  ///< hash of what the rows say
};

}  // namespace bplf::ui
