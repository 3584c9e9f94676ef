// SPDX-License-Identifier: GPL-3.0-or-later
// The Curves screen as the shell sees it.
#pragma once

#include "ui/screens/curves/curve_store.h"
#include "ui/screens/screen.h"

namespace bplf::ui {

class CurvesPage;

/// Needs no engine: works before and without a model.
class CurvesScreen : public Screen {
    Q_OBJECT

  public:
    explicit CurvesScreen(EngineBridge* bridge, QObject* parent = nullptr);

    static constexpr const char* kId = "curves";
    QString id() const override { return QLatin1String(kId); }
    QString title() const override { return tr("Curves"); }
    QString description() const override { return tr("Follow and compare the curves of training runs"); }
    QString iconName() const override { return QStringLiteral("curves"); }
    QWidget* page() override;
    QWidget* inspector() override { return nullptr; }
    QList<QAction*> actions() const override { return m_actions; }
    void activated() override;
    void deactivated() override;
    bool canOpen(const QString& path) const override;
    void open(const QStringList& paths) override;
    QVariantMap state() const override;
    void restoreState(const QVariantMap& state) override;
    QStringList restlessKeys() const override { return {QStringLiteral("styles")}; }
    QString nameOfChange(const QVariantMap& before, const QVariantMap& after) const override;
    void reset() override;
    bool isSettled() const override;

    CurveStore* store() const { return m_store; }

  private:
    void makeActions();

    CurveStore* m_store;
    CurvesPage* m_page;
    QList<QAction*> m_actions;
    QStringList m_gone;  ///< of a restored state: folders and logs that are not there now
};

}  // namespace bplf::ui
