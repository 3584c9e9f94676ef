// SPDX-License-Identifier: GPL-3.0-or-later
// The worker's promises: newest wins, batch in order, nothing outlives it. Run under TSan in CI.
#include "core/engine/worker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <thread>

#include "core/engine/mailbox.h"
#include "tests/support/drawn_engine.h"

namespace bplf {
namespace {

using namespace std::chrono_literals;

EngineFactory drawn_factory(double milliseconds = 0) {
    return [milliseconds]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine({milliseconds}); };
}

void ignore(const Error&) {}

/// Waits until the lanes posted so far are empty.
void drain(Worker& worker) {
    std::promise<void> done;
    worker.post_batch([&](Engine&, const std::stop_token&) { done.set_value(); });
    done.get_future().wait();
}

TEST(Mailbox, KeepsOnlyTheNewestJob) {
    Mailbox<int> mailbox;
    mailbox.post(1);
    EXPECT_EQ(mailbox.post(2), 2U);
    const auto taken = mailbox.try_take();
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->job, 2);
    EXPECT_EQ(taken->stamp, 2U);
    EXPECT_FALSE(mailbox.try_take());
}

TEST(Mailbox, StopsTheJobThatIsWorkedOn) {
    Mailbox<int> mailbox;
    mailbox.post(1);
    const auto taken = mailbox.try_take();
    EXPECT_FALSE(taken->stop.stop_requested());
    mailbox.post(2);
    EXPECT_TRUE(taken->stop.stop_requested());
}

TEST(Worker, RunsTheLastOfManyInteractiveJobs) {
    Worker worker(drawn_factory(), ignore);
    std::atomic<int> last = 0;
    std::atomic<int> ran = 0;
    for (int i = 1; i <= 200; ++i)
        worker.post_interactive([&, i](Engine&, const std::stop_token& stop) {
            ++ran;
            while (i < 200 && !stop.stop_requested()) std::this_thread::sleep_for(100us);
            last = i;
        });
    drain(worker);
    EXPECT_EQ(last, 200);
    EXPECT_LE(ran, 200);
    EXPECT_EQ(worker.newest(), 200U);
}

TEST(Worker, StopsARunningDrawingSoonAfterANewerOne) {
    Worker worker(drawn_factory(20), ignore);
    std::promise<void> started;
    std::promise<std::chrono::steady_clock::time_point> stopped;
    worker.post_interactive([&](Engine& engine, const std::stop_token& stop) {
        started.set_value();
        SampleRequest request;
        request.count = 256;
        const auto result = engine.sample(request, [](const Cell&) {}, stop);
        EXPECT_FALSE(result.ok());
        stopped.set_value(std::chrono::steady_clock::now());
    });
    started.get_future().wait();
    std::this_thread::sleep_for(30ms);
    const auto asked = std::chrono::steady_clock::now();
    worker.post_interactive([](Engine&, const std::stop_token&) {});
    EXPECT_LT(stopped.get_future().get() - asked, 250ms);
}

TEST(Worker, RunsBatchJobsInOrder) {
    Worker worker(drawn_factory(), ignore);
    std::vector<int> order;
    for (int i = 0; i < 20; ++i)
        worker.post_batch([&order, i](Engine&, const std::stop_token&) { order.push_back(i); });
    drain(worker);
    ASSERT_EQ(order.size(), 20U);
    EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST(Worker, DropsACancelledBatchJobAndStopsARunningOne) {
    Worker worker(drawn_factory(), ignore);
    std::promise<void> started;
    std::atomic<bool> second = false;
    const auto first_id = worker.post_batch([&](Engine&, const std::stop_token& stop) {
        started.set_value();
        while (!stop.stop_requested()) std::this_thread::sleep_for(100us);
    });
    const auto second_id = worker.post_batch([&](Engine&, const std::stop_token&) { second = true; });
    started.get_future().wait();
    worker.cancel_batch(second_id);
    worker.cancel_batch(first_id);
    drain(worker);
    EXPECT_FALSE(second);
}

TEST(Worker, LetsInteractiveJobsIntoALongBatchJob) {
    Worker worker(drawn_factory(), ignore);
    std::promise<void> ran;
    std::future<void> future = ran.get_future();
    bool inside = false;
    worker.post_batch([&](Engine&, const std::stop_token&) {
        worker.post_interactive([&](Engine&, const std::stop_token&) { ran.set_value(); });
        worker.yield_to_interactive();
        inside = future.wait_for(0s) == std::future_status::ready;
    });
    drain(worker);
    EXPECT_TRUE(inside);
}

TEST(Worker, JoinsWhileWorking) {
    const auto start = std::chrono::steady_clock::now();
    {
        Worker worker(drawn_factory(5), ignore);
        worker.post_batch([](Engine& engine, const std::stop_token& stop) {
            SampleRequest request;
            request.count = 4096;
            static_cast<void>(engine.sample(request, [](const Cell&) {}, stop).ok());
        });
        for (int i = 0; i < 10; ++i)
            worker.post_batch([](Engine&, const std::stop_token&) { std::this_thread::sleep_for(1s); });
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2500ms);
}

TEST(Worker, ReportsAnEngineThatCannotBeBuiltAndTriesAgain) {
    std::atomic<int> failures = 0;
    std::atomic<bool> works = false;
    std::promise<void> failed;
    Worker worker(
        [&]() -> Result<std::unique_ptr<Engine>> {
            if (works) return test::make_drawn_engine();
            return Error(ErrorKind::kResource, "No device.");
        },
        [&](const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kResource);
            if (++failures == 1) failed.set_value();
        });
    failed.get_future().wait();
    works = true;
    drain(worker);
    EXPECT_GE(failures, 1);
}

TEST(Worker, SurvivesAJobThatThrows) {
    std::promise<std::string> message;
    Worker worker(drawn_factory(), [&](const Error& error) { message.set_value(error.what()); });
    worker.post_batch([](Engine&, const std::stop_token&) { throw Error(ErrorKind::kNumeric, "boom"); });
    EXPECT_NE(message.get_future().get().find("boom"), std::string::npos);
    drain(worker);
}

TEST(Worker, TakesPostsFromManyThreads) {
    Worker worker(drawn_factory(), ignore);
    std::atomic<int> batch = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 100; ++i) {
                    worker.post_interactive([](Engine&, const std::stop_token&) {});
                    worker.post_batch([&](Engine&, const std::stop_token&) { ++batch; });
                    if (i % 10 == 0) worker.cancel_interactive();
                }
            });
    }
    drain(worker);
    EXPECT_EQ(batch, 400);
    EXPECT_EQ(worker.newest(), 400U);
}

}  // namespace
}  // namespace bplf
