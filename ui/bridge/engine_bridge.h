// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where engine calls become Qt signals and callbacks on the UI thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/engine/worker.h"

class QTimer;

namespace bplf::ui {

/// Owns the Worker. Never blocks its caller. Every reply arrives on this object's thread, and only
/// while its `guard` lives. Two lanes: *interactive* (latest wins, paced so that a running drawing
/// is given a moment to finish before a newer one replaces it) and *batch* (first in, first out).
class EngineBridge : public QObject {
    Q_OBJECT

  public:
    using Ticket = quint64;
    template <typename T>
    using Work = std::function<Result<T>(Engine&, const std::stop_token&)>;
    template <typename T>
    using Reply = std::function<void(const Result<T>&)>;
    using FrameReply = std::function<void(int frame, const Image&)>;

    explicit EngineBridge(EngineFactory factory, QObject* parent = nullptr);
    ~EngineBridge() override;

    /// Makes engines like this one's, for work that must not keep it from drawing.
    const EngineFactory& factory() const { return m_factory; }
    /// The current model, or nullptr before the first one is loaded.
    const ModelInfo* model() const { return m_model ? &*m_model : nullptr; }
    const QStringList& embeddedModels() const { return m_embedded; }
    /// The old model stays the current one until this one's file is read and found sound.
    void loadModel(const QString& model);
    /// Gives up loading: modelFailed() comes with kInterrupted, and the old model stays. Nothing when none is loaded.
    void cancelLoading();
    bool isLoading() const { return m_loading.has_value(); }

    /// Interactive: draws the request; cells arrive by cellReady, then sampleFinished or sampleFailed.
    Ticket sample(const SampleRequest& request, std::vector<int> first = {});
    /// Interactive: frames [from, to) of a morph.
    Ticket morphFrames(const MorphRequest& request, int from, int to, QObject* guard, FrameReply frame,
                       Reply<SampleSummary> done);
    /// Stops what runs and drops what waits on the interactive lane.
    void stopInteractive();
    /// True while interactive work waits or runs.
    bool isInteractiveBusy() const { return m_running != 0 || m_pending.has_value(); }

    /// Photos are shared, not copied: a drag of the crop asks again and again.
    using Photo = std::shared_ptr<const Image>;
    Ticket findFaces(const Photo& photo, const FaceOptions& options, QObject* guard, Reply<std::vector<Face>> reply);
    Ticket cropFace(const Photo& photo, const Face& face, double margin, double roll, QObject* guard,
                    Reply<Image> reply);
    Ticket encode(const Image& crop, const LabelMix& mix, QObject* guard, Reply<Encoding> reply);
    Ticket latentOf(const SampleRequest& request, int cell, QObject* guard, Reply<Latent> reply);
    /// Interactive, so that a drag wins: one picture per look.
    Ticket decode(const Latent& latent, const std::vector<Look>& looks, QObject* guard, Reply<std::vector<Cell>> reply);
    void cancelBatch(Ticket ticket);
    bool isBatchBusy() const { return !m_batch.empty(); }

    /// Any other work. Long batch work calls yieldToInteractive() between its pieces.
    template <typename T>
    Ticket runBatch(Work<T> work, QObject* guard, Reply<T> reply) {
        return postBatch(wrap<T>(std::move(work), guard, std::move(reply)));
    }
    template <typename T>
    Ticket runInteractive(Work<T> work, QObject* guard, Reply<T> reply) {
        return postInteractive(wrap<T>(std::move(work), guard, std::move(reply)));
    }
    /// Only from inside batch work, on the worker's thread.
    void yieldToInteractive();
    /// From any thread: runs `call` on this object's thread if `guard` is alive then.
    void deliver(const QPointer<QObject>& guard, std::function<void()> call);

  Q_SIGNALS:
    void modelLoading(const QString& model);
    void modelLoaded(const bplf::ModelInfo& info);
    void modelFailed(const QString& model, const bplf::Error& error);
    void engineFailed(const bplf::Error& error);
    /// Cells of the newest sample() or, while that one waits, of the older one that is still running.
    /// Tickets never go back.
    void cellsReady(quint64 ticket, const std::vector<bplf::Cell>& cells);
    /// Also of an older ticket that was left to finish.
    void sampleFinished(quint64 ticket, const bplf::SampleSummary& summary);
    /// Not sent for a run that a newer one replaced.
    void sampleFailed(quint64 ticket, const bplf::Error& error);
    void busyChanged();

  private:
    struct Staging;

    template <typename T>
    EngineJob wrap(Work<T> work, QObject* guard, Reply<T> reply) {
        return [this, work = std::move(work), guard = QPointer<QObject>(guard), reply = std::move(reply)](
                   Engine& engine, const std::stop_token& stop) {
            auto result = std::make_shared<Result<T>>(work(engine, stop));
            deliver(guard, [reply, result] { reply(*result); });
        };
    }
    Ticket postInteractive(EngineJob job);
    Ticket postBatch(EngineJob job);
    void startPending();
    void interactiveDone(Ticket ticket);
    void takeStaged();

    EngineFactory m_factory;
    std::optional<ModelInfo> m_model;
    QStringList m_embedded;
    std::optional<std::stop_source> m_loading;
    Ticket m_newest = 0;   ///< last ticket given out
    Ticket m_sample = 0;   ///< ticket of the newest sample()
    Ticket m_running = 0;  ///< interactive job handed to the worker, 0 = none
    std::optional<std::pair<Ticket, EngineJob>> m_pending;
    std::vector<std::pair<Ticket, std::uint64_t>> m_batch;  ///< ticket, id at the worker
    QTimer* m_patience;
    std::shared_ptr<Staging> m_staging;
    std::unique_ptr<Worker> m_worker;  ///< last: its destructor joins before the rest goes
};

}  // namespace bplf::ui
