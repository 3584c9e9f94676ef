// SPDX-License-Identifier: GPL-3.0-or-later
// The Stimuli screen as the shell sees it.
#pragma once

#include <functional>

#include "ui/screens/screen.h"
#include "ui/screens/stimuli/stimuli_model.h"

namespace bplf::ui {

class StimuliPage;
class StimuliPanel;

class StimuliScreen : public Screen {
    Q_OBJECT

  public:
    explicit StimuliScreen(EngineBridge* bridge, QObject* parent = nullptr);

    static constexpr const char* kId = "stimuli";
    QString id() const override { return QLatin1String(kId); }
    QString title() const override { return tr("Stimuli"); }
    QString description() const override { return tr("Sets of faces for experiments, from a plan to a folder."); }
    QString iconName() const override { return QStringLiteral("stimuli"); }
    QWidget* page() override;
    QWidget* inspector() override;
    QList<QAction*> actions() const override { return m_actions; }
    void activated() override;
    void deactivated() override;
    void modelChanged(const ModelInfo& info) override;
    void stop() override;
    bool claims(const QString& path) const override;
    bool canOpen(const QString& path) const override;
    void open(const QStringList& paths) override;
    bool receiveIdentity(const QString& source) override;
    QVariantMap state() const override;
    QVariantMap stateWithPhotos() const override;
    void restoreState(const QVariantMap& state) override;
    QString nameOfChange(const QVariantMap& before, const QVariantMap& after) const override;
    void reset() override;
    std::optional<Snapshot> snapshot() const override;
    void forgetPhotos(const QStringList& photos) override;
    bool isSettled() const override { return m_model->isSettled(); }
    QString runningWork() const override;
    ScriptSteps scriptSteps() override;

    StimuliModel* model() const { return m_model; }
    StimuliPage* stimuliPage() const { return m_page; }
    StimuliPanel* panel() const { return m_panel; }
    void openPlan(const QString& path);
    void savePlan(const QString& path);
    /// How the user is asked whether a set is replaced; the default is a message box. For tests.
    void setConfirm(std::function<bool(const QString& question)> confirm) { m_confirm = std::move(confirm); }
    /// Asks where a set is to be replaced; false where it is not.
    bool makeInto(const QString& folder);

  private:
    QAction* add(const QString& text, const QString& tip, const QString& icon, const QKeySequence& key,
                 std::function<void()> run);
    void makeActions();
    void updateActions();
    void askAndMake();
    /// One of a made set's files, in the program that is for it.
    void show(const QString& file);

    StimuliModel* m_model;
    StimuliPage* m_page;
    StimuliPanel* m_panel;
    QList<QAction*> m_actions;
    QAction *m_make = nullptr, *m_sheet = nullptr, *m_rate = nullptr;
    std::function<bool(const QString&)> m_confirm;
};

}  // namespace bplf::ui
