// SPDX-License-Identifier: GPL-3.0-or-later
// The models that the Models screen knows: found, read and drawn off the UI thread.
#pragma once

#include <QImage>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <memory>
#include <optional>
#include <vector>

#include "core/inspect/find_models.h"
#include "core/inspect/model_facts.h"
#include "ui/bridge/engine_bridge.h"

namespace bplf::ui {

/// One card. A value of the UI thread.
struct ShelvedModel {
    QString path;  ///< of the weights
    QString name;
    inspect::ModelOrigin origin = inspect::ModelOrigin::kFolder;
    std::shared_ptr<const inspect::ModelFacts> facts;  ///< none while it is read, and where it cannot be
    std::optional<Error> problem;                      ///< why it cannot be read, or cannot draw
    QImage faces;                                      ///< null until drawn; of flows alone
    qint64 written = 0;                                ///< when the file was, in ms since 1970

    /// What an engine loads it by.
    QString loadName() const { return origin == inspect::ModelOrigin::kEmbedded ? name : path; }
    bool canDraw() const { return facts && facts->kind == inspect::ModelKind::kFlow; }
};

/// The models of the program first, then those of the places (folders, runs, files), in their order; each file once.
class ModelShelf : public QObject {
    Q_OBJECT

  public:
    explicit ModelShelf(EngineBridge* bridge, QObject* parent = nullptr);
    ~ModelShelf() override;

    const std::vector<ShelvedModel>& models() const { return m_models; }
    /// -1 where there is none.
    int indexOf(const QString& path) const;
    const QStringList& places() const { return m_places; }
    void setPlaces(const QStringList& places);
    /// The newest place comes first; one that is known already stays where it is.
    void addPlaces(const QStringList& places);
    void removePlace(const QString& place);
    /// The place that brought this model here; empty for those of the program.
    QString placeOf(int model) const;
    /// Looks again at every place; what was read and drawn of files that did not change is kept.
    void refresh();
    /// Nothing is looked for, and no face drawn, before it is first true; drawing rests while it is false.
    void setActive(bool active);

    /// For what needs a model's network, apart from the engine that the other screens draw with. Made when first asked.
    EngineBridge* work();
    bool isSettled() const { return m_tasks == 0 && m_drawing == 0; }

  Q_SIGNALS:
    void listChanged();
    /// No model is in a place that was added.
    void nothingFound(const QString& place);
    void modelChanged(int model);
    void settledChanged();

  private:
    struct Found;
    void adopt(const QStringList& searched, const std::vector<Found>& found);
    void readNext();
    void drawNext();
    void takeFaces(const QString& path, const Result<QImage>& faces);
    ShelvedModel* at(const QString& path);

    EngineBridge* m_bridge;
    std::unique_ptr<EngineBridge> m_work;
    QThreadPool m_pool;  ///< one thread: files are read one after another
    QStringList m_places, m_newPlaces;
    std::vector<ShelvedModel> m_models;
    std::vector<QString> m_placeOf;
    int m_tasks = 0;
    quint64 m_drawing = 0;
    bool m_isActive = false, m_isStale = true, m_isReading = false;
};

}  // namespace bplf::ui
