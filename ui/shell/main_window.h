// SPDX-License-Identifier: GPL-3.0-or-later
// The studio's window: mode rail, toolbar, docks, message bar, status bar, and what connects the screens.
#pragma once

#include <QMainWindow>
#include <functional>
#include <memory>
#include <vector>

#include "core/engine/types.h"
#include "ui/kit/message.h"

class QActionGroup;
class QDockWidget;
class QLabel;
class QMenu;
class QRubberBand;
class QStackedWidget;
class QToolBar;

namespace bplf {
class Error;
}

namespace bplf::ui {

class Autosave;
class CommandPalette;
class CommittedStates;
class EngineBridge;
class HistoryKeeper;
class KeyChoices;
class MessageBar;
class ModelChooser;
class ProgressLine;
class ProjectKeeper;
class Screen;
class ScreenMessages;
class StudioSettings;
class UndoKeeper;
struct PaletteEntry;
enum class Theme;

class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    /// Takes the screens, in the order of the rail; at least one.
    MainWindow(EngineBridge* bridge, StudioSettings* settings, std::vector<std::unique_ptr<Screen>> screens,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    const std::vector<Screen*>& screens() const { return m_screens; }
    Screen* currentScreen() const { return m_screens[m_current]; }
    Screen* screen(const QString& id) const;
    /// False when there is no such screen.
    bool setMode(const QString& id);
    /// Routes each file to the screen that wants it; a model is loaded. The first success is shown.
    void openFiles(const QStringList& paths);
    /// News about the screen in front.
    void raise(const Message& message);
    HistoryKeeper* history() const { return m_history; }
    ProjectKeeper* project() const { return m_project; }
    UndoKeeper* undo() const { return m_undo; }
    KeyChoices* keys() const { return m_keys.get(); }
    MessageBar* messageBar() const { return m_messages; }
    /// Every action with its group, for the shortcuts sheet and tests.
    std::vector<std::pair<QString, QList<QAction*>>> allActions() const;
    void restoreSession();
    /// Writes what a later start goes on with.
    void saveSession() const;
    /// The same, at the end of the program.
    void endSession();
    using QMainWindow::raise;

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool focusNextPrevChild(bool next) override;

  private:
    QAction* add(QMenu* menu, const QString& iconName, const QString& text, const QList<QKeySequence>& keys,
                 const QString& tip, std::function<void()> run);
    void buildCentre();
    void buildDocks();
    void buildHistory();
    void buildMenus();
    void buildProjectMenu(QMenu* menu);
    void buildProject();
    void buildUndo();
    void buildThemeMenu(QMenu* menu);
    void buildRail();
    void buildToolBar();
    void buildStatusBar();
    void connectScreen(Screen* screen);
    void connectEngine();
    void showScreen(std::size_t index);
    void showModel(const ModelInfo& info);
    /// The screen that claims the file; the number of screens when none does.
    std::size_t claimant(const QString& path) const;
    void updateChooser(const QString& current);
    void askForModel();
    void askForFiles();
    void pastePhoto();
    void fillRecentProjects();
    /// Does it once what was changed is saved, or is not to be.
    void replaceProject(const std::function<void()>& then);
    void openProject(const QString& path, const std::function<void()>& then = {});
    void askForProject();
    void saveProject(const std::function<void()>& then = {});
    void saveProjectAs(const std::function<void()>& then = {});
    void showTitle();
    void stopAll();
    void updateTools();
    void resetLayout();
    void showShortcuts();
    void showKeys();
    void showPalette();
    void addValues(std::vector<PaletteEntry>& entries);
    bool mayQuit();
    void showAbout();
    void showPrivacy(bool isPrivate);
    void forgetInFiles(const QStringList& photos);
    void focusNextPane(bool forward);
    void orderFocus();
    void keepFocusVisible();
    void sendKeyToMorph(const MorphKey& key, const QImage& thumbnail);
    void sendPhotoToEncode(const QImage& photo);
    void sendIdentityToStimuli(const QString& source);
    void sendFiles(const QString& id, const QStringList& paths);
    /// How to go to the screen, for messages.
    QString wayTo(const Screen* screen) const;

    EngineBridge* m_bridge;
    StudioSettings* m_settings;
    std::vector<Screen*> m_screens;
    std::size_t m_current = 0;
    QString m_loading;
    QRubberBand* m_dropFrame = nullptr;  ///< while something is held over the window
    Autosave* m_autosave = nullptr;
    QByteArray m_initialState;

    QToolBar* m_rail = nullptr;
    QToolBar* m_bar = nullptr;
    QStackedWidget* m_pages = nullptr;
    QStackedWidget* m_inspectors = nullptr;
    QStackedWidget* m_cards = nullptr;
    QDockWidget* m_inspectorDock = nullptr;
    QDockWidget* m_cardDock = nullptr;
    QDockWidget* m_historyDock = nullptr;
    HistoryKeeper* m_history = nullptr;
    CommittedStates* m_states = nullptr;
    UndoKeeper* m_undo = nullptr;
    ProjectKeeper* m_project = nullptr;
    QLabel* m_privacy = nullptr;
    std::unique_ptr<KeyChoices> m_keys;
    CommandPalette* m_palette = nullptr;  ///< made when first asked for
    MessageBar* m_messages = nullptr;
    ScreenMessages* m_news = nullptr;
    ModelChooser* m_models = nullptr;
    QLabel* m_device = nullptr;
    QLabel* m_status = nullptr;
    ProgressLine* m_progress = nullptr;
    QMenu* m_editMenu = nullptr;
    QMenu* m_recentProjects = nullptr;
    QMenu* m_screenMenu = nullptr;
    QMenu* m_goMenu = nullptr;
    QMenu* m_historyMenu = nullptr;
    QList<QMenu*> m_menus;
    QActionGroup* m_modes = nullptr;
    QAction* m_live = nullptr;
    QAction* m_newSeed = nullptr;
    QAction* m_stop = nullptr;
};

}  // namespace bplf::ui
