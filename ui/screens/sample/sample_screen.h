// SPDX-License-Identifier: GPL-3.0-or-later
// The Sample screen: a grid of faces, and what can be done with them.
#pragma once

#include <filesystem>
#include <functional>

#include "ui/screens/screen.h"

namespace bplf::ui {

class CanvasController;
class ModelOpening;
class ResultCard;
class SampleModel;
class SamplePanel;
class Viewport;
enum class ViewportKind;

class SampleScreen : public Screen {
    Q_OBJECT

  public:
    SampleScreen(EngineBridge* bridge, ViewportKind kind, QObject* parent = nullptr);

    static constexpr const char* kId = "sample";
    QString id() const override { return QLatin1String(kId); }
    QString title() const override { return tr("Sample"); }
    QString description() const override { return tr("Draw faces by emotion, seed and temperature."); }
    QString iconName() const override { return QStringLiteral("sample"); }
    QWidget* page() override;
    QWidget* inspector() override;
    QWidget* card() override;
    QList<QAction*> actions() const override { return m_actions; }

    void activated() override;
    void deactivated() override;
    void modelChanged(const ModelInfo& info) override;
    void stop() override;
    void newSeed() override;
    void setLive(bool live) override;
    bool hasSeed() const override { return true; }
    bool hasLive() const override { return true; }
    bool canOpen(const QString& path) const override;
    void open(const QStringList& paths) override;
    QVariantMap state() const override;
    void restoreState(const QVariantMap& state) override;
    QString nameOfChange(const QVariantMap& before, const QVariantMap& after) const override;
    void reset() override;
    std::optional<Snapshot> snapshot() const override;
    /// Choosing the best of several faces ends in a request that names them.
    bool isStateWhole() const override;
    bool isSettled() const override;
    std::vector<ScreenValue> values() override;
    ScriptSteps scriptSteps() override;

    SampleModel* model() const { return m_model; }
    CanvasController* canvas() const { return m_canvas; }

    /// Writes without asking; replies by message. Used by the dialogs and by scripts.
    void savePictureTo(const QString& path);
    void saveSheetTo(const QString& path);

  private:
    void buildActions();
    void buildFaceActions();
    void buildViewActions();
    QAction* add(const QString& iconName, const QString& text, const QList<QKeySequence>& keys, const QString& tip,
                 std::function<void()> run);
    void updateActions();
    /// What was asked for while another screen is in front is drawn when this one comes back.
    void waitForFront();
    void showSelection();
    void showMenu(int index, const QPoint& position);
    void askAndSave(bool sheet);
    void save(const QString& path, const QString& failure, std::function<void(const std::filesystem::path&)> write);
    void copyPicture();
    void copyCommand();
    void useInMorph();
    void encodeAgain();
    void useInSet();
    void toggleCompare(bool on);
    /// Through the model that drew it, where that is there and the present one did not.
    void restoreOrLoad(const QString& path, const SampleRequest& request);
    void restoreFrom(const QString& path, const SampleRequest& request);

    CanvasController* m_canvas;
    SampleModel* m_model;
    ModelOpening* m_opening;  ///< a recipe waits for its model
    ViewportKind m_viewportKind;
    bool m_active = false;
    bool m_dirty = false;  ///< the model changed while another screen was in front
    Viewport* m_viewport = nullptr;
    SamplePanel* m_panel = nullptr;
    ResultCard* m_card = nullptr;
    QList<QAction*> m_actions;
    QList<QAction*> m_faceActions;    ///< need a selected face
    QList<QAction*> m_cardActions;    ///< get a button in the card
    QList<QAction*> m_letterActions;  ///< single keys, only while the viewport has focus
    QAction* m_compare = nullptr;
    QAction* m_smooth = nullptr;
};

}  // namespace bplf::ui
