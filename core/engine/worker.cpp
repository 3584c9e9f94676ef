// SPDX-License-Identifier: GPL-3.0-or-later
// One thread, two lanes. The thread builds, uses and destroys the engine, because LibTorch's guards
// belong to a thread.
#include "core/engine/worker.h"

#include <algorithm>
#include <deque>
#include <thread>
#include <utility>

#include "core/engine/mailbox.h"

namespace bplf {

struct Worker::Impl {
    struct BatchJob {
        std::uint64_t id;
        EngineJob job;
    };

    EngineFactory factory;
    std::function<void(const Error&)> failed;
    Mailbox<EngineJob> interactive;

    std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<BatchJob> batch;
    std::uint64_t last_batch = 0;
    std::uint64_t running_batch = 0;  ///< 0 = none
    std::stop_source batch_stop;

    std::unique_ptr<Engine> engine;  ///< touched by the thread only
    std::jthread thread;

    bool has_engine() {
        if (engine) return true;
        Result<std::unique_ptr<Engine>> made = factory();
        if (made.ok()) {
            engine = std::move(made).value();
        } else {
            failed(made.error());
        }
        return engine != nullptr;
    }

    void run(const EngineJob& job, const std::stop_token& stop) {
        if (!has_engine()) return;
        const Result<void> done = capture([&] { job(*engine, stop); });
        if (!done.ok()) failed(done.error());
    }

    bool run_interactive() {
        auto taken = interactive.try_take();
        if (!taken) return false;
        run(taken->job, taken->stop);
        return true;
    }

    bool run_batch() {
        BatchJob next;
        std::stop_token stop;
        {
            const std::lock_guard lock(mutex);
            if (batch.empty()) return false;
            next = std::move(batch.front());
            batch.pop_front();
            running_batch = next.id;
            batch_stop = std::stop_source();
            stop = batch_stop.get_token();
        }
        run(next.job, stop);
        const std::lock_guard lock(mutex);
        running_batch = 0;
        return true;
    }

    void loop(const std::stop_token& stop) {
        // The first job should not pay for building the engine, so it starts with the thread.
        has_engine();
        while (!stop.stop_requested()) {
            if (run_interactive() || run_batch()) continue;
            std::unique_lock lock(mutex);
            changed.wait(lock, stop, [&] { return interactive.has_job() || !batch.empty(); });
        }
        engine.reset();
    }

    /// The lock makes sure that the thread is either before its check or already waiting.
    void wake() {
        const std::lock_guard lock(mutex);
        changed.notify_one();
    }

    void shut_down() {
        thread.request_stop();
        interactive.cancel();
        {
            const std::lock_guard lock(mutex);
            batch.clear();
            batch_stop.request_stop();
        }
        if (thread.joinable()) thread.join();
    }
};

Worker::Worker(EngineFactory factory, std::function<void(const Error&)> failed) : impl_(std::make_unique<Impl>()) {
    impl_->factory = std::move(factory);
    impl_->failed = std::move(failed);
    impl_->thread = std::jthread([impl = impl_.get()](const std::stop_token& stop) { impl->loop(stop); });
}

Worker::~Worker() {
    impl_->shut_down();
}

std::uint64_t Worker::post_interactive(EngineJob job) {
    const std::uint64_t stamp = impl_->interactive.post(std::move(job));
    impl_->wake();
    return stamp;
}

std::uint64_t Worker::post_batch(EngineJob job) {
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(impl_->mutex);
        id = ++impl_->last_batch;
        impl_->batch.push_back({id, std::move(job)});
    }
    impl_->wake();
    return id;
}

void Worker::cancel_interactive() {
    impl_->interactive.cancel();
}

void Worker::cancel_batch(std::uint64_t id) {
    const std::lock_guard lock(impl_->mutex);
    std::erase_if(impl_->batch, [id](const Impl::BatchJob& job) { return job.id == id; });
    if (impl_->running_batch == id) impl_->batch_stop.request_stop();
}

void Worker::yield_to_interactive() {
    while (impl_->run_interactive()) {
    }
}

std::uint64_t Worker::newest() const {
    return impl_->interactive.newest();
}

}  // namespace bplf
