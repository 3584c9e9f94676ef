// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/committed_states.h"

#include <QCoreApplication>
#include <QEvent>
#include <QGuiApplication>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/state_json.h"
#include "ui/screens/screen.h"

namespace bplf::ui {
namespace {

bool areAlike(QVariantMap a, QVariantMap b, const QStringList& restless) {
    for (const QString& key : restless) {
        a.remove(key);
        b.remove(key);
    }
    return jsonOfState(a) == jsonOfState(b);
}

}  // namespace

CommittedStates::CommittedStates(EngineBridge* bridge, const std::vector<Screen*>& screens, QObject* parent)
    : QObject(parent) {
    m_watches.reserve(screens.size());
    for (Screen* screen : screens) watch(screen);
    connect(bridge, &EngineBridge::modelLoading, this, &CommittedStates::flush);
    // Who else hears of a new model may flush before the screens' news of it are here.
    connect(bridge, &EngineBridge::modelLoaded, this, [this] {
        for (Watch& watch : m_watches) watch.isFollowing = true;
    });
    // Queued: the screens must have taken the model first.
    connect(bridge, &EngineBridge::modelLoaded, this, [this] { rebase(); }, Qt::QueuedConnection);
    QCoreApplication::instance()->installEventFilter(this);
}

void CommittedStates::watch(Screen* screen) {
    auto* rest = new QTimer(this);
    rest->setSingleShot(true);
    rest->setInterval(kRestMs);
    m_watches.push_back({screen, rest, {}});
    const std::size_t place = m_watches.size() - 1;
    connect(rest, &QTimer::timeout, this, [this, place, rest] {
        QGuiApplication::mouseButtons() == Qt::NoButton ? take(m_watches[place]) : rest->start();
    });
    connect(screen, &Screen::stateEdited, this, [this, rest] {
        rest->start();
        Q_EMIT pendingChanged();
    });
    // Queued: where one piece of work ends another one may begin at once.
    connect(
        screen, &Screen::settledChanged, this,
        [this, place] {
            if (m_watches[place].isHeld) take(m_watches[place]);
        },
        Qt::QueuedConnection);
}

void CommittedStates::take(Watch& watch) {
    watch.rest->stop();
    watch.isHeld = !watch.screen->isStateWhole();
    if (watch.isHeld) return;
    QVariantMap now = watch.screen->stateWithPhotos();
    const QVariantMap before = std::exchange(watch.last, std::move(now));
    const bool isFollowed = std::exchange(watch.isFollowing, false);
    if (!isFollowed && !before.isEmpty() && !areAlike(before, watch.last, watch.screen->restlessKeys()))
        Q_EMIT committed(watch.screen, before, watch.last);
    Q_EMIT pendingChanged();
}

void CommittedStates::rebase(Watch& watch) {
    watch.isFollowing = true;
    take(watch);
}

void CommittedStates::rebase() {
    for (Watch& watch : m_watches) rebase(watch);
}

void CommittedStates::rebase(Screen* screen) {
    const auto found = std::ranges::find(m_watches, screen, &Watch::screen);
    if (found != m_watches.end()) rebase(*found);
}

void CommittedStates::restore(Screen* screen, const QVariantMap& state) {
    screen->restoreState(state);
    rebase(screen);
}

void CommittedStates::flush() {
    for (Watch& watch : m_watches)
        if (watch.rest->isActive()) take(watch);
}

bool CommittedStates::isPending() const {
    return std::ranges::any_of(
        m_watches, [](const Watch& watch) { return watch.rest->isActive() || (watch.isHeld && !watch.isFollowing); });
}

bool CommittedStates::eventFilter(QObject* watched, QEvent* event) {
    // A press ends what keys or the wheel did before it; a release is dealt with first.
    if (event->type() == QEvent::MouseButtonPress) flush();
    if (event->type() == QEvent::MouseButtonRelease)
        QMetaObject::invokeMethod(this, &CommittedStates::flush, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

}  // namespace bplf::ui
