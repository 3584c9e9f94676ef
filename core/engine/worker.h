// SPDX-License-Identifier: GPL-3.0-or-later
// The one thread that owns an Engine in the studio: an interactive lane where the newest job wins and
// a batch lane (exports, encodes) in order. Interactive jobs pre-empt batch jobs between their pieces.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/result.h"
#include "core/engine/engine.h"

namespace bplf {

/// A job runs on the worker's thread with the engine and a token; it reports through what it captured.
using EngineJob = std::function<void(Engine&, const std::stop_token&)>;
/// Builds the engine on the worker's thread (LibTorch's guards are thread-local). The error is
/// delivered to every job's `failed` handler until one succeeds.
using EngineFactory = std::function<Result<std::unique_ptr<Engine>>()>;

/// Thread-safe. The destructor stops the running job, drops the waiting ones and joins.
class Worker {
  public:
    /// `failed` is called on the worker's thread when the engine cannot be built.
    Worker(EngineFactory factory, std::function<void(const Error&)> failed);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Latest wins: replaces a waiting interactive job and stops the running one. Returns its stamp.
    std::uint64_t post_interactive(EngineJob job);
    /// First in, first out. The id can be given to cancel_batch.
    std::uint64_t post_batch(EngineJob job);
    void cancel_interactive();
    void cancel_batch(std::uint64_t id);

    /// Called by a batch job between its pieces, on the worker's thread: runs waiting interactive jobs.
    void yield_to_interactive();
    /// The newest interactive stamp: results with an older one are stale.
    std::uint64_t newest() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bplf
