// SPDX-License-Identifier: GPL-3.0-or-later
// The Stimuli screen's page: identities as a strip, emotions and levels as a table, the chosen picture before and after
// its finish, and what the whole set will be.
#pragma once

#include <QWidget>

#include "ui/screens/stimuli/stimuli_model.h"

class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace bplf::ui {

class Picture;

class StimuliPage : public QWidget {
    Q_OBJECT

  public:
    explicit StimuliPage(StimuliModel* model, QWidget* parent = nullptr);

    QListWidget* strip() const { return m_strip; }
    QTableWidget* table() const { return m_table; }
    /// Takes the identity that the strip shows as chosen out of the plan.
    void removeIdentity();
    /// Shows the picture of this emotion and level; false where the table has none.
    bool choose(const QString& emotion, int level);

  Q_SIGNALS:
    void makeRequested();
    void photosRequested();
    void codesRequested();
    void sheetRequested();
    void ratingRequested();

  private:
    QWidget* makeIdentities();
    QWidget* makeTable();
    QWidget* makeChosen();
    void fitChosen();
    void resizeEvent(QResizeEvent* event) override;
    QWidget* makeSetLine();
    void showIdentities();
    void showTable();
    void fillCell(const stimuli::PreviewPicture& picture);
    void showChosen();
    void showOutlook();
    void showProgress(const Progress& progress);
    const stimuli::PreviewPicture* chosenPicture() const;

    StimuliModel* m_model;
    QListWidget* m_strip = nullptr;
    QTableWidget* m_table = nullptr;
    QWidget* m_chosen = nullptr;
    Picture *m_before = nullptr, *m_after = nullptr;
    QLabel *m_file = nullptr, *m_light = nullptr, *m_note = nullptr, *m_limits = nullptr, *m_counts = nullptr;
    QPushButton *m_make = nullptr, *m_sheet = nullptr, *m_rate = nullptr;
    QProgressBar* m_progress = nullptr;
    bool m_isFilling = false;
};

}  // namespace bplf::ui
