// SPDX-License-Identifier: GPL-3.0-or-later
// Order, augmentation and resuming of batches.
#include "core/dataset/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <thread>

#include "tests/core/dataset/fixtures.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::error_of;
using test::small_content;

std::vector<Batch> take(Loader& loader, int count) {
    std::vector<Batch> batches;
    for (int i = 0; i < count; ++i) {
        auto batch = loader.next();
        if (!batch) break;
        batches.push_back(std::move(*batch));
    }
    return batches;
}

std::vector<std::int64_t> indices_of(const std::vector<Batch>& batches) {
    std::vector<std::int64_t> all;
    for (const Batch& batch : batches) all.insert(all.end(), batch.indices.begin(), batch.indices.end());
    return all;
}

void expect_equal(const std::vector<Batch>& a, const std::vector<Batch>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].images, b[i].images) << "batch " << i;
        EXPECT_EQ(a[i].labels, b[i].labels) << "batch " << i;
        EXPECT_EQ(a[i].indices, b[i].indices) << "batch " << i;
        EXPECT_EQ(a[i].next, b[i].next) << "batch " << i;
    }
}

LoaderOptions augmented(int prefetch) {
    LoaderOptions options;
    options.batch_size = 7;
    options.seed = 42;
    options.flip = true;
    options.shift = 2;
    options.balance = 0.3;
    options.prefetch = prefetch;
    return options;
}

TEST(Loader, AnEpochHoldsEachImageOnce) {
    LoaderOptions options;
    options.batch_size = 6;
    options.epochs = 1;
    options.drop_last = false;
    Loader loader(Dataset(small_content(50)), Split::kTrain, options);
    EXPECT_EQ(loader.batches_per_epoch(), 8);
    const auto batches = take(loader, 100);
    ASSERT_EQ(batches.size(), 8u);
    EXPECT_EQ(batches.back().size, 3);
    auto indices = indices_of(batches);
    EXPECT_FALSE(std::is_sorted(indices.begin(), indices.end()));
    std::sort(indices.begin(), indices.end());
    EXPECT_EQ(indices, Dataset(small_content(50)).rows(Split::kTrain));
}

TEST(Loader, GivesEachImageItsOwnSoftLabel) {
    DatasetContent content = small_content(20);
    for (int i = 0; i < 20; ++i) {
        const float share = static_cast<float>(i) / 20;
        content.label_weights.insert(content.label_weights.end(), {share, 1 - share, 0});
    }
    LoaderOptions options;
    options.batch_size = 6;
    options.flip = true;
    Loader loader(Dataset(content), Split::kTrain, options);
    const Batch batch = *loader.next();
    ASSERT_EQ(batch.label_weights.size(), 18u);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(batch.label_weights[3 * i], static_cast<float>(batch.indices[i]) / 20) << i;
    }
    Loader plain(Dataset(small_content(20)), Split::kTrain, options);
    EXPECT_TRUE(plain.next()->label_weights.empty());
}

// Not a SIGBUS, whatever thread reads.
TEST(Loader, AFileCutWhileItIsReadEndsInAMessage) {
    for (const int prefetch : {0, 2}) {
        const test::TempDir folder;
        const auto path = folder / "set.safetensors";
        write_dataset(path, small_content(40, 16));
        LoaderOptions options = augmented(prefetch);
        options.epochs = 50;
        Loader loader(Dataset::open(path), Split::kTrain, options);
        ASSERT_TRUE(loader.next());
        std::filesystem::resize_file(path, 0);
        const auto rest = [&] {
            while (loader.next()) continue;
        };
        const std::string error = error_of(rest, 3);
        EXPECT_THAT(error, ::testing::HasSubstr("overwritten or cut while it was read"));
        EXPECT_THAT(error, ::testing::HasSubstr("set.safetensors"));
    }
}

TEST(Loader, LastSmallBatchIsDroppedInTraining) {
    LoaderOptions options;
    options.batch_size = 6;
    options.epochs = 2;
    Loader loader(Dataset(small_content(50)), Split::kTrain, options);
    const auto batches = take(loader, 100);
    ASSERT_EQ(batches.size(), 14u);
    EXPECT_EQ(loader.images_per_epoch(), 42);
    for (const Batch& batch : batches) EXPECT_EQ(batch.size, 6);
    EXPECT_EQ(batches[6].next, (LoaderPosition{1, 0}));
    EXPECT_EQ(batches[7].epoch, 1);
}

TEST(Loader, EpochsAndSeedsDiffer) {
    const Dataset dataset(small_content(60));
    const auto first_epoch = [&](std::uint64_t seed, std::int64_t epoch) {
        LoaderOptions options;
        options.batch_size = 54;
        options.seed = seed;
        Loader loader(dataset, Split::kTrain, options);
        loader.seek({epoch, 0});
        return loader.next()->indices;
    };
    EXPECT_NE(first_epoch(1, 0), first_epoch(1, 1));
    EXPECT_NE(first_epoch(1, 0), first_epoch(2, 0));
    EXPECT_EQ(first_epoch(1, 3), first_epoch(1, 3));
}

TEST(Loader, DeliversTheRightPixelsAndLabels) {
    const Dataset dataset(small_content(30, 4, 3, 3));
    LoaderOptions options;
    options.batch_size = 5;
    Loader loader(dataset, Split::kTrain, options);
    const Batch batch = *loader.next();
    for (int i = 0; i < batch.size; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const auto image = dataset.image(batch.indices[at]);
        EXPECT_TRUE(std::equal(image.begin(), image.end(), batch.images.begin() + i * dataset.image_bytes()));
        EXPECT_EQ(batch.labels[at], batch.indices[at] % 3);
    }
}

TEST(Loader, PrefetchDoesNotChangeTheBytes) {
    const Dataset dataset(small_content(64, 6));
    Loader direct(dataset, Split::kTrain, augmented(0));
    const auto expected = take(direct, 40);
    for (const int prefetch : {1, 2, 8}) {
        Loader loader(dataset, Split::kTrain, augmented(prefetch));
        expect_equal(take(loader, 40), expected);
    }
}

TEST(Loader, ContinuesBitExactlyFromAnyPosition) {
    const Dataset dataset(small_content(64, 6));
    Loader whole(dataset, Split::kTrain, augmented(3));
    const auto expected = take(whole, 30);
    for (const int stop : {1, 7, 8, 19}) {
        Loader first(dataset, Split::kTrain, augmented(3));
        take(first, stop);
        Loader second(dataset, Split::kTrain, augmented(2));
        second.seek(first.position());
        const auto rest = take(second, 30 - stop);
        expect_equal(rest, {expected.begin() + stop, expected.end()});
        EXPECT_EQ(second.position(), expected.back().next);
    }
}

TEST(Loader, SeeksBackAfterTheEnd) {
    LoaderOptions options = augmented(2);
    options.epochs = 1;
    Loader loader(Dataset(small_content(64, 6)), Split::kTrain, options);
    const auto first = take(loader, 100);
    EXPECT_FALSE(loader.next());
    EXPECT_FALSE(loader.next());
    loader.seek({0, 0});
    expect_equal(take(loader, 100), first);
}

TEST(Loader, EvaluationGoesThroughEverythingInOrder) {
    const Dataset dataset(small_content(25));
    Loader loader(dataset, Split::kTrain, evaluation_options(8));
    const auto batches = take(loader, 100);
    EXPECT_EQ(indices_of(batches), dataset.rows(Split::kTrain));
    EXPECT_EQ(batches.back().size, 23 % 8);
}

TEST(Loader, BalanceDrawsClassesEvenly) {
    DatasetContent content = small_content(400, 2, 2);
    for (std::size_t i = 0; i < content.labels.size(); ++i) content.labels[i] = i % 40 == 0 ? 1 : 0;
    const auto share_of_rare = [&](double balance) {
        LoaderOptions options;
        options.batch_size = 40;
        options.balance = balance;
        Loader loader(Dataset(content), Split::kTrain, options);
        double rare = 0;
        for (const Batch& batch : take(loader, 90)) {
            rare += static_cast<double>(std::count(batch.labels.begin(), batch.labels.end(), 1));
        }
        return rare / (90 * 40);
    };
    EXPECT_NEAR(share_of_rare(0), 1.0 / 36, 0.005);
    EXPECT_NEAR(share_of_rare(1), 0.5, 0.03);
    EXPECT_NEAR(share_of_rare(0.5), 0.5 * 0.5 + 0.5 / 36, 0.03);
}

using Row = std::array<int, 4>;

/// What becomes of the second row, 0 1 2 3, of a single image over several epochs.
std::set<Row> variants(LoaderOptions options, int draws) {
    DatasetContent content = small_content(1, 4, 1);
    for (std::size_t i = 0; i < 16; ++i) content.images[i] = static_cast<std::uint8_t>(i % 4);
    options.batch_size = 1;
    Loader loader(Dataset(content), Split::kTrain, options);
    std::set<Row> seen;
    for (const Batch& batch : take(loader, draws)) {
        seen.insert({batch.images[4], batch.images[5], batch.images[6], batch.images[7]});
    }
    return seen;
}

TEST(Augmentation, FlipGivesBothMirrorImages) {
    LoaderOptions options;
    options.flip = true;
    EXPECT_THAT(variants(options, 60),
                testing::UnorderedElementsAre(testing::ElementsAre(0, 1, 2, 3), testing::ElementsAre(3, 2, 1, 0)));
}

TEST(Augmentation, ShiftRepeatsTheEdge) {
    LoaderOptions options;
    options.shift = 1;
    EXPECT_THAT(variants(options, 90),
                testing::UnorderedElementsAre(testing::ElementsAre(0, 1, 2, 3), testing::ElementsAre(0, 0, 1, 2),
                                              testing::ElementsAre(1, 2, 3, 3)));
}

TEST(Augmentation, NoneByDefault) {
    EXPECT_EQ(variants({}, 20).size(), 1u);
}

TEST(Augmentation, FlipsAreFair) {
    LoaderOptions options;
    options.flip = true;
    options.batch_size = 90;
    const Dataset dataset(small_content(100));
    Loader loader(dataset, Split::kTrain, options);
    int flipped = 0;
    for (const Batch& batch : take(loader, 20)) {
        for (int i = 0; i < batch.size; ++i) {
            const auto plain = dataset.image(batch.indices[static_cast<std::size_t>(i)]);
            flipped += !std::equal(plain.begin(), plain.end(), batch.images.begin() + i * 16);
        }
    }
    EXPECT_NEAR(flipped / 1800.0, 0.5, 0.04);
}

TEST(Loader, ShardsPartTheEpochAmongThem) {
    const Dataset dataset(small_content(50));
    std::vector<std::int64_t> seen;
    for (int shard = 0; shard < 3; ++shard) {
        LoaderOptions options;
        options.batch_size = 5;
        options.shard = shard;
        options.shards = 3;
        options.epochs = 1;
        Loader loader(dataset, Split::kTrain, options);
        const auto batches = take(loader, 100);
        EXPECT_EQ(batches.size(), 3u);
        const auto part = indices_of(batches);
        seen.insert(seen.end(), part.begin(), part.end());
    }
    EXPECT_EQ(std::set<std::int64_t>(seen.begin(), seen.end()).size(), 45u);
}

TEST(Loader, StopsAtOnceWhileFilling) {
    for (int i = 0; i < 50; ++i) {
        Loader loader(Dataset(small_content(64, 6)), Split::kTrain, augmented(1 + i % 4));
        if (i % 2 == 0) loader.next();
    }
}

TEST(Loader, SlowConsumerLosesNothing) {
    Loader loader(Dataset(small_content(64, 6)), Split::kTrain, augmented(2));
    std::vector<Batch> batches;
    for (int i = 0; i < 10; ++i) {
        batches.push_back(*loader.next());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    Loader direct(Dataset(small_content(64, 6)), Split::kTrain, augmented(0));
    expect_equal(batches, take(direct, 10));
}

TEST(Loader, RefusesOptionsOutOfRange) {
    const Dataset dataset(small_content(20));
    const auto refuse = [&](auto change) {
        LoaderOptions options;
        change(options);
        error_of([&] { Loader(dataset, Split::kTrain, options); }, 2);
    };
    refuse([](LoaderOptions& o) { o.batch_size = 0; });
    refuse([](LoaderOptions& o) { o.shift = -1; });
    refuse([](LoaderOptions& o) { o.balance = 1.5; });
    refuse([](LoaderOptions& o) { o.balance = -0.1; });
    refuse([](LoaderOptions& o) { o.prefetch = -1; });
    refuse([](LoaderOptions& o) { o.shard = 1; });
    refuse([](LoaderOptions& o) { o.shards = 0; });
}

TEST(Loader, RefusesDataTooSmallForABatch) {
    error_of([] { Loader(Dataset(small_content(20)), Split::kTest, evaluation_options(4)); }, 3);
    LoaderOptions options;
    options.batch_size = 64;
    EXPECT_THAT(error_of([&] { Loader(Dataset(small_content(20)), Split::kTrain, options); }, 3),
                testing::HasSubstr("18 images"));
}

TEST(Loader, RefusesPositionsOfOtherData) {
    LoaderOptions options;
    options.batch_size = 4;
    Loader loader(Dataset(small_content(20)), Split::kTrain, options);
    error_of([&] { loader.seek({0, 3}); }, 3);
    error_of([&] { loader.seek({0, 1000}); }, 3);
    error_of([&] { loader.seek({-1, 0}); }, 3);
    loader.seek({5, 8});
    EXPECT_EQ(loader.next()->epoch, 5);
}

}  // namespace
}  // namespace bplf
