// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks through MPI: the only unit that knows it.
#include <mpi.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/train/mpi/mpi_module.h"
#include "core/train/ranks.h"

#define BPLF_EXPORT extern "C" __attribute__((visibility("default")))

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

/// Numbers of one message: several are on their way at once, so that adding up and sending overlap.
constexpr std::size_t kBucket = std::size_t{1} << 20;
/// How long another process may take to answer once a stop was asked for. When a process dies, mpirun asks the others
/// to stop and kills them a second later: by then this one must have said what happened.
constexpr auto kPatience = std::chrono::milliseconds(700);

[[noreturn]] void throw_lost(const std::string& what) {
    throw Error(ErrorKind::kResource, "The processes of this training no longer answer one another: " + what + ".",
                "MPI", "Its last checkpoint is whole: go on with --resume, with any number of processes.");
}

void check(int status) {
    if (status == MPI_SUCCESS) return;
    std::array<char, MPI_MAX_ERROR_STRING> text{};
    int length = 0;
    MPI_Error_string(status, text.data(), &length);
    throw_lost(std::string(text.data(), static_cast<std::size_t>(length)));
}

/// An answer mostly comes at once; after that the core is left to who still computes.
void rest(int looks) {
    if (looks < 1000) {
        sched_yield();
    } else {
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
}

class MpiRanks : public Ranks {
  public:
    explicit MpiRanks(const std::stop_token& stop) : stop_(stop) {
        int given = 0;
        // The backward pass of another device makes its calls on a thread of LibTorch's, one at a time.
        check(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &given));
        check(MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN));
        check(MPI_Comm_rank(MPI_COMM_WORLD, &rank_));
        check(MPI_Comm_size(MPI_COMM_WORLD, &size_));
        MPI_Comm here = MPI_COMM_NULL;
        check(MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here));
        check(MPI_Comm_size(here, &neighbours_));
        check(MPI_Comm_free(&here));
    }

    int rank() const override { return rank_; }
    int size() const override { return size_; }
    int neighbours() const override { return neighbours_; }
    void sum(std::span<float> values) override { sum_all(values, MPI_FLOAT); }
    void sum(std::span<double> values) override { sum_all(values, MPI_DOUBLE); }

    void share(std::span<std::byte> bytes) override {
        in_buckets(bytes, [](std::byte* at, int count, MPI_Request* request) {
            return MPI_Ibcast(at, count, MPI_BYTE, 0, MPI_COMM_WORLD, request);
        });
    }

    void finish() override { check(MPI_Finalize()); }

  private:
    template <typename Number>
    void sum_all(std::span<Number> values, MPI_Datatype type) {
        in_buckets(values, [type](Number* at, int count, MPI_Request* request) {
            return MPI_Iallreduce(MPI_IN_PLACE, at, count, type, MPI_SUM, MPI_COMM_WORLD, request);
        });
    }

    template <typename Number, typename Start>
    void in_buckets(std::span<Number> values, Start start) {
        std::vector<MPI_Request> requests((values.size() + kBucket - 1) / kBucket, MPI_REQUEST_NULL);
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const std::size_t begin = i * kBucket;
            const auto count = static_cast<int>(std::min(kBucket, values.size() - begin));
            check(start(values.data() + begin, count, &requests[i]));
        }
        wait_for(requests);
    }

    /// Not MPI_Wait: it would never return once another process is gone.
    void wait_for(std::vector<MPI_Request>& requests) {
        std::optional<Clock::time_point> asked;
        int looks = 0;
        for (int done = 0;;) {
            check(MPI_Testall(static_cast<int>(requests.size()), requests.data(), &done, MPI_STATUSES_IGNORE));
            if (done != 0) return;
            rest(++looks);
            if (!stop_.stop_requested()) continue;
            if (!asked) asked = Clock::now();
            if (Clock::now() - *asked > kPatience) throw_lost("one was lost, or all are being stopped");
        }
    }

    std::stop_token stop_;
    int rank_ = 0, size_ = 1, neighbours_ = 1;
};

}  // namespace
}  // namespace bplf

BPLF_EXPORT bplf::Ranks* bplf_join_ranks(const std::stop_token& stop) {
    return new bplf::MpiRanks(stop);
}
