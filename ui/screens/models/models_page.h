// SPDX-License-Identifier: GPL-3.0-or-later
// The Models screen's page: cards on the left, the chosen model in tabs on the right.
#pragma once

#include <QWidget>

class QLabel;
class QListWidget;
class QListWidgetItem;
class QPushButton;
class QTabWidget;

namespace bplf::ui {

class CheckTab;
class CompareTab;
class EngineBridge;
class ModelShelf;
class ModelStudy;
class OverviewTab;
class TensorsTab;

class ModelsPage : public QWidget {
    Q_OBJECT

  public:
    ModelsPage(EngineBridge* bridge, ModelShelf* shelf, ModelStudy* study, QWidget* parent = nullptr);

    QListWidget* list() const { return m_list; }
    QTabWidget* tabs() const { return m_tabs; }
    QPushButton* useButton() const { return m_use; }
    TensorsTab* tensors() const { return m_tensors; }
    CheckTab* checks() const { return m_checks; }
    CompareTab* comparison() const { return m_comparison; }
    /// False where no card is of this path.
    bool choose(const QString& path);
    /// Which model is the engine's, and which is on its way there, have changed.
    void refreshUse();

  Q_SIGNALS:
    void useRequested();
    void filesRequested();
    void folderRequested();
    /// Another model was chosen.
    void chosen();

  private:
    QWidget* makeList();
    QWidget* makeChosen();
    void fillList();
    void fillCard(QListWidgetItem* item, int model);
    void takeChoice();
    void showChosen();
    bool isInUse(int model) const;

    EngineBridge* m_bridge;
    ModelShelf* m_shelf;
    ModelStudy* m_study;
    QListWidget* m_list = nullptr;
    QLabel *m_name = nullptr, *m_place = nullptr;
    QPushButton* m_use = nullptr;
    QTabWidget* m_tabs = nullptr;
    OverviewTab* m_overview = nullptr;
    TensorsTab* m_tensors = nullptr;
    CheckTab* m_checks = nullptr;
    CompareTab* m_comparison = nullptr;
    QString m_wanted;  ///< a choice that waits for its card
    bool m_isFilling = false;
};

}  // namespace bplf::ui
