// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/batch_tensors.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "tests/core/dataset/fixtures.h"

namespace bplf {
namespace {

TEST(BatchTensors, ShareTheBatchsMemory) {
    LoaderOptions options;
    options.batch_size = 5;
    Loader loader(Dataset(test::small_content(20, 4, 3, 3)), Split::kTrain, options);
    Batch batch = *loader.next();
    const void* pixels = batch.images.data();
    const auto labels = batch.labels;
    const BatchTensors tensors = to_tensors(std::move(batch));
    EXPECT_EQ(tensors.images.data_ptr(), pixels);
    EXPECT_EQ(tensors.images.sizes(), (std::vector<std::int64_t>{5, 3, 4, 4}));
    EXPECT_EQ(tensors.images.scalar_type(), at::kByte);
    EXPECT_EQ(tensors.labels.scalar_type(), at::kLong);
    for (std::int64_t i = 0; i < 5; ++i) {
        EXPECT_EQ(tensors.labels[i].item<std::int64_t>(), labels[static_cast<std::size_t>(i)]);
    }
}

TEST(BatchTensors, CarrySoftLabelsWhereThereAreSome) {
    DatasetContent content = test::small_content(10);
    EXPECT_FALSE(label_weights_tensor(Dataset(content)).defined());
    for (int i = 0; i < 10; ++i) content.label_weights.insert(content.label_weights.end(), {0.5f, 0.25f, 0.25f});
    EXPECT_EQ(label_weights_tensor(Dataset(content)).sizes(), (std::vector<std::int64_t>{10, 3}));
    LoaderOptions options;
    options.batch_size = 4;
    Loader loader(Dataset(content), Split::kTrain, options);
    const BatchTensors tensors = to_tensors(*loader.next());
    EXPECT_EQ(tensors.label_weights.sizes(), (std::vector<std::int64_t>{4, 3}));
    EXPECT_EQ(tensors.label_weights[3][1].item<float>(), 0.25f);
}

TEST(BatchTensors, KeepTheDataSetAlive) {
    at::Tensor images, labels;
    {
        const Dataset dataset(test::small_content(20));
        images = images_tensor(dataset);
        labels = labels_tensor(dataset);
    }
    EXPECT_EQ(images.sizes(), (std::vector<std::int64_t>{20, 1, 4, 4}));
    EXPECT_EQ(images[7][0][0][0].item<int>(), 7);
    EXPECT_EQ(labels.sum().item<std::int64_t>(), 6 * 3 + 1);
}

}  // namespace
}  // namespace bplf
