// SPDX-License-Identifier: GPL-3.0-or-later
// One row per label: name, slider, percentage, lock, solo. Shows and edits a LabelSimplex.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/kit/label_simplex.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace bplf::ui {

class FineSlider;

class LabelMixer : public QWidget {
    Q_OBJECT

  public:
    explicit LabelMixer(QWidget* parent = nullptr);

    const LabelSimplex& simplex() const { return m_simplex; }
    /// Shows another state; no signal.
    void setSimplex(const LabelSimplex& simplex);
    /// A model is there: without labels from now on means that it has none.
    void setKnown();

  Q_SIGNALS:
    /// The user changed the mix, a lock or the solo.
    void edited(const bplf::ui::LabelSimplex& simplex);

  private:
    struct Row {
        QPushButton* name;
        FineSlider* slider;
        QSpinBox* percent;
        QToolButton* lock;
        QToolButton* solo;
    };
    void rebuild();
    void addRow(std::size_t i);
    void showValues();
    void nameClicked(std::size_t i);
    void showMenu(std::size_t i, const QPoint& position);
    template <typename Edit>
    void edit(Edit change) {
        change(m_simplex);
        showValues();
        Q_EMIT edited(m_simplex);
    }

    LabelSimplex m_simplex;
    bool m_isKnown = false;
    QGridLayout* m_rows;
    QLabel* m_badge;
    std::vector<Row> m_widgets;
};

}  // namespace bplf::ui
