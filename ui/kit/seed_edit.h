// SPDX-License-Identifier: GPL-3.0-or-later
// A 64-bit seed: field (decimal or 0x…), step back and forth, dice, lock.
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace bplf::ui {

class SeedEdit : public QWidget {
    Q_OBJECT

  public:
    explicit SeedEdit(QWidget* parent = nullptr);

    quint64 seed() const { return m_seed; }
    void setSeed(quint64 seed);
    void setLocked(bool locked);

  Q_SIGNALS:
    void seedEdited(quint64 seed);
    void diceRequested();
    void lockToggled(bool locked);

  private:
    void commit();
    void stepBy(qint64 step);
    void showSeed();

    quint64 m_seed = 1;
    bool m_hexadecimal = false;
    QLineEdit* m_field;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_dice;
    QToolButton* m_lock;
};

}  // namespace bplf::ui
