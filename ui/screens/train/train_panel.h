// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a new training: what, from which images, where to, and how.
#pragma once

#include <QWidget>

#include "ui/screens/train/train_choice.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace bplf::ui {

class Section;
class TrainModel;

class TrainPanel : public QWidget {
    Q_OBJECT

  public:
    explicit TrainPanel(TrainModel* model, QWidget* parent = nullptr);

    QPushButton* startButton() const { return m_start; }
    QComboBox* configurations() const { return m_configurations; }
    QLineEdit* runEdit() const { return m_run; }
    QLineEdit* dataEdit() const { return m_data; }

  private:
    void makeWhat(QVBoxLayout* layout);
    void makeWhere(QVBoxLayout* layout);
    void makeSettings(QVBoxLayout* layout);
    void makeStart(QVBoxLayout* layout);
    void fillConfigurations();
    void fillSettings();
    void showChoice();
    void showOutlook();
    void edit(void (*change)(TrainChoice&, const QString&), const QString& value);
    void askForData();
    void askForRun();

    TrainModel* m_model;
    QComboBox *m_configurations = nullptr, *m_levels = nullptr;
    QWidget* m_levelRow = nullptr;
    QLineEdit *m_data = nullptr, *m_run = nullptr;
    QLabel *m_about = nullptr, *m_dataAbout = nullptr, *m_outlook = nullptr, *m_problem = nullptr;
    Section *m_common = nullptr, *m_all = nullptr;
    QWidget *m_commonRows = nullptr, *m_allRows = nullptr;
    QPushButton* m_start = nullptr;
};

}  // namespace bplf::ui
