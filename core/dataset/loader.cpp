// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/loader.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "core/base/error.h"
#include "core/dataset/augment.h"
#include "core/dataset/epoch_order.h"
#include "core/io/mapped_guard.h"

namespace bplf {
namespace {

void check(const LoaderOptions& options) {
    const auto require = [](bool fine, const char* flag, const char* hint) {
        if (!fine) throw_usage_error("is out of range.", flag, hint);
    };
    require(options.batch_size >= 1 && options.batch_size <= 65536, "batch size", "Choose 1 to 65536.");
    require(options.shift >= 0 && options.shift <= 64, "shift", "Choose 0 to 64 pixels.");
    require(options.balance >= 0 && options.balance <= 1, "balance", "Choose a probability, 0 to 1.");
    require(options.prefetch >= 0 && options.prefetch <= 64, "prefetch", "Choose 0 to 64 batches.");
    require(options.shards >= 1 && options.shard >= 0 && options.shard < options.shards, "shard",
            "Shards are counted from 0.");
}

}  // namespace

/// The producer runs on its own thread and owns `order_`; everything under `mutex_` is shared.
class Loader::Impl {
  public:
    Impl(Dataset dataset, std::vector<std::int64_t> rows, LoaderOptions options)
        : dataset_(std::move(dataset)),
          options_(std::move(options)),
          order_(dataset_, std::move(rows), {options_.seed, options_.shuffle, options_.balance}) {
        const std::int64_t places = order_.size();
        shard_places_ = (places - options_.shard + options_.shards - 1) / options_.shards;
        // All shards deliver equally many batches, so that processes stay in step.
        const std::int64_t smallest = places / options_.shards;
        if (options_.shards > 1) shard_places_ = smallest;
        if (options_.drop_last) shard_places_ -= shard_places_ % options_.batch_size;
        if (shard_places_ > 0) return;
        throw_input_error("has " + std::to_string(places) + " images, too few for a batch of " +
                              std::to_string(options_.batch_size) + ".",
                          options_.name,
                          places == 0 ? "See 'bplf dataset info' for which splits it has." : "Choose a smaller batch.");
    }

    std::optional<Batch> next() {
        if (options_.prefetch == 0) return next_directly();
        if (!producer_.joinable()) start();
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [&] { return !queue_.empty() || finished_; });
        if (queue_.empty()) {
            if (failure_) std::rethrow_exception(failure_);
            return std::nullopt;
        }
        Batch batch = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        drained_.notify_one();
        position_ = batch.next;
        return batch;
    }

    void seek(LoaderPosition position) {
        const bool between = position.offset % options_.batch_size == 0;
        if (position.epoch < 0 || position.offset < 0 || position.offset >= shard_places_ || !between) {
            throw_input_error("is not a position of this data set (epoch " + std::to_string(position.epoch) +
                                  ", image " + std::to_string(position.offset) + ").",
                              "data position", "Resume with the data and the batch size of the run.");
        }
        stop();
        position_ = position;
    }

    LoaderPosition position() const { return position_; }
    std::int64_t images_per_epoch() const { return shard_places_; }
    std::int64_t batches_per_epoch() const { return (shard_places_ + options_.batch_size - 1) / options_.batch_size; }

    ~Impl() { stop(); }

  private:
    bool over(LoaderPosition position) const { return options_.epochs >= 0 && position.epoch >= options_.epochs; }

    std::optional<Batch> next_directly() {
        if (over(position_)) return std::nullopt;
        Batch batch = make(position_);
        position_ = batch.next;
        return batch;
    }

    void start() {
        finished_ = false;
        failure_ = nullptr;
        producer_ = std::jthread([this, at = position_](const std::stop_token& stop) { produce(stop, at); });
    }

    void stop() {
        if (!producer_.joinable()) return;
        producer_.request_stop();
        producer_.join();
        producer_ = {};
        queue_.clear();
    }

    void produce(const std::stop_token& stop, LoaderPosition at) {
        std::exception_ptr failure;
        try {
            while (!over(at) && !stop.stop_requested()) {
                Batch batch = make(at);
                at = batch.next;
                if (!push(std::move(batch), stop)) break;
            }
        } catch (...) {
            failure = std::current_exception();
        }
        const std::lock_guard lock(mutex_);
        failure_ = failure;
        finished_ = true;
        filled_.notify_all();
    }

    bool push(Batch batch, const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        const auto room = [&] { return static_cast<int>(queue_.size()) < options_.prefetch; };
        if (!drained_.wait(lock, stop, room)) return false;
        queue_.push_back(std::move(batch));
        lock.unlock();
        filled_.notify_one();
        return true;
    }

    LoaderPosition after(LoaderPosition position, std::int64_t size) const {
        position.offset += size;
        return position.offset < shard_places_ ? position : LoaderPosition{position.epoch + 1, 0};
    }

    Batch make(LoaderPosition at) {
        Batch batch;
        const std::int64_t size = std::min<std::int64_t>(options_.batch_size, shard_places_ - at.offset);
        batch.size = static_cast<int>(size);
        batch.channels = dataset_.channels();
        batch.height = dataset_.height();
        batch.width = dataset_.width();
        batch.epoch = at.epoch;
        batch.next = after(at, size);
        batch.images.resize(static_cast<std::size_t>(size * dataset_.image_bytes()));
        for (std::int64_t i = 0; i < size; ++i) add(batch, i, at);
        require_unwritten(dataset_.images().data());
        return batch;
    }

    void add(Batch& batch, std::int64_t i, LoaderPosition at) {
        const std::int64_t place = options_.shard + (at.offset + i) * options_.shards;
        const std::int64_t row = order_.row_at(at.epoch, place);
        const auto bytes = static_cast<std::size_t>(dataset_.image_bytes());
        const std::span<std::uint8_t> out(batch.images.data() + static_cast<std::size_t>(i) * bytes, bytes);
        const AugmentOptions augment{options_.flip, options_.shift, options_.seed};
        const ImageShape shape{batch.channels, batch.height, batch.width};
        augment_image(dataset_.image(row), shape, augment, at.epoch, place, out);
        batch.labels.push_back(dataset_.labels()[static_cast<std::size_t>(row)]);
        batch.indices.push_back(row);
        const auto weights = dataset_.label_weights();
        if (weights.empty()) return;
        const std::size_t classes = dataset_.class_names().size();
        const auto own = weights.subspan(static_cast<std::size_t>(row) * classes, classes);
        batch.label_weights.insert(batch.label_weights.end(), own.begin(), own.end());
    }

    Dataset dataset_;
    LoaderOptions options_;
    EpochOrder order_;
    std::int64_t shard_places_ = 0;
    LoaderPosition position_;

    std::mutex mutex_;
    std::condition_variable_any filled_;
    std::condition_variable_any drained_;
    std::deque<Batch> queue_;
    bool finished_ = false;
    std::exception_ptr failure_;
    std::jthread producer_;  // last: stops before what it uses goes away
};

Loader::Loader(Dataset dataset, std::vector<std::int64_t> rows, LoaderOptions options) {
    check(options);
    for (const std::int64_t row : rows) {
        BPLF_CHECK(row >= 0 && row < dataset.size(), "a row outside the data set");
    }
    impl_ = std::make_unique<Impl>(std::move(dataset), std::move(rows), std::move(options));
}

Loader::Loader(const Dataset& dataset, Split split, LoaderOptions options)
    : Loader(dataset, dataset.rows(split), std::move(options)) {}

Loader::~Loader() = default;

std::optional<Batch> Loader::next() {
    return impl_->next();
}
LoaderPosition Loader::position() const {
    return impl_->position();
}
void Loader::seek(LoaderPosition position) {
    impl_->seek(position);
}
std::int64_t Loader::batches_per_epoch() const {
    return impl_->batches_per_epoch();
}
std::int64_t Loader::images_per_epoch() const {
    return impl_->images_per_epoch();
}

LoaderOptions evaluation_options(int batch_size) {
    LoaderOptions options;
    options.batch_size = batch_size;
    options.shuffle = false;
    options.drop_last = false;
    options.epochs = 1;
    return options;
}

}  // namespace bplf
