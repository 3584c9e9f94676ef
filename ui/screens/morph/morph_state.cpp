// SPDX-License-Identifier: GPL-3.0-or-later
// What session, history and projects keep of the Morph screen.
#include <QFileInfo>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/sample/request_draft.h"
#include "core/sample/request_key.h"
#include "ui/screens/change_names.h"
#include "ui/screens/morph/morph_page.h"
#include "ui/screens/morph/morph_screen.h"

namespace bplf::ui {
namespace {

LabelMix meanOfKeys(const std::vector<MorphKey>& keys) {
    LabelMix mean;
    for (std::size_t i = 0; i < keys.size(); ++i)
        mean = i == 0 ? keys[i].look.mix : blendMixes(mean, keys[i].look.mix, 1.0 / static_cast<double>(i + 1));
    return mean;
}

QVariantMap stateOf(const MorphRequest& request) {
    return {{"morph", QString::fromStdString(to_json(request).dump())}};
}

std::optional<MorphRequest> requestOf(const QVariantMap& state) {
    const std::string text = state.value("morph").toString().toStdString();
    if (text.empty()) return std::nullopt;
    const auto read = capture([&] { return morph_draft_from_json(nlohmann::json::parse(text)); });
    return read.ok() ? std::optional(read.value()) : std::nullopt;
}

/// Of as many keys before as after.
QString nameOfKeyChange(const std::vector<MorphKey>& before, const std::vector<MorphKey>& after) {
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < after.size(); ++i)
        if (before[i] != after[i]) changed.push_back(i);
    const bool isPlaced = std::ranges::any_of(changed, [&](std::size_t i) { return before[i].at != after[i].at; });
    if (isPlaced) return MorphScreen::tr("moving a key");
    if (changed.size() != 1) return MorphScreen::tr("the keys");
    const MorphKey &was = before[changed[0]], &is = after[changed[0]];
    const QString look = nameOfLookChange(was.look, is.look);
    if (!look.isEmpty()) return MorphScreen::tr("%1 of key %2").arg(look).arg(changed[0] + 1);
    return MorphScreen::tr("key %1").arg(changed[0] + 1);
}

}  // namespace

QVariantMap MorphScreen::state() const {
    MorphRequest request = m_player->timeline().request();
    if (isPrivate()) std::erase_if(request.keys, [](const MorphKey& key) { return !file_of(key).empty(); });
    return stateOf(request);
}

QVariantMap MorphScreen::stateWithPhotos() const {
    return stateOf(m_player->timeline().request());
}

void MorphScreen::restoreState(const QVariantMap& state) {
    const auto read = requestOf(state);
    if (read) m_player->edit([&](MorphTimeline& timeline) { timeline.setRequest(*read); });
}

void MorphScreen::reset() {
    MorphRequest request;
    request.model = m_player->timeline().request().model;
    request.model_sha256 = m_player->timeline().request().model_sha256;
    m_player->edit([&](MorphTimeline& timeline) { timeline.setRequest(request); });
}

QString MorphScreen::nameOfChange(const QVariantMap& before, const QVariantMap& after) const {
    const MorphRequest was = requestOf(before).value_or(MorphRequest{}), is = requestOf(after).value_or(MorphRequest{});
    if (was.keys.size() < is.keys.size())
        return is.keys.size() - was.keys.size() == 1 ? tr("a new key") : tr("new keys");
    if (was.keys.size() > is.keys.size())
        return was.keys.size() - is.keys.size() == 1 ? tr("removing a key") : tr("removing keys");
    if (was.frames != is.frames) return tr("length %1 frames").arg(is.frames);
    if (was.fps != is.fps) return tr("%1 frames per second").arg(is.fps);
    if (was.path != is.path) return tr("the path");
    if (was.loop != is.loop) return is.loop ? tr("the loop") : tr("no loop");
    if (was.as != is.as) return tr("the size of the faces");
    return nameOfKeyChange(was.keys, is.keys);
}

std::optional<Snapshot> MorphScreen::snapshot() const {
    const MorphTimeline& timeline = m_player->timeline();
    if (!timeline.isPlayable()) return std::nullopt;
    Snapshot snapshot;
    project::HistoryRecord& facts = snapshot.facts;
    for (std::size_t i = 0; i < timeline.size(); ++i) {
        const Image* picture = m_player->thumbnail(i);
        if (picture != nullptr && snapshot.pictures.size() < 4) snapshot.pictures.push_back(*picture);
        const std::string file = file_of(timeline.key(i));
        if (!file.empty()) facts.photos.push_back(file);
    }
    facts.kind = m_film.isEmpty() ? "edit" : "film";
    facts.mix = meanOfKeys(timeline.request().keys);
    const QString keys =
        tr("%1 keys, %2 to %3")
            .arg(timeline.size())
            .arg(shortLabel(timeline.key(0).look.mix), shortLabel(timeline.key(timeline.size() - 1).look.mix));
    facts.title = (m_film.isEmpty() ? keys : tr("%1: %2").arg(QFileInfo(m_film).fileName(), keys)).toStdString();
    snapshot.essence = m_film.toStdString() + to_json(timeline.request()).dump();
    return snapshot;
}

void MorphScreen::forgetPhotos(const QStringList& photos) {
    const auto isGone = [&](const MorphKey& key) {
        const std::string file = file_of(key);
        return !file.empty() && photos.contains(QString::fromStdString(file));
    };
    m_player->edit([&](MorphTimeline& timeline) { timeline.removeKeys(isGone); });
}

}  // namespace bplf::ui
