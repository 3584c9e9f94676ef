// SPDX-License-Identifier: GPL-3.0-or-later
// The Encode screen: one's own photo inside the model.
#pragma once

#include <functional>

#include "ui/screens/screen.h"

class QStackedWidget;

namespace bplf::ui {

class ChipBar;
class CodeStage;
class EncodeModel;
class EncodePanel;
class RelabelModel;
class UseStage;

class EncodeScreen : public Screen {
    Q_OBJECT

  public:
    explicit EncodeScreen(EngineBridge* bridge, QObject* parent = nullptr);

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
    void modelChanged(const ModelInfo& info) override;
    bool canOpen(const QString& path) const override;
    void open(const QStringList& paths) override;
    bool openImage(const QImage& image) override;
    bool isSettled() const override;
    ScriptSteps scriptSteps() override;

    EncodeModel* model() const { return m_model; }
    RelabelModel* relabel() const { return m_relabel; }
    /// "photo", "face", "crop", "encode" or "use", when it was reached.
    void showStage(const QString& name);
    /// Write without asking; reply by message.
    void saveLatentTo(const QString& path);
    void saveTilesTo(const QString& path);
    /// The reconstruction's key for the morph, its latent in `path`.
    void sendToMorph(const QString& path);

  private:
    QAction* add(const QString& iconName, const QString& text, const QKeySequence& key, const QString& tip,
                 std::function<void()> run);
    void buildActions();
    void follow();
    void showStageAt(int index);
    void updateActions();
    void askForPhoto();
    void pastePhoto();
    void askAndSave(const QString& title, const QString& name, const QString& filter,
                    void (EncodeScreen::*save)(const QString&));

    EncodeModel* m_model;
    RelabelModel* m_relabel;
    QWidget* m_page = nullptr;
    ChipBar* m_chips = nullptr;
    QStackedWidget* m_stages = nullptr;
    CodeStage* m_code = nullptr;
    UseStage* m_use = nullptr;
    EncodePanel* m_panel = nullptr;
    QList<QAction*> m_actions, m_fileActions, m_resultActions;
    bool m_followed = false;  ///< the stage was moved on for this photo already
};

}  // namespace bplf::ui
