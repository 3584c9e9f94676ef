// SPDX-License-Identifier: GPL-3.0-or-later
// Every change writes the whole small file again.
#include "ui/screens/data/review_decisions.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "core/base/result.h"

namespace bplf::ui {

bool isPending(const ReviewItem& item, const Override* decision) {
    if (decision == nullptr) return item.decided.has_value();
    if (decision->action == OverrideAction::kKeep) return !item.kept() && item.decided != OverrideAction::kKeep;
    if (item.decided != decision->action) return true;
    return decision->action == OverrideAction::kRelabel && item.label != decision->label;
}

bool canBeKept(const ReviewItem& item) {
    constexpr std::array never{"decode_error", "no_frame", "unknown_label", "excluded_label"};
    return !item.pixel_sha256.empty() && std::ranges::find(never, item.reason) == never.end();
}

ReviewDecisions::ReviewDecisions(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(1);
}

ReviewDecisions::~ReviewDecisions() {
    m_pool.waitForDone();
}

void ReviewDecisions::open(const QString& folder, const Overrides& overrides) {
    m_folder = folder;
    m_overrides = overrides;
    m_isTouched = false;
    Q_EMIT changed();
}

void ReviewDecisions::set(const std::string& hash, const std::optional<Override>& decision) {
    if (decision) {
        m_overrides.set(hash, *decision);
    } else {
        m_overrides.erase(hash);
    }
}

void ReviewDecisions::decide(const std::vector<std::string>& hashes, const std::optional<Override>& decision) {
    Step was, is;
    for (const std::string& hash : hashes) {
        const Override* before = m_overrides.find(hash);
        const auto now = before ? std::optional(*before) : std::nullopt;
        if (now == decision) continue;
        was.emplace(hash, now);
        is.emplace(hash, decision);
    }
    if (was.empty()) return;
    apply(m_folder, is);
    Q_EMIT decided(m_folder, was, is);
}

void ReviewDecisions::apply(const QString& folder, const Step& step) {
    if (folder != m_folder) return;
    for (const auto& [hash, decision] : step) set(hash, decision);
    m_isTouched = true;
    save();
    Q_EMIT changed();
}

void ReviewDecisions::save() {
    ++m_saving;
    Q_EMIT savingChanged();
    m_pool.start(
        [this, path = std::filesystem::path(m_folder.toStdString()) / kOverridesName, overrides = m_overrides] {
            auto saved = std::make_shared<Result<void>>(capture([&] { overrides.write(path); }));
            // The destructor waits for the pool, so `this` is alive; the event may never be delivered.
            QMetaObject::invokeMethod(
                this,
                [this, saved] {
                    --m_saving;
                    if (!saved->ok()) Q_EMIT saveFailed(saved->error());
                    Q_EMIT savingChanged();
                },
                Qt::QueuedConnection);
        });
}

void ReviewDecisions::waitUntilSaved() {
    m_pool.waitForDone();
}

}  // namespace bplf::ui
