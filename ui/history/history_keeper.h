// SPDX-License-Identifier: GPL-3.0-or-later
// Watches the screens, keeps what came to rest on them, and brings it back.
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <vector>

#include "core/project/history_record.h"
#include "ui/kit/message.h"

class QAction;
class QTimer;

namespace bplf::ui {

class EngineBridge;
class HistoryModel;
class HistoryStrip;
class ModelOpening;
class Screen;

/// A state is kept when nothing changed for kRestMs, no mouse button is down and its pictures are there. Nothing of
/// photos is kept while private. Lives on the UI thread; screens and bridge outlive it.
class HistoryKeeper : public QObject {
    Q_OBJECT

  public:
    /// folder: where the history lies; empty = it ends with the program.
    HistoryKeeper(EngineBridge* bridge, const std::vector<Screen*>& screens, const QString& folder,
                  QObject* parent = nullptr);

    static constexpr int kRestMs = 700;

    HistoryModel* model() const { return m_model; }
    /// Made once; its owner is whoever puts it into a window.
    HistoryStrip* strip();
    /// For menus and the sheet of keys; some act only while the strip has the focus.
    QList<QAction*> actions() const { return m_actions; }

    bool isPrivate() const { return m_isPrivate; }
    void setPrivate(bool isPrivate);
    /// Shows a state on its screen, with its model where that is there.
    void restore(int row);
    /// Forgets the photo of the chosen state, or else of the screen in front.
    void forgetPhoto();
    /// The screen whose photo "Forget this photo" means.
    void setFront(Screen* screen);
    /// Takes what came to rest and was not taken yet.
    void flush();

  Q_SIGNALS:
    void modeRequested(const QString& screen);
    void messageRaised(const bplf::ui::Message& message);
    void privacyChanged(bool isPrivate);
    /// What was kept of these photos is to be dropped wherever it is.
    void photosForgotten(const QStringList& photos);

  private:
    struct Watch {
        Screen* screen = nullptr;
        QTimer* rest = nullptr;
        std::string last;  ///< key of the state that was kept or restored last
    };
    QAction* add(const QString& icon, const QString& text, const QList<QKeySequence>& keys, const QString& tip,
                 std::function<void()> run);
    void makeActions();
    void watch(Screen* screen);
    void take(Watch& watch);
    Watch* watchOf(const std::string& screen);
    void toggleStar();
    void rate(int stars);
    void removeChosen();
    void apply(const project::HistoryRecord& record);
    void warnOfModel(const project::HistoryRecord& record);
    QStringList everythingOf(QStringList photos) const;
    QStringList photosInQuestion() const;
    void updateActions();

    EngineBridge* m_bridge;
    HistoryModel* m_model;
    HistoryStrip* m_strip = nullptr;
    std::vector<Watch> m_watches;
    Screen* m_front = nullptr;
    ModelOpening* m_opening;
    QList<QAction*> m_actions, m_stateActions;
    QAction* m_private = nullptr;
    QAction* m_forget = nullptr;
    bool m_isPrivate = false;
};

}  // namespace bplf::ui
