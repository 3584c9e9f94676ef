// SPDX-License-Identifier: GPL-3.0-or-later
// What the palette of commands offers: every action of the window and its screens, and the screens' values.
#include <QMenu>

#include "ui/screens/screen.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"

namespace bplf::ui {
namespace {

QString plainText(const QString& text) {
    return QString(text).remove(QLatin1Char('&'));
}

PaletteEntry entryOf(const QAction* action, const QString& place) {
    PaletteEntry entry;
    entry.title = plainText(action->text());
    entry.place = action->isCheckable() && action->isChecked() ? MainWindow::tr("%1, on").arg(place) : place;
    QStringList keys;
    for (const QKeySequence& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
    entry.keys = keys.join(QStringLiteral(", "));
    return entry;
}

/// Also of menus inside it.
void addEntries(std::vector<PaletteEntry>& entries, const QMenu* menu, const QString& place) {
    for (QAction* action : menu->actions()) {
        if (action->menu() != nullptr) addEntries(entries, action->menu(), plainText(action->text()));
        if (action->menu() != nullptr || action->isSeparator()) continue;
        entries.push_back(entryOf(action, place));
        if (!action->isEnabled())
            entries.back().why = MainWindow::tr("%1 can do nothing now.").arg(entries.back().title);
        entries.back().run = [action] { action->trigger(); };
    }
}

}  // namespace

void MainWindow::addValues(std::vector<PaletteEntry>& entries) {
    for (Screen* screen : m_screens) {
        for (ScreenValue& value : screen->values()) {
            PaletteEntry entry;
            entry.title = value.title;
            entry.place = screen->title();
            entry.word = value.word;
            entry.range = value.range;
            entry.isNear = screen == currentScreen();
            entry.set = [this, screen, set = std::move(value.set)](const QString& text) {
                if (!set(text)) return false;
                setMode(screen->id());
                return true;
            };
            entries.push_back(std::move(entry));
        }
    }
}

void MainWindow::showPalette() {
    fillRecentProjects();
    std::vector<PaletteEntry> entries;
    for (Screen* screen : m_screens) {
        for (QAction* action : screen->actions()) {
            if (action->isSeparator()) continue;
            PaletteEntry entry = entryOf(action, screen->title());
            entry.isNear = screen == currentScreen();
            if (entry.isNear && !action->isEnabled()) entry.why = tr("%1 can do nothing now.").arg(entry.title);
            // Elsewhere it is known whether there is something to do once its screen is in front.
            entry.run = [this, screen, action] {
                setMode(screen->id());
                if (!action->isEnabled())
                    raise(information(tr("%1 can do nothing now.").arg(plainText(action->text()))));
                action->trigger();
            };
            entries.push_back(std::move(entry));
        }
    }
    for (const QMenu* menu : m_menus) addEntries(entries, menu, plainText(menu->title()));
    addValues(entries);
    if (m_palette == nullptr) m_palette = new CommandPalette(this);
    m_palette->open(std::move(entries));
}

}  // namespace bplf::ui
