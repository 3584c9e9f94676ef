// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the window's parts: centre, docks, menus, rail, toolbar, status bar.
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/engine_bridge.h"
#include "ui/kit/accessible.h"
#include "ui/kit/icons.h"
#include "ui/kit/message_bar.h"
#include "ui/kit/theme.h"
#include "ui/screens/screen.h"
#include "ui/shell/main_window.h"
#include "ui/shell/model_chooser.h"
#include "ui/shell/progress_line.h"
#include "ui/shell/screen_messages.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {
namespace {

constexpr int kInspectorWidth = 336;

/// Panels scroll up and down only, so that everything is reachable on a small screen; they are
/// always as wide as their content needs, whatever a model or a style makes of it.
class PanelScroll : public QScrollArea {
  public:
    explicit PanelScroll(QWidget* content) {
        setWidget(content);
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::NoFocus);
        content->installEventFilter(this);
    }
    QSize minimumSizeHint() const override {
        return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(), 120};
    }
    QSize sizeHint() const override { return minimumSizeHint().expandedTo(QScrollArea::sizeHint()); }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::LayoutRequest) updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

QDockWidget* fixedDock(QMainWindow* window, const QString& name, const QString& title, QWidget* content) {
    auto* dock = new QDockWidget(title, window);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::DockWidgetMovable);
    dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    dock->setWidget(content);
    window->addDockWidget(Qt::RightDockWidgetArea, dock);
    return dock;
}

}  // namespace

QAction* MainWindow::add(QMenu* menu, const QString& iconName, const QString& text, const QList<QKeySequence>& keys,
                         const QString& tip, std::function<void()> run) {
    auto* action = new QAction(text, this);
    if (!iconName.isEmpty()) action->setIcon(icon(iconName));
    action->setShortcuts(keys);
    action->setStatusTip(tip);
    const QString plain = QString(text).remove(QLatin1Char('&'));
    action->setToolTip(
        keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys.first().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, std::move(run));
    menu->addAction(action);
    return action;
}

void MainWindow::buildCentre() {
    auto* centre = new QWidget(this);
    m_messages = new MessageBar(centre);
    m_news = new ScreenMessages(m_messages, this);
    m_pages = new QStackedWidget(centre);
    for (Screen* screen : m_screens) m_pages->addWidget(screen->page());
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_pages, 1);
    setCentralWidget(centre);
}

void MainWindow::buildDocks() {
    m_inspectors = new QStackedWidget;
    m_cards = new QStackedWidget;
    for (Screen* screen : m_screens) {
        if (QWidget* inspector = screen->inspector()) m_inspectors->addWidget(new PanelScroll(inspector));
        if (QWidget* card = screen->card()) m_cards->addWidget(card);
    }
    m_cards->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_inspectorDock = fixedDock(this, QStringLiteral("inspector"), tr("Inspector"), m_inspectors);
    m_cardDock = fixedDock(this, QStringLiteral("card"), tr("Selected face"), m_cards);
    splitDockWidget(m_inspectorDock, m_cardDock, Qt::Vertical);
    resizeDocks({m_inspectorDock}, {kInspectorWidth}, Qt::Horizontal);
    setCorner(Qt::TopRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

void MainWindow::buildMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    buildProjectMenu(file);
    file->addSeparator();
    add(file, QStringLiteral("open"), tr("&Open…"), {QKeySequence(Qt::CTRL | Qt::Key_O)},
        tr("Open photos, recipes, latents or event files."), [this] { askForFiles(); });
    add(file, QStringLiteral("open"), tr("Open a &model…"), {QKeySequence(Qt::CTRL | Qt::Key_M)},
        tr("Open a model.safetensors file."), [this] { askForModel(); });
    add(file, QStringLiteral("paste"), tr("&Paste a photo"), {QKeySequence(Qt::CTRL | Qt::Key_V)},
        tr("Send the picture in the clipboard to Encode."), [this] { pastePhoto(); });
    file->addSeparator();
    add(file, {}, tr("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)}, tr("Close the studio; the session is kept."),
        [this] { close(); });
    m_editMenu = menuBar()->addMenu(tr("&Edit"));
    m_screenMenu = menuBar()->addMenu(tr("&Screen"));
    m_goMenu = menuBar()->addMenu(tr("&Go"));
    m_historyMenu = menuBar()->addMenu(tr("H&istory"));
    QMenu* view = menuBar()->addMenu(tr("&View"));
    buildThemeMenu(view->addMenu(tr("&Theme")));
    add(view, QStringLiteral("fit"), tr("Full s&creen"), {QKeySequence(Qt::Key_F11)}, tr("Use the whole screen."),
        [this] { isFullScreen() ? showNormal() : showFullScreen(); });
    add(view, {}, tr("Next &pane"), {QKeySequence(Qt::Key_F6)}, tr("Move the focus to the next part of the window."),
        [this] { focusNextPane(true); });
    add(view, {}, tr("Previous p&ane"), {QKeySequence(Qt::SHIFT | Qt::Key_F6)},
        tr("Move the focus to the previous part of the window."), [this] { focusNextPane(false); });
    add(view, {}, tr("&Reset the layout"), {}, tr("Put the panels back to their first places."),
        [this] { resetLayout(); });
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    add(help, QStringLiteral("info"), tr("&Keyboard shortcuts"), {QKeySequence(Qt::Key_F1)},
        tr("List every action with its keys."), [this] { showShortcuts(); });
    add(help, {}, tr("&Change keys…"), {}, tr("Choose other keys for any command."), [this] { showKeys(); });
    add(help, QStringLiteral("command"), tr("&Find a command…"),
        {QKeySequence(Qt::CTRL | Qt::Key_K), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
        tr("Do anything by typing a few of its letters."), [this] { showPalette(); });
    add(help, {}, tr("&About BPLF Studio"), {}, tr("Version and licences."), [this] { showAbout(); });
    m_menus = {file, m_editMenu, m_goMenu, m_historyMenu, view, help};
}

void MainWindow::buildThemeMenu(QMenu* menu) {
    auto* group = new QActionGroup(this);
    const std::pair<Theme, QString> themes[] = {
        {Theme::kSystem, tr("&System")}, {Theme::kLight, tr("&Light")}, {Theme::kDark, tr("&Dark")}};
    for (const auto& [theme, name] : themes) {
        QAction* action = add(menu, {}, name, {}, tr("Change the colours of the window."), [this, theme = theme] {
            m_settings->setTheme(theme);
            applyTheme(theme);
        });
        action->setCheckable(true);
        action->setChecked(m_settings->theme() == theme);
        group->addAction(action);
    }
}

void MainWindow::buildRail() {
    auto* rail = m_rail = new QToolBar(tr("Modes"), this);
    rail->setObjectName(QStringLiteral("modeRail"));
    rail->setMovable(false);
    rail->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    rail->setIconSize({26, 26});
    rail->setContextMenuPolicy(Qt::PreventContextMenu);
    m_modes = new QActionGroup(this);
    for (std::size_t i = 0; i < m_screens.size(); ++i) {
        Screen* screen = m_screens[i];
        const int digit = screen->digit() > 0 ? screen->digit() : static_cast<int>(i) + 1;
        QAction* action = add(m_goMenu, screen->iconName(), screen->title(),
                              {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + digit))}, screen->description(),
                              [this, i] { showScreen(i); });
        action->setCheckable(true);
        action->setToolTip(QStringLiteral("%1 (%2)").arg(screen->description(),
                                                         action->shortcut().toString(QKeySequence::NativeText)));
        m_modes->addAction(action);
        rail->addAction(action);
        rail->widgetForAction(action)->setFocusPolicy(Qt::TabFocus);
        rail->widgetForAction(action)->setAccessibleName(screen->title());
        setAccessibleChoice(qobject_cast<QAbstractButton*>(rail->widgetForAction(action)));
    }
    m_modes->actions().first()->setChecked(true);
    addToolBar(Qt::LeftToolBarArea, rail);
}

void MainWindow::buildToolBar() {
    auto* bar = m_bar = new QToolBar(tr("Main toolbar"), this);
    bar->setObjectName(QStringLiteral("mainBar"));
    bar->setMovable(false);
    bar->setIconSize({18, 18});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    m_models = new ModelChooser(bar);
    m_device = new QLabel(tr("No model"), bar);
    m_device->setProperty("role", QStringLiteral("muted"));
    setAccessibleValue(m_device, tr("Device"));
    auto* model = new QLabel(tr("Model"), bar);
    model->setProperty("role", QStringLiteral("muted"));
    model->setBuddy(m_models);
    bar->addWidget(model);
    bar->addWidget(m_models);
    bar->addWidget(m_device);
    bar->addSeparator();
    m_live = add(m_goMenu, QStringLiteral("live"), tr("&Live"), {QKeySequence(Qt::CTRL | Qt::Key_L)},
                 tr("Draw at once when something changes."), [] {});
    m_live->setCheckable(true);
    m_live->setChecked(true);
    connect(m_live, &QAction::toggled, this, [this](bool on) {
        for (Screen* screen : m_screens) screen->setLive(on);
    });
    m_newSeed = add(m_goMenu, QStringLiteral("dice"), tr("New s&eed"),
                    {QKeySequence(Qt::CTRL | Qt::Key_R), QKeySequence(Qt::Key_F5)}, tr("Draw other faces."),
                    [this] { currentScreen()->newSeed(); });
    m_stop = add(m_goMenu, QStringLiteral("stop"), tr("S&top"),
                 {QKeySequence(Qt::Key_Escape), QKeySequence(Qt::CTRL | Qt::Key_Period)},
                 tr("Stop what is being worked on; what is finished stays."), [this] { stopAll(); });
    bar->addActions({m_live, m_newSeed, m_stop});
    for (QAction* action : {m_live, m_newSeed, m_stop}) {
        bar->widgetForAction(action)->setFocusPolicy(Qt::TabFocus);
        bar->widgetForAction(action)->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
    }
    addToolBar(Qt::TopToolBarArea, bar);
    updateChooser(QString());
}

void MainWindow::buildStatusBar() {
    m_status = new QLabel(this);
    setAccessibleValue(m_status, tr("Status"));
    m_status->setMinimumWidth(1);
    m_progress = new ProgressLine(this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addPermanentWidget(m_progress);
    statusBar()->addPermanentWidget(m_status);
}

std::vector<std::pair<QString, QList<QAction*>>> MainWindow::allActions() const {
    std::vector<std::pair<QString, QList<QAction*>>> groups;
    for (const QMenu* menu : m_menus) {
        QList<QAction*> actions;
        for (QAction* action : menu->actions())
            if (!action->isSeparator() && action->menu() == nullptr) actions << action;
        groups.emplace_back(QString(menu->title()).remove(QLatin1Char('&')), actions);
    }
    for (const Screen* screen : m_screens)
        if (!screen->actions().isEmpty()) groups.emplace_back(screen->title(), screen->actions());
    return groups;
}

}  // namespace bplf::ui
