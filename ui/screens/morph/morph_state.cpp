// SPDX-License-Identifier: GPL-3.0-or-later
// What session, history and projects keep of the Morph screen.
#include <QFileInfo>
#include <nlohmann/json.hpp>

#include "core/sample/request_key.h"
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

}  // namespace

QVariantMap MorphScreen::state() const {
    MorphRequest request = m_player->timeline().request();
    if (isPrivate()) std::erase_if(request.keys, [](const MorphKey& key) { return !file_of(key).empty(); });
    return {{"morph", QString::fromStdString(to_json(request).dump())}};
}

void MorphScreen::restoreState(const QVariantMap& state) {
    const std::string text = state.value("morph").toString().toStdString();
    if (text.empty()) return;
    const auto read = capture([&] { return morph_request_from_json(nlohmann::json::parse(text)); });
    if (read.ok()) m_player->edit([&](MorphTimeline& timeline) { timeline.setRequest(read.value()); });
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
    m_player->edit([&](MorphTimeline& timeline) { timeline.forgetKeys(isGone); });
}

}  // namespace bplf::ui
