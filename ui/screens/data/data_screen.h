// SPDX-License-Identifier: GPL-3.0-or-later
// The Data screen as the shell sees it.
#pragma once

#include <functional>
#include <optional>

#include "core/collect/overrides.h"
#include "ui/screens/screen.h"

class QMenu;

namespace bplf::ui {

class DataCard;
class DataModel;
class DataPage;

/// Needs no engine: works before and without a model.
class DataScreen : public Screen {
    Q_OBJECT

  public:
    explicit DataScreen(EngineBridge* bridge, QObject* parent = nullptr);

    static constexpr const char* kId = "data";
    QString id() const override { return QLatin1String(kId); }
    QString title() const override { return tr("Data"); }
    QString description() const override {
        return tr("Make a data set from collections of faces, and look through it.");
    }
    QString iconName() const override { return QStringLiteral("data"); }
    QWidget* page() override;
    QWidget* inspector() override;
    QWidget* card() override;
    QString cardTitle() const override { return tr("Selected image"); }
    QList<QAction*> actions() const override { return m_actions; }

    void activated() override;
    void deactivated() override { m_isInFront = false; }
    void stop() override;
    bool claims(const QString& path) const override;
    bool canOpen(const QString& path) const override;
    void open(const QStringList& paths) override;
    QVariantMap state() const override;
    void restoreState(const QVariantMap& state) override;
    bool canRestoreState() const override;
    bool isStateWhole() const override;
    QStringList restlessKeys() const override { return {QStringLiteral("built")}; }
    QString nameOfChange(const QVariantMap& before, const QVariantMap& after) const override;
    void reset() override;
    bool isSettled() const override;
    ScriptSteps scriptSteps() override;

    DataModel* model() const { return m_model; }
    DataPage* dataPage() const { return m_page; }
    DataCard* dataCard() const { return m_card; }
    /// About all selected images; nothing takes their decisions back.
    void decide(const std::optional<Override>& decision);

  private:
    QAction* add(const QString& iconName, const QString& text, const QList<QKeySequence>& keys, const QString& tip,
                 std::function<void()> run);
    void makeActions();
    void makeDecisionActions();
    void connectModel();
    void fillRelabelMenu();
    void updateActions();
    void openAgain();

    DataModel* m_model;
    DataPage* m_page;
    DataCard* m_card = nullptr;
    QWidget* m_panel = nullptr;
    QList<QAction*> m_actions, m_decisions;
    QAction* m_build = nullptr;
    QAction* m_report = nullptr;
    QAction* m_train = nullptr;
    QMenu* m_relabel = nullptr;
    bool m_isInFront = false;
    QString m_yesterday;  ///< the built set of a session before, until the screen comes to the front
};

}  // namespace bplf::ui
