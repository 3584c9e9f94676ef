// SPDX-License-Identifier: GPL-3.0-or-later
// Posts work to the worker's thread and brings results home. The pacing of the interactive lane keeps
// a fast drag from restarting a drawing that was about to finish, which would show nothing at all.
#include "ui/bridge/engine_bridge.h"

#include <QTimer>
#include <algorithm>
#include <mutex>

namespace bplf::ui {
namespace {

/// How long a running drawing is left alone when newer input waits, in milliseconds.
constexpr int kPatience = 120;

}  // namespace

/// Cells on their way to the UI thread; one wake-up is under way at most.
struct EngineBridge::Staging {
    std::mutex mutex;
    Ticket ticket = 0;
    std::vector<Cell> cells;
    bool woken = false;
};

EngineBridge::EngineBridge(EngineFactory factory, QObject* parent)
    : QObject(parent), m_factory(factory), m_patience(new QTimer(this)), m_staging(std::make_shared<Staging>()) {
    m_patience->setSingleShot(true);
    connect(m_patience, &QTimer::timeout, this, &EngineBridge::startPending);
    m_worker = std::make_unique<Worker>(std::move(factory), [this](const Error& error) {
        deliver(this, [this, error] {
            m_running = 0;
            m_pending.reset();
            m_batch.clear();
            Q_EMIT engineFailed(error);
            Q_EMIT busyChanged();
        });
    });
}

EngineBridge::~EngineBridge() = default;

void EngineBridge::deliver(const QPointer<QObject>& guard, std::function<void()> call) {
    QMetaObject::invokeMethod(
        this,
        [guard, call = std::move(call)] {
            if (guard) call();
        },
        Qt::QueuedConnection);
}

void EngineBridge::loadModel(const QString& model) {
    using Loaded = std::pair<ModelInfo, std::vector<std::string>>;
    m_loading.emplace();
    Q_EMIT modelLoading(model);
    stopInteractive();
    const std::stop_token own = m_loading->get_token();
    runBatch<Loaded>(
        [name = model.toStdString(), own](Engine& engine, const std::stop_token&) -> Result<Loaded> {
            if (own.stop_requested()) return Error(ErrorKind::kInterrupted, "Stopped.", name);
            Result<ModelInfo> info = engine.load_model(name, own);
            if (!info.ok()) return info.error();
            return Loaded{std::move(info).value(), engine.embedded_models()};
        },
        this,
        [this, model, own](const Result<Loaded>& loaded) {
            // Another may be on its way by now.
            if (m_loading && m_loading->get_token() == own) m_loading.reset();
            if (!loaded.ok()) {
                Q_EMIT modelFailed(model, loaded.error());
                return;
            }
            m_model = loaded.value().first;
            m_embedded.clear();
            for (const auto& name : loaded.value().second) m_embedded << QString::fromStdString(name);
            Q_EMIT modelLoaded(*m_model);
        });
}

void EngineBridge::cancelLoading() {
    if (m_loading) m_loading->request_stop();
}

EngineBridge::Ticket EngineBridge::sample(const SampleRequest& request, std::vector<int> first) {
    const Ticket ticket = m_newest + 1;
    const auto stage = [this, ticket, staging = m_staging](Cell cell) {
        const std::lock_guard lock(staging->mutex);
        if (staging->ticket != ticket) staging->cells.clear();
        staging->ticket = ticket;
        staging->cells.push_back(std::move(cell));
        if (std::exchange(staging->woken, true)) return;
        deliver(this, [this] { takeStaged(); });
    };
    m_sample = ticket;
    postInteractive(
        [this, ticket, request, stage, first = std::move(first)](Engine& engine, const std::stop_token& stop) {
            auto summary = std::make_shared<Result<SampleSummary>>(engine.sample(request, stage, stop, first));
            deliver(this, [this, ticket, summary] {
                takeStaged();
                if (summary->ok()) {
                    Q_EMIT sampleFinished(ticket, summary->value());
                } else if (ticket == m_sample) {
                    Q_EMIT sampleFailed(ticket, summary->error());
                }
            });
        });
    return ticket;
}

void EngineBridge::takeStaged() {
    std::vector<Cell> cells;
    Ticket ticket = 0;
    {
        const std::lock_guard lock(m_staging->mutex);
        cells.swap(m_staging->cells);
        ticket = m_staging->ticket;
        m_staging->woken = false;
    }
    if (!cells.empty()) Q_EMIT cellsReady(ticket, cells);
}

EngineBridge::Ticket EngineBridge::morphFrames(const MorphRequest& request, int from, int to, QObject* guard,
                                               FrameReply frame, Reply<SampleSummary> done) {
    const QPointer<QObject> alive(guard);
    return runInteractive<SampleSummary>(
        [this, request, from, to, alive, frame = std::move(frame)](Engine& engine, const std::stop_token& stop) {
            const auto sink = [&](int index, const Image& image) {
                deliver(alive, [frame, index, image] { frame(index, image); });
            };
            return engine.morph(request, sink, stop, from, to);
        },
        guard, std::move(done));
}

void EngineBridge::stopInteractive() {
    m_patience->stop();
    m_pending.reset();
    m_running = 0;
    m_worker->cancel_interactive();
    Q_EMIT busyChanged();
}

EngineBridge::Ticket EngineBridge::findFaces(const Photo& photo, const FaceOptions& options, QObject* guard,
                                             Reply<std::vector<Face>> reply) {
    return runBatch<std::vector<Face>>(
        [photo, options](Engine& engine, const std::stop_token&) { return engine.find_faces(*photo, options); }, guard,
        std::move(reply));
}

EngineBridge::Ticket EngineBridge::cropFace(const Photo& photo, const Face& face, double margin, double roll,
                                            QObject* guard, Reply<Image> reply) {
    return runBatch<Image>(
        [photo, face, margin, roll](Engine& engine, const std::stop_token&) {
            return engine.crop_face(*photo, face, margin, roll);
        },
        guard, std::move(reply));
}

EngineBridge::Ticket EngineBridge::encode(const Image& crop, const LabelMix& mix, QObject* guard,
                                          Reply<Encoding> reply) {
    return runBatch<Encoding>(
        [crop, mix](Engine& engine, const std::stop_token& stop) { return engine.encode(crop, mix, stop); }, guard,
        std::move(reply));
}

EngineBridge::Ticket EngineBridge::latentOf(const SampleRequest& request, int cell, QObject* guard,
                                            Reply<Latent> reply) {
    return runBatch<Latent>(
        [request, cell](Engine& engine, const std::stop_token&) { return engine.latent_of(request, cell); }, guard,
        std::move(reply));
}

EngineBridge::Ticket EngineBridge::decode(const Latent& latent, const std::vector<Look>& looks, QObject* guard,
                                          Reply<std::vector<Cell>> reply) {
    return runInteractive<std::vector<Cell>>(
        [latent, looks](Engine& engine, const std::stop_token& stop) -> Result<std::vector<Cell>> {
            std::vector<Cell> cells;
            for (const Look& look : looks) {
                if (stop.stop_requested()) return Error(ErrorKind::kInterrupted, "Stopped.");
                Result<Cell> cell = engine.decode(latent, look);
                if (!cell.ok()) return cell.error();
                cells.push_back(std::move(cell).value());
                cells.back().index = static_cast<int>(cells.size()) - 1;
            }
            return cells;
        },
        guard, std::move(reply));
}

EngineBridge::Ticket EngineBridge::postInteractive(EngineJob job) {
    const Ticket ticket = ++m_newest;
    m_pending.emplace(ticket, std::move(job));
    if (m_running == 0) {
        startPending();
    } else if (!m_patience->isActive()) {
        m_patience->start(kPatience);
    }
    Q_EMIT busyChanged();
    return ticket;
}

void EngineBridge::startPending() {
    m_patience->stop();
    if (!m_pending) return;
    auto [ticket, job] = std::move(*m_pending);
    m_pending.reset();
    m_running = ticket;
    m_worker->post_interactive([this, ticket, job = std::move(job)](Engine& engine, const std::stop_token& stop) {
        job(engine, stop);
        deliver(this, [this, ticket] { interactiveDone(ticket); });
    });
}

void EngineBridge::interactiveDone(Ticket ticket) {
    if (ticket != m_running) return;
    m_running = 0;
    startPending();
    Q_EMIT busyChanged();
}

EngineBridge::Ticket EngineBridge::postBatch(EngineJob job) {
    const Ticket ticket = ++m_newest;
    const std::uint64_t id =
        m_worker->post_batch([this, ticket, job = std::move(job)](Engine& engine, const std::stop_token& stop) {
            job(engine, stop);
            deliver(this, [this, ticket] {
                std::erase_if(m_batch, [ticket](const auto& entry) { return entry.first == ticket; });
                Q_EMIT busyChanged();
            });
        });
    m_batch.emplace_back(ticket, id);
    Q_EMIT busyChanged();
    return ticket;
}

void EngineBridge::cancelBatch(Ticket ticket) {
    const auto found = std::ranges::find(m_batch, ticket, [](const auto& entry) { return entry.first; });
    if (found == m_batch.end()) return;
    m_worker->cancel_batch(found->second);
    m_batch.erase(found);
    Q_EMIT busyChanged();
}

void EngineBridge::yieldToInteractive() {
    m_worker->yield_to_interactive();
}

}  // namespace bplf::ui
