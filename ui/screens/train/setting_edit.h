// SPDX-License-Identifier: GPL-3.0-or-later
// One setting of a training: its name, an editor of its kind, what it means, and what is wrong with it.
#pragma once

#include <QWidget>

#include "ui/screens/train/train_choice.h"

class QLabel;

namespace bplf::ui {

class SettingEdit : public QWidget {
    Q_OBJECT

  public:
    /// `value`: what it is set to now. `explains`: its meaning stands below it, else in the tooltip alone.
    SettingEdit(const TrainSetting& setting, const QString& value, bool explains, QWidget* parent = nullptr);

    const TrainSetting& setting() const { return m_setting; }
    QWidget* editor() const { return m_editor; }

  Q_SIGNALS:
    void edited(const QString& key, const QString& value);

  private:
    QWidget* makeEditor(const QString& value);
    void take(const QString& value);

    TrainSetting m_setting;
    QWidget* m_editor = nullptr;
    QLabel* m_problem = nullptr;
};

}  // namespace bplf::ui
