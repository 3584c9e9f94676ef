// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/model_shelf.h"

#include <QDateTime>
#include <QFileInfo>
#include <algorithm>
#include <set>
#include <utility>

#include "ui/bridge/background.h"
#include "ui/screens/models/model_faces.h"

namespace bplf::ui {
namespace {

struct ReadModel {
    inspect::ModelFacts facts;
    QImage faces;
};

QString pathText(const std::filesystem::path& path) {
    return QString::fromStdU16String(path.u16string());
}

ShelvedModel shelved(const inspect::FoundModel& found) {
    ShelvedModel model;
    model.path = pathText(found.path);
    model.name = QString::fromStdString(found.name);
    model.origin = found.origin;
    model.written = QFileInfo(model.path).lastModified().toMSecsSinceEpoch();
    return model;
}

ReadModel readModel(const QString& path) {
    ReadModel model{inspect::read_model_facts(path.toStdU16String()), {}};
    model.faces = keptFaces(QString::fromStdString(model.facts.sha256));
    return model;
}

}  // namespace

/// A model, and the place that brought it here.
struct ModelShelf::Found {
    ShelvedModel model;
    QString place;
    QString file;  ///< that a path through links leads to
};

ModelShelf::ModelShelf(EngineBridge* bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
    m_pool.setMaxThreadCount(1);
}

ModelShelf::~ModelShelf() {
    m_pool.clear();
    m_pool.waitForDone();
}

EngineBridge* ModelShelf::work() {
    if (!m_work) m_work = std::make_unique<EngineBridge>(m_bridge->factory());
    return m_work.get();
}

int ModelShelf::indexOf(const QString& path) const {
    const auto found = std::ranges::find(m_models, path, &ShelvedModel::path);
    return found == m_models.end() ? -1 : static_cast<int>(found - m_models.begin());
}

ShelvedModel* ModelShelf::at(const QString& path) {
    const int index = indexOf(path);
    return index < 0 ? nullptr : &m_models[static_cast<std::size_t>(index)];
}

void ModelShelf::setPlaces(const QStringList& places) {
    if (places == m_places) return;
    m_places = places;
    refresh();
}

void ModelShelf::addPlaces(const QStringList& places) {
    QStringList all = m_places;
    for (const QString& place : places) {
        if (all.contains(place)) continue;
        all.prepend(place);
        m_newPlaces << place;
    }
    setPlaces(all);
}

void ModelShelf::removePlace(const QString& place) {
    QStringList rest = m_places;
    rest.removeAll(place);
    setPlaces(rest);
}

QString ModelShelf::placeOf(int model) const {
    return model < 0 ? QString() : m_placeOf.at(static_cast<std::size_t>(model));
}

void ModelShelf::setActive(bool active) {
    m_isActive = active;
    if (active && m_isStale) return refresh();
    if (active) return drawNext();
    // What is being drawn starts anew when the screen comes back.
    if (m_drawing != 0) m_work->cancelBatch(std::exchange(m_drawing, 0));
    Q_EMIT settledChanged();
}

void ModelShelf::refresh() {
    m_isStale = !m_isActive;
    if (m_isStale) return;
    ++m_tasks;
    runInBackground<std::vector<Found>>(
        this,
        [places = m_places] {
            std::vector<Found> found;
            const auto add = [&](const std::vector<inspect::FoundModel>& models, const QString& place) {
                for (const inspect::FoundModel& model : models)
                    found.push_back({shelved(model), place, QFileInfo(pathText(model.path)).canonicalFilePath()});
            };
            add(inspect::embedded_models(), {});
            for (const QString& place : places) add(inspect::find_models(place.toStdU16String()), place);
            return found;
        },
        [this, places = m_places](const Result<std::vector<Found>>& found) {
            --m_tasks;
            if (found.ok()) adopt(places, found.value());
            Q_EMIT settledChanged();
        },
        &m_pool);
}

void ModelShelf::adopt(const QStringList& searched, const std::vector<Found>& found) {
    std::vector<ShelvedModel> models;
    std::vector<QString> places;
    std::set<QString> known;
    for (const Found& one : found) {
        if (!known.insert(one.file).second) continue;
        const ShelvedModel* before = at(one.model.path);
        models.push_back(before != nullptr && before->written == one.model.written ? *before : one.model);
        places.push_back(one.place);
    }
    m_models = std::move(models);
    m_placeOf = std::move(places);
    Q_EMIT listChanged();
    for (const QString& place : searched)
        if (m_newPlaces.removeAll(place) > 0 && std::ranges::find(found, place, &Found::place) == found.end())
            Q_EMIT nothingFound(place);
    readNext();
}

void ModelShelf::readNext() {
    const auto next =
        std::ranges::find_if(m_models, [](const ShelvedModel& model) { return !model.facts && !model.problem; });
    if (m_isReading || next == m_models.end()) {
        if (!m_isReading) drawNext();
        return;
    }
    m_isReading = true;
    ++m_tasks;
    runInBackground<ReadModel>(
        this, [path = next->path] { return readModel(path); },
        [this, path = next->path](const Result<ReadModel>& result) {
            --m_tasks;
            m_isReading = false;
            if (ShelvedModel* model = at(path)) {
                if (result.ok()) {
                    model->facts = std::make_shared<const inspect::ModelFacts>(result.value().facts);
                    model->faces = result.value().faces;
                } else {
                    model->problem = result.error();
                }
                Q_EMIT modelChanged(indexOf(path));
            }
            readNext();
            Q_EMIT settledChanged();
        },
        &m_pool);
}

void ModelShelf::drawNext() {
    if (!m_isActive || m_drawing != 0) return;
    const auto next = std::ranges::find_if(
        m_models, [](const ShelvedModel& model) { return model.canDraw() && model.faces.isNull() && !model.problem; });
    if (next == m_models.end()) return;
    m_drawing = work()->runBatch<QImage>(
        [path = next->path, sha256 = QString::fromStdString(next->facts->sha256)](
            Engine& engine, const std::stop_token& stop) { return drawFaces(engine, path, sha256, stop); },
        this, [this, path = next->path](const Result<QImage>& faces) { takeFaces(path, faces); });
}

void ModelShelf::takeFaces(const QString& path, const Result<QImage>& faces) {
    const bool wasStopped = !faces.ok() && faces.error().kind() == ErrorKind::kInterrupted;
    if (wasStopped) return;
    m_drawing = 0;
    if (ShelvedModel* model = at(path)) {
        if (faces.ok())
            model->faces = faces.value();
        else
            model->problem = faces.error();
        Q_EMIT modelChanged(indexOf(path));
    }
    drawNext();
    Q_EMIT settledChanged();
}

}  // namespace bplf::ui
