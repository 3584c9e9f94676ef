// SPDX-License-Identifier: GPL-3.0-or-later
// Batches of a data set in a deterministic order, prepared ahead by a thread of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"

namespace bplf {

struct LoaderOptions {
    int batch_size = 64;
    std::uint64_t seed = 0;
    bool shuffle = true;       ///< false: natural order (evaluation)
    bool drop_last = true;     ///< leave out the last, smaller batch of an epoch
    bool flip = false;         ///< mirror each image with probability ½
    int shift = 0;             ///< move by up to this many pixels each way, edges replicated
    double balance = 0;        ///< probability that a place is filled by a class drawn uniformly
    std::int64_t epochs = -1;  ///< how many to deliver; −1: without end
    int prefetch = 4;          ///< batches prepared ahead; 0: prepared by next() itself
    int shard = 0;             ///< this process takes places shard, shard + shards, …
    int shards = 1;
    std::string name = "data set";  ///< what messages call the data
};

/// Between which two images a run stands: `offset` images of this shard were delivered in `epoch`.
struct LoaderPosition {
    std::int64_t epoch = 0;
    std::int64_t offset = 0;
    bool operator==(const LoaderPosition&) const = default;
};

/// One batch, in host memory. See batch_tensors.h for tensors without a copy.
struct Batch {
    int size = 0;
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<std::uint8_t> images;   ///< [size, C, H, W]
    std::vector<std::int64_t> labels;   ///< [size]
    std::vector<float> label_weights;   ///< [size, classes] where the data set has them; else empty
    std::vector<std::int64_t> indices;  ///< rows of the data set, [size]
    std::int64_t epoch = 0;
    LoaderPosition next;  ///< where the batch after this one starts
};

/// Delivers batches of the given rows. The order of an epoch is a permutation from (seed, epoch) and each
/// place's augmentation comes from (seed, epoch, place), so the same options deliver the same bytes whatever
/// the prefetch depth, and a loader sought to a position continues as the first one would have.
/// One consumer thread; the loader's own thread stops in the destructor.
class Loader {
  public:
    /// Error(kUsage) for options out of range, Error(kInput) when no batch can be formed from `rows`.
    Loader(Dataset dataset, std::vector<std::int64_t> rows, LoaderOptions options);
    /// All rows of a split.
    Loader(const Dataset& dataset, Split split, LoaderOptions options);
    ~Loader();
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    /// The next batch; nothing after the last epoch.
    std::optional<Batch> next();
    /// Where the batch that next() will deliver starts: what a checkpoint stores.
    LoaderPosition position() const;
    /// Continues at a position taken from position() or Batch::next. Error(kInput) when it is outside an epoch
    /// or not between two batches.
    void seek(LoaderPosition position);

    std::int64_t batches_per_epoch() const;
    /// Images this shard delivers per epoch.
    std::int64_t images_per_epoch() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Natural order, once, without augmentation, last batch included: for evaluation.
LoaderOptions evaluation_options(int batch_size);

}  // namespace bplf
