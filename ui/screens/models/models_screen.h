// SPDX-License-Identifier: GPL-3.0-or-later
// The Models screen as the shell sees it.
#pragma once

#include <functional>

#include "ui/screens/models/model_shelf.h"
#include "ui/screens/models/model_study.h"
#include "ui/screens/screen.h"

namespace bplf::ui {

class ModelsPage;

class ModelsScreen : public Screen {
    Q_OBJECT

  public:
    explicit ModelsScreen(EngineBridge* bridge, QObject* parent = nullptr);

    static constexpr const char* kId = "models";
    QString id() const override { return QLatin1String(kId); }
    QString title() const override { return tr("Models"); }
    QString description() const override { return tr("What models are there, what is in them, and are they sound?"); }
    QString iconName() const override { return QStringLiteral("models"); }
    QWidget* page() override;
    QWidget* inspector() override { return nullptr; }
    QList<QAction*> actions() const override { return m_actions; }
    void activated() override;
    void deactivated() override;
    void modelChanged(const ModelInfo& info) override;
    void stop() override;
    /// Models, and folders with models, while the screen is in front; elsewhere a model is used at once.
    bool canOpen(const QString& path) const override;
    void open(const QStringList& paths) override;
    QVariantMap state() const override;
    void restoreState(const QVariantMap& state) override;
    /// Nothing here is worth a step of undo.
    QStringList restlessKeys() const override { return {"places", "chosen", "tab"}; }
    bool isSettled() const override;
    ScriptSteps scriptSteps() override;

    ModelShelf* shelf() const { return m_shelf; }
    ModelStudy* study() const { return m_study; }
    ModelsPage* modelsPage() const { return m_page; }
    /// Loads the chosen model for all screens, or gives up the loading that is under way.
    void useChosen();

  private:
    QAction* add(const QString& text, const QString& tip, const QString& icon, const QKeySequence& key,
                 std::function<void()> run);
    void makeActions();
    void askForFiles();
    void askForFolder();
    void removeChosen();

    ModelShelf* m_shelf;
    ModelStudy* m_study;
    ModelsPage* m_page;
    QList<QAction*> m_actions;
    bool m_isActive = false;
};

}  // namespace bplf::ui
