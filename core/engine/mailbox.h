// SPDX-License-Identifier: GPL-3.0-or-later
// A slot that holds only the newest job: posting replaces what was not taken yet.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace bplf {

/// Latest-wins hand-over between threads. Any thread may post; one thread takes.
template <typename Job>
class Mailbox {
  public:
    /// Replaces the waiting job, if any, and asks the one being worked on to stop.
    /// Returns the job's stamp; stamps grow by one with each post.
    std::uint64_t post(Job job) {
        const std::lock_guard lock(mutex_);
        waiting_ = std::move(job);
        working_.request_stop();
        changed_.notify_one();
        return ++newest_;
    }

    /// What take() returns: the job, its stamp, and the token that stops it when a newer one arrives.
    struct Taken {
        Job job;
        std::uint64_t stamp;
        std::stop_token stop;
    };

    /// Blocks until a job is there; nullopt once `stop` is requested.
    std::optional<Taken> take(std::stop_token stop) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [&] { return waiting_.has_value(); })) return std::nullopt;
        return take_locked();
    }

    /// The waiting job, or nullopt at once.
    std::optional<Taken> try_take() {
        const std::lock_guard lock(mutex_);
        if (!waiting_) return std::nullopt;
        return take_locked();
    }

    /// Drops the waiting job and stops the one being worked on.
    void cancel() {
        const std::lock_guard lock(mutex_);
        waiting_.reset();
        working_.request_stop();
    }

    bool has_job() const {
        const std::lock_guard lock(mutex_);
        return waiting_.has_value();
    }
    std::uint64_t newest() const {
        const std::lock_guard lock(mutex_);
        return newest_;
    }

  private:
    Taken take_locked() {
        working_ = std::stop_source();
        Taken taken{std::move(*waiting_), newest_, working_.get_token()};
        waiting_.reset();
        return taken;
    }

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::optional<Job> waiting_;
    std::stop_source working_;
    std::uint64_t newest_ = 0;
};

}  // namespace bplf
