// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/history_keeper.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QTimer>
#include <algorithm>

#include "core/base/sha256.h"
#include "ui/bridge/code_store.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/model_opening.h"
#include "ui/bridge/state_json.h"
#include "ui/history/history_model.h"
#include "ui/history/history_strip.h"
#include "ui/screens/screen.h"

namespace bplf::ui {
namespace {

constexpr std::size_t kKeyDigits = 16;

std::string keyOf(const Snapshot& snapshot, const ModelInfo* model) {
    const std::string text = snapshot.essence + (model != nullptr ? model->sha256 : std::string());
    return sha256_hex(std::as_bytes(std::span(text))).substr(0, kKeyDigits);
}

QString nameOfModel(const project::HistoryRecord& record) {
    const QString model = QString::fromStdString(record.model);
    const QFileInfo file(model);
    return file.fileName() == QLatin1String("model.safetensors") ? QFileInfo(file.path()).fileName() : file.fileName();
}

}  // namespace

HistoryKeeper::HistoryKeeper(EngineBridge* bridge, const std::vector<Screen*>& screens, const QString& folder,
                             QObject* parent)
    : QObject(parent),
      m_bridge(bridge),
      m_model(new HistoryModel(folder, this)),
      m_opening(new ModelOpening(bridge, this)) {
    m_watches.reserve(screens.size());
    for (Screen* screen : screens) watch(screen);
    makeActions();
    connect(m_model, &HistoryModel::messageRaised, this, &HistoryKeeper::messageRaised);
    connect(m_model, &HistoryModel::loaded, this, [this] {
        for (Watch& watch : m_watches) {
            const auto* newest = m_model->newestOf(watch.screen->id().toStdString());
            if (newest != nullptr && watch.last.empty()) watch.last = newest->key;
            watch.rest->start();
        }
    });
}

HistoryStrip* HistoryKeeper::strip() {
    if (m_strip != nullptr) return m_strip;
    m_strip = new HistoryStrip(m_model);
    connect(m_strip, &HistoryStrip::restoreRequested, this, &HistoryKeeper::restore);
    connect(m_strip, &HistoryStrip::chosenChanged, this, &HistoryKeeper::updateActions);
    for (QAction* action : m_stateActions) m_strip->list()->addAction(action);
    updateActions();
    return m_strip;
}

void HistoryKeeper::watch(Screen* screen) {
    auto* rest = new QTimer(this);
    rest->setSingleShot(true);
    rest->setInterval(kRestMs);
    m_watches.push_back({screen, rest, {}});
    connect(rest, &QTimer::timeout, this, [this, place = m_watches.size() - 1] { take(m_watches[place]); });
    for (auto changed : {&Screen::stateEdited, &Screen::settledChanged})
        connect(screen, changed, rest, qOverload<>(&QTimer::start));
}

HistoryKeeper::Watch* HistoryKeeper::watchOf(const std::string& screen) {
    const auto found =
        std::ranges::find_if(m_watches, [&](const Watch& watch) { return watch.screen->id().toStdString() == screen; });
    return found == m_watches.end() ? nullptr : &*found;
}

void HistoryKeeper::take(Watch& watch) {
    if (m_model->isLoading()) return;  // loaded() looks again
    if (QGuiApplication::mouseButtons() != Qt::NoButton) return watch.rest->start();
    if (!watch.screen->isSettled()) return;  // settledChanged() looks again
    std::optional<Snapshot> snapshot = watch.screen->snapshot();
    if (!snapshot || (m_isPrivate && !snapshot->facts.photos.empty())) return;
    const ModelInfo* model = m_bridge->model();
    const std::string key = keyOf(*snapshot, model);
    if (key == watch.last) return;
    watch.last = key;
    project::HistoryRecord record = std::move(snapshot->facts);
    record.time = QDateTime::currentMSecsSinceEpoch();
    record.id = project::new_record_id(record.time);
    record.screen = watch.screen->id().toStdString();
    record.key = key;
    record.state = jsonOfState(watch.screen->state());
    if (model != nullptr) {
        const bool isEmbedded = m_bridge->embeddedModels().contains(QString::fromStdString(model->name));
        record.model = isEmbedded ? model->name : model->path;
        record.model_sha256 = model->sha256;
    }
    m_model->add(record, std::move(snapshot->pictures), std::move(snapshot->face));
}

void HistoryKeeper::flush() {
    for (Watch& watch : m_watches) {
        if (!watch.rest->isActive()) continue;
        watch.rest->stop();
        take(watch);
    }
}

void HistoryKeeper::setPrivate(bool isPrivate) {
    if (isPrivate == m_isPrivate) return;
    m_isPrivate = isPrivate;
    m_private->setChecked(isPrivate);
    for (const Watch& watch : m_watches) watch.screen->setPrivate(isPrivate);
    Q_EMIT privacyChanged(isPrivate);
}

void HistoryKeeper::restore(int row) {
    if (row < 0 || row >= m_model->rowCount()) return;
    flush();
    const project::HistoryRecord record = m_model->record(row);
    const Watch* watch = watchOf(record.screen);
    if (watch != nullptr && !watch->screen->canRestoreState()) {
        Q_EMIT messageRaised(information(tr("%1 is busy and cannot go back now.").arg(watch->screen->title()),
                                         tr("Stop it there, or wait until it has finished.")));
        return;
    }
    Q_EMIT modeRequested(QString::fromStdString(record.screen));
    m_opening->open(QString::fromStdString(record.model), QString::fromStdString(record.model_sha256),
                    [this, record] { apply(record); });
}

void HistoryKeeper::apply(const project::HistoryRecord& record) {
    Watch* watch = watchOf(record.screen);
    QVariantMap state = stateOfJson(record.state);
    if (watch == nullptr || state.isEmpty()) {
        Q_EMIT messageRaised(information(tr("This state cannot be shown by this version."), {}));
        return;
    }
    watch->last = record.key;
    const QString face = m_model->faceFile(record);
    if (!face.isEmpty()) state[QStringLiteral("faceFile")] = face;
    watch->screen->restoreState(state);
    warnOfModel(record);
}

void HistoryKeeper::warnOfModel(const project::HistoryRecord& record) {
    const ModelInfo* model = m_bridge->model();
    if (record.model_sha256.empty() || (model != nullptr && model->sha256 == record.model_sha256)) return;
    Message message;
    message.severity = Message::Severity::kWarning;
    const bool isThere = m_opening->isThere(QString::fromStdString(record.model));
    message.what = isThere ? tr("The model %1 is not what it was, so the faces differ.").arg(nameOfModel(record))
                           : tr("The model %1 is not there any more, so the faces differ.").arg(nameOfModel(record));
    message.todo = tr("Everything that this model understands was brought back.");
    Q_EMIT messageRaised(message);
}

/// Files, hashes and codes that belong to the same photos.
QStringList HistoryKeeper::everythingOf(QStringList photos) const {
    const auto isKnown = [&photos](const std::string& word) { return photos.contains(QString::fromStdString(word)); };
    for (const project::HistoryRecord& record : m_model->all()) {
        // A film may be of several persons: one of them says nothing of the others.
        if (record.screen != "encode") continue;
        const bool isOfCode = std::ranges::any_of(photos, [&](const QString& word) {
            return std::ranges::any_of(
                record.photos, [&](const std::string& hash) { return isCodeOf(word, QString::fromStdString(hash)); });
        });
        if (!isOfCode && std::ranges::none_of(record.photos, isKnown)) continue;
        for (const std::string& word : record.photos)
            if (!isKnown(word)) photos << QString::fromStdString(word);
    }
    for (qsizetype i = 0, count = photos.size(); i < count; ++i) photos << codesOfPhoto(photos[i]);
    return photos;
}

QStringList HistoryKeeper::photosInQuestion() const {
    const int row = m_strip != nullptr && m_strip->isVisible() ? m_strip->chosen() : -1;
    QStringList photos;
    if (row >= 0)
        for (const std::string& word : m_model->record(row).photos) photos << QString::fromStdString(word);
    return photos.isEmpty() && m_front != nullptr ? m_front->photos() : photos;
}

void HistoryKeeper::forgetPhoto() {
    const QStringList photos = everythingOf(photosInQuestion());
    if (photos.isEmpty()) return;
    for (const Watch& watch : m_watches) watch.screen->forgetPhotos(photos);
    const int before = m_model->total();
    m_model->remove([photos](const project::HistoryRecord& record) {
        return std::ranges::any_of(
            record.photos, [&](const std::string& word) { return photos.contains(QString::fromStdString(word)); });
    });
    for (const QString& file : photos)
        if (QFileInfo(file).path() == codeStore()) QFile::remove(file);
    Q_EMIT photosForgotten(photos);
    Q_EMIT messageRaised(
        information(tr("The photo is forgotten: %1 states, its codes, and its place in the sessions are gone.")
                        .arg(before - m_model->total()),
                    tr("The photo's own file, and what you saved or exported yourself, stay.")));
}

}  // namespace bplf::ui
