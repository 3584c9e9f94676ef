// SPDX-License-Identifier: GPL-3.0-or-later
// What an action is called in the settings, and the keys it came with, stand in its properties: texts change.
#include "ui/shell/key_choices.h"

#include <QAction>
#include <QVariant>
#include <algorithm>

#include "ui/shell/studio_settings.h"

namespace bplf::ui {
namespace {

constexpr const char* kKeyId = "keyId";
constexpr const char* kUsualKeys = "usualKeys";

QString shown(const QList<QKeySequence>& keys) {
    return keys.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(keys.first().toString(QKeySequence::NativeText));
}

QStringList wordsOf(const QList<QKeySequence>& keys) {
    QStringList words;
    for (const QKeySequence& key : keys) words << key.toString(QKeySequence::PortableText);
    return words;
}

QList<QKeySequence> keysOf(const QStringList& words) {
    QList<QKeySequence> keys;
    for (const QString& word : words)
        if (!word.isEmpty()) keys << QKeySequence(word, QKeySequence::PortableText);
    return keys;
}

QList<QKeySequence> usualKeys(const QAction* action) {
    return keysOf(action->property(kUsualKeys).toStringList());
}

bool isLocal(const QAction* action) {
    return action->shortcutContext() == Qt::WidgetShortcut ||
           action->shortcutContext() == Qt::WidgetWithChildrenShortcut;
}

}  // namespace

KeyChoices::KeyChoices(StudioSettings* settings, std::vector<Group> groups, std::size_t firstScreen)
    : m_settings(settings), m_groups(std::move(groups)), m_firstScreen(firstScreen) {
    for (const auto& [group, actions] : m_groups) {
        for (QAction* action : actions) {
            const QString text = QString(action->text()).remove(QLatin1Char('&')).remove(QChar(0x2026));
            action->setProperty(kKeyId, QStringLiteral("%1, %2").arg(group, text).replace('/', '|'));
            action->setProperty(kUsualKeys, wordsOf(action->shortcuts()));
        }
    }
    for (const auto& [group, actions] : m_groups)
        for (QAction* action : actions)
            if (isChosen(action)) give(action, keysOf(m_settings->keys(action->property(kKeyId).toString())));
}

bool KeyChoices::isChosen(const QAction* action) const {
    return m_settings->hasKeys(action->property(kKeyId).toString());
}

std::size_t KeyChoices::groupOf(const QAction* action) const {
    const auto has = [action](const Group& group) { return group.second.contains(const_cast<QAction*>(action)); };
    return static_cast<std::size_t>(std::ranges::find_if(m_groups, has) - m_groups.begin());
}

/// Two screens are never in front at once, and what belongs to one part of the window never meets another part's.
bool KeyChoices::canMeet(const QAction* one, const QAction* other) const {
    if (groupOf(one) == groupOf(other)) return true;
    if (isLocal(one) && isLocal(other)) return false;
    return groupOf(one) < m_firstScreen || groupOf(other) < m_firstScreen;
}

QList<QAction*> KeyChoices::rivals(const QAction* action, const QKeySequence& key) const {
    QList<QAction*> found;
    if (key.isEmpty()) return found;
    for (const auto& [group, actions] : m_groups)
        for (QAction* other : actions)
            if (other != action && other->shortcuts().contains(key) && canMeet(action, other)) found << other;
    return found;
}

void KeyChoices::give(QAction* action, const QList<QKeySequence>& keys) const {
    const QString before = shown(action->shortcuts());
    action->setShortcuts(keys);
    if (!before.isEmpty() && action->toolTip().endsWith(before))
        action->setToolTip(action->toolTip().chopped(before.size()) + shown(keys));
}

void KeyChoices::keep(const QAction* action) const {
    const QString id = action->property(kKeyId).toString();
    if (action->shortcuts() == usualKeys(action)) return m_settings->forgetKeys(id);
    m_settings->setKeys(id, wordsOf(action->shortcuts()));
}

void KeyChoices::set(QAction* action, const QList<QKeySequence>& keys) {
    for (const QKeySequence& key : keys) {
        for (QAction* rival : rivals(action, key)) {
            QList<QKeySequence> left = rival->shortcuts();
            left.removeAll(key);
            give(rival, left);
            keep(rival);
        }
    }
    give(action, keys);
    keep(action);
}

void KeyChoices::reset(QAction* action) {
    set(action, usualKeys(action));
}

}  // namespace bplf::ui
