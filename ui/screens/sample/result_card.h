// SPDX-License-Identifier: GPL-3.0-or-later
// The facts of the selected face, and what can be done with it.
#pragma once

#include <QWidget>

#include "core/engine/types.h"

class QAction;
class QFormLayout;
class QLabel;

namespace bplf::ui {

class Picture;

class ResultCard : public QWidget {
    Q_OBJECT

  public:
    /// The actions get one button each.
    explicit ResultCard(const QList<QAction*>& actions, QWidget* parent = nullptr);

    /// nullptr shows the hint how to select a face.
    void showCell(const Cell* cell);

  private:
    QLabel* addLine(QFormLayout* form, const QString& name);

    Picture* m_picture;
    QWidget* m_facts;
    QLabel* m_hint;
    QLabel* m_seed;
    QLabel* m_mix;
    QLabel* m_temperature;
    QLabel* m_bits;
    QLabel* m_hash;
};

}  // namespace bplf::ui
