// SPDX-License-Identifier: GPL-3.0-or-later
// The Train screen as the shell sees it.
#pragma once

#include <functional>

#include "ui/screens/screen.h"
#include "ui/screens/train/train_model.h"

namespace bplf::ui {

class TrainPage;
class TrainPanel;

/// Needs no engine: trainings are processes of their own.
class TrainScreen : public Screen {
    Q_OBJECT

  public:
    explicit TrainScreen(EngineBridge* bridge, QObject* parent = nullptr);

    static constexpr const char* kId = "train";
    QString id() const override { return QLatin1String(kId); }
    QString title() const override { return tr("Train"); }
    QString description() const override { return tr("Train a model on a data set, and watch how it learns."); }
    QString iconName() const override { return QStringLiteral("train"); }
    QWidget* page() override;
    QWidget* inspector() override;
    QList<QAction*> actions() const override { return m_actions; }
    void activated() override;
    void deactivated() override;
    /// Folders, while the screen is in front.
    bool canOpen(const QString& path) const override;
    /// Runs are shown; anything else is what to train with.
    void open(const QStringList& paths) override;
    QVariantMap state() const override;
    void restoreState(const QVariantMap& state) override;
    /// Runs come and are shown as they are started, and folders are proposed.
    QStringList restlessKeys() const override { return {"runs", "run", "folder", "level"}; }
    bool isSettled() const override;
    ScriptSteps scriptSteps() override;

    TrainModel* model() const { return m_model; }
    TrainPage* trainPage() const { return m_page; }
    TrainPanel* panel() const { return m_panel; }

  private:
    QAction* add(const QString& text, const QString& tip, const QString& icon, const QKeySequence& key,
                 std::function<void()> run);
    void makeActions();
    void askForRun();

    TrainModel* m_model;
    TrainPage* m_page;
    TrainPanel* m_panel;
    QList<QAction*> m_actions;
    bool m_isActive = false;
};

}  // namespace bplf::ui
