// SPDX-License-Identifier: GPL-3.0-or-later
// The Encode screen: one's own photo inside the model.
#pragma once

#include <QVariantMap>
#include <functional>
#include <memory>

#include "core/base/result.h"
#include "ui/screens/screen.h"

class QStackedWidget;
class QTemporaryDir;

namespace bplf::ui {

class ChipBar;
class CodeStage;
class EncodeModel;
class EncodePanel;
class RelabelModel;

class EncodeScreen : public Screen {
    Q_OBJECT

  public:
    explicit EncodeScreen(EngineBridge* bridge, QObject* parent = nullptr);
    ~EncodeScreen() override;

    static constexpr const char* kId = "encode";
    QString id() const override { return QLatin1String(kId); }
    QString title() const override { return tr("Encode"); }
    QString description() const override {
        return tr("Turn a photo into the model's code, exactly, and change its expression.");
    }
    QString iconName() const override { return QStringLiteral("encode"); }
    QWidget* page() override;
    QWidget* inspector() override;
    QList<QAction*> actions() const override { return m_actions; }

    void activated() override;
    void deactivated() override { m_isActive = false; }
    void modelChanged(const ModelInfo& info) override;
    bool canOpen(const QString& path) const override;
    void open(const QStringList& paths) override;
    bool openImage(const QImage& image) override;
    QVariantMap state() const override;
    QVariantMap stateWithPhotos() const override;
    void restoreState(const QVariantMap& state) override;
    bool isStateWhole() const override;
    QString nameOfChange(const QVariantMap& before, const QVariantMap& after) const override;
    void reset() override;
    std::optional<Snapshot> snapshot() const override;
    QStringList photos() const override;
    void forgetPhotos(const QStringList& photos) override;
    bool isSettled() const override;
    std::vector<ScreenValue> values() override;
    ScriptSteps scriptSteps() override;

    EncodeModel* model() const { return m_model; }
    RelabelModel* relabel() const { return m_relabel; }
    /// "photo", "face", "crop", "encode" or "use", when it was reached.
    void showStage(const QString& name);
    /// Write without asking; reply by message.
    void savePictureTo(const QString& path);
    /// The whole photo with the chosen tile's face in it.
    void savePhotoTo(const QString& path);
    void saveLatentTo(const QString& path);
    void saveTilesTo(const QString& path);
    /// The chosen tile's key for the morph, its latent in `path`.
    void sendToMorph(const QString& path);

  private:
    QAction* add(const QString& iconName, const QString& text, const QKeySequence& key, const QString& tip,
                 std::function<void()> run);
    void buildActions();
    void follow();
    void openAgain();
    void askWherePhotoIs();
    void openPhotoOf(const QVariantMap& state);
    void showStageAt(int index);
    void updateActions();
    void askForPhoto();
    void pastePhoto();
    void askAndSave(const QString& path, void (EncodeScreen::*save)(const QString&));
    QString suggestedName(const QString& what, const char* ending) const;
    QString latentStore() const;
    /// The tile's face, or the photo's own where that is what the tile is drawn under.
    Image changedFace(const Cell& tile) const;
    /// The photo's code under the label that the tile shows.
    Latent latentOfTile(const Cell& tile) const;
    void tellSaved(const Result<QString>& saved, const QString& failure);
    void copyPicture();

    EncodeModel* m_model;
    RelabelModel* m_relabel;
    QWidget* m_page = nullptr;
    ChipBar* m_chips = nullptr;
    QStackedWidget* m_stages = nullptr;
    CodeStage* m_code = nullptr;
    EncodePanel* m_panel = nullptr;
    QList<QAction*> m_actions, m_fileActions, m_resultActions;
    /// For codes of photos while nothing of them is to be kept.
    mutable std::unique_ptr<QTemporaryDir> m_privateStore;
    QVariantMap m_yesterday;  ///< of a session before, until the screen comes to the front
    bool m_isActive = false;
    bool m_followed = false;  ///< the stage was moved on for this photo already
};

}  // namespace bplf::ui
