// SPDX-License-Identifier: GPL-3.0-or-later
// The Morph screen as the shell sees it.
#pragma once

#include "ui/screens/morph/morph_export.h"
#include "ui/screens/morph/morph_player.h"
#include "ui/screens/screen.h"

namespace bplf::ui {

class MorphPage;
class MorphPanel;

class MorphScreen : public Screen {
    Q_OBJECT

  public:
    explicit MorphScreen(EngineBridge* bridge, QObject* parent = nullptr);

    static constexpr const char* kId = "morph";
    QString id() const override { return QLatin1String(kId); }
    QString title() const override { return tr("Morph"); }
    QString description() const override { return tr("Films from face to face and from mood to mood"); }
    QString iconName() const override { return QStringLiteral("morph"); }
    QWidget* page() override;
    QWidget* inspector() override;
    QList<QAction*> actions() const override { return m_actions; }
    void activated() override;
    void deactivated() override;
    void modelChanged(const ModelInfo& info) override;
    void stop() override;
    void newSeed() override;
    bool hasSeed() const override { return true; }
    bool canOpen(const QString& path) const override;
    void open(const QStringList& paths) override;
    void receiveKey(const MorphKey& key, const QImage& thumbnail) override;
    QVariantMap state() const override;
    QVariantMap stateWithPhotos() const override;
    void restoreState(const QVariantMap& state) override;
    QString nameOfChange(const QVariantMap& before, const QVariantMap& after) const override;
    void reset() override;
    std::optional<Snapshot> snapshot() const override;
    void forgetPhotos(const QStringList& photos) override;
    bool isSettled() const override { return m_player->isSettled() && m_export == 0; }
    QString runningWork() const override { return m_export != 0 ? tr("A film is being written.") : QString(); }
    std::vector<ScreenValue> values() override;
    ScriptSteps scriptSteps() override;

    MorphPlayer* player() const { return m_player; }
    MorphPanel* panel() const { return m_panel; }
    /// Keys of every label of the model, with the selected key's face (or seed 1).
    void sameFaceAllEmotions();
    /// Writes the film without asking; exportFinished() tells.
    void exportTo(const MorphExport& what);
    bool isExporting() const { return m_export != 0; }

  Q_SIGNALS:
    void exportFinished(bool isWritten);

  private:
    void makeActions();
    QAction* add(const QString& text, const QString& icon, const QKeySequence& key, const std::function<void()>& call);
    void askAndExport();
    QString askForPath(MorphExport::Kind kind) const;
    void addSeed();
    void showSelectedKey();
    bool mayCancel();
    void cancelExport();
    void showExport(const Progress& progress);
    void stepKey(int direction);
    void showKeyMenu(int key, const QPoint& place);
    void addFiles(const QStringList& paths, double frame);
    void addLatent(const QString& path, double frame);
    void addKey(MorphKey key, double frame);
    void updateActions();

    MorphPlayer* m_player;
    MorphPage* m_page;
    MorphPanel* m_panel;
    QList<QAction*> m_actions;
    QAction *m_play = nullptr, *m_back = nullptr, *m_forward = nullptr;
    QAction *m_frameBack = nullptr, *m_frameForward = nullptr;
    QAction *m_even = nullptr, *m_exportFilm = nullptr, *m_command = nullptr;
    QAction* m_duplicate = nullptr;
    QAction* m_remove = nullptr;
    quint64 m_export = 0;  ///< ticket of the running export
    MorphExport::Kind m_exportKind = MorphExport::Kind::kGif;
    QString m_film;  ///< the file that was written of the film as it is now
};

}  // namespace bplf::ui
