// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/dataset_writer.h"
#include "core/io/safetensors.h"
#include "tests/core/dataset/fixtures.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::error_of;
using test::small_content;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

constexpr int kInput = 3;

TEST(Splits, HaveNames) {
    for (const Split split : {Split::kTrain, Split::kValidation, Split::kTest}) {
        EXPECT_EQ(split_from_name(split_name(split)), split);
    }
    EXPECT_EQ(split_from_name("val"), Split::kValidation);
    error_of([] { split_from_name("Validation"); }, 2);
}

TEST(DatasetFile, ReadsWhatWasWritten) {
    const test::TempDir folder;
    DatasetContent content = small_content(20, 5, 3, 3);
    content.metadata["manifest_sha256"] = "abc";
    write_dataset(folder / "dataset.safetensors", content);
    const Dataset dataset = Dataset::open(folder.path());
    EXPECT_EQ(dataset.size(), 20);
    EXPECT_EQ(dataset.channels(), 3);
    EXPECT_EQ(dataset.height(), 5);
    EXPECT_TRUE(std::equal(dataset.images().begin(), dataset.images().end(), content.images.begin()));
    EXPECT_TRUE(std::equal(dataset.labels().begin(), dataset.labels().end(), content.labels.begin()));
    EXPECT_TRUE(std::equal(dataset.groups().begin(), dataset.groups().end(), content.groups.begin()));
    EXPECT_EQ(dataset.class_names(), content.class_names);
    EXPECT_EQ(dataset.source_names(), content.source_names);
    EXPECT_EQ(dataset.metadata().at("manifest_sha256"), "abc");
    EXPECT_EQ(dataset.content_sha256(), Dataset(content).content_sha256());
}

std::string format_of(const std::filesystem::path& file) {
    return SafetensorsFile(file).metadata_at("format");
}

TEST(DatasetFile, SharesAndMasksOfFramesComeBack) {
    const test::TempDir folder;
    DatasetContent content = small_content(3);
    content.padded = {0, 0.25f, 1};
    content.masks.assign(static_cast<std::size_t>(3 * content.height * content.width), 1);
    content.masks[5] = 0;
    write_dataset(folder / "d.safetensors", content);
    EXPECT_EQ(format_of(folder / "d.safetensors"), "bplf.emotionset.v2");
    const Dataset dataset = Dataset::open(folder / "d.safetensors");
    EXPECT_THAT(dataset.padded(), ElementsAre(0, 0.25f, 1));
    EXPECT_TRUE(std::equal(dataset.masks().begin(), dataset.masks().end(), content.masks.begin(), content.masks.end()));
}

TEST(DatasetFile, WithoutFramesIsOfTheFirstSchemaAndSaysSo) {
    const test::TempDir folder;
    write_dataset(folder / "d.safetensors", small_content(3));
    EXPECT_EQ(format_of(folder / "d.safetensors"), "bplf.emotionset.v1");
    const Dataset dataset = Dataset::open(folder / "d.safetensors");
    EXPECT_TRUE(dataset.padded().empty());
    EXPECT_TRUE(dataset.masks().empty());
}

/// Three images of three classes with votes, ages and cameras.
DatasetContent voted_content() {
    DatasetContent content = small_content(3);
    content.label_weights = {1, 0, 0, 0.25f, 0.5f, 0.25f, 0, 0, 1};
    content.extra_columns = {{"age", {31, std::nan(""), 4.5}, {}, {}}, {"camera", {}, {1, -1, 0}, {"left", "right"}}};
    return content;
}

TEST(DatasetFile, SoftLabelsAndFurtherColumnsComeBack) {
    const test::TempDir folder;
    const DatasetContent content = voted_content();
    write_dataset(folder / "d.safetensors", content);
    EXPECT_EQ(format_of(folder / "d.safetensors"), "bplf.emotionset.v2");
    const Dataset dataset = Dataset::open(folder / "d.safetensors");
    EXPECT_THAT(dataset.label_weights(), ElementsAreArray(content.label_weights));
    ASSERT_EQ(dataset.extra_columns().size(), 2u);
    EXPECT_EQ(dataset.extra_columns()[0].name, "age");
    EXPECT_EQ(dataset.extra_columns()[0].numbers[2], 4.5);
    EXPECT_TRUE(std::isnan(dataset.extra_columns()[0].numbers[1]));
    EXPECT_EQ(dataset.extra_columns()[1], content.extra_columns[1]);
    EXPECT_EQ(dataset.metadata().count("column_classes"), 0u) << "a column's words are no fact of the set";
}

TEST(DatasetFile, WrittenRowByRowItHasTheSameBytes) {
    const test::TempDir folder;
    DatasetContent content = voted_content();
    content.padded = {0, 0.25f, 1};
    content.masks.assign(static_cast<std::size_t>(3 * content.height * content.width), 1);
    write_dataset(folder / "whole.safetensors", content);
    const std::size_t image = content.images.size() / 3, mask = content.masks.size() / 3;
    const auto part = [](const std::vector<std::uint8_t>& all, std::int64_t row, std::size_t size) {
        const auto begin = all.begin() + row * static_cast<std::ptrdiff_t>(size);
        return std::vector<std::uint8_t>(begin, begin + static_cast<std::ptrdiff_t>(size));
    };
    const DatasetContent whole = content;
    content.images.clear();
    content.masks.clear();
    write_dataset(folder / "rows.safetensors", content,
                  {[&](std::int64_t row) { return part(whole.images, row, image); },
                   [&](std::int64_t row) { return part(whole.masks, row, mask); }});
    EXPECT_EQ(read_file(folder / "rows.safetensors"), read_file(folder / "whole.safetensors"));
    const auto short_rows = [&] {
        write_dataset(folder / "bad.safetensors", content,
                      {[](std::int64_t) { return std::vector<std::uint8_t>(1); }, {}});
    };
    EXPECT_THROW(short_rows(), Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "bad.safetensors"));
}

TEST(DatasetFile, SoftLabelsAreWrittenAsAnyReaderSeesThem) {
    const test::TempDir folder;
    write_dataset(folder / "d.safetensors", voted_content());
    const SafetensorsFile file(folder / "d.safetensors");
    EXPECT_EQ(file.tensor("label_weights").dtype, DType::kF32);
    EXPECT_THAT(file.tensor("label_weights").shape, ElementsAre(3, 3));
    EXPECT_EQ(file.tensor("column.age").dtype, DType::kF64);
    EXPECT_EQ(file.tensor("column.camera").dtype, DType::kI32);
    EXPECT_EQ(file.metadata_at("column_classes"), R"({"camera":["left","right"]})");
}

TEST(DatasetFile, HashChangesWithASoftLabel) {
    DatasetContent content = voted_content();
    const std::string before = Dataset(content).content_sha256();
    std::swap(content.label_weights[3], content.label_weights[4]);
    EXPECT_NE(Dataset(content).content_sha256(), before);
}

TEST(DatasetFile, CountsLabelsAndSplits) {
    const Dataset dataset(small_content(20));
    EXPECT_THAT(dataset.rows(Split::kValidation), ElementsAre(9, 19));
    const auto counts = dataset.counts();
    ASSERT_EQ(counts.size(), 3u);
    EXPECT_THAT(counts[0], ElementsAre(6, 1, 0));
    EXPECT_THAT(counts[1], ElementsAre(6, 1, 0));
    EXPECT_THAT(counts[2], ElementsAre(6, 0, 0));
}

TEST(DatasetFile, OutlivesItsReader) {
    const test::TempDir folder;
    write_dataset(folder / "d.safetensors", small_content(3));
    const Dataset copy = [&] { return Dataset::open(folder / "d.safetensors"); }();
    std::filesystem::remove(folder / "d.safetensors");
    EXPECT_EQ(copy.image(2)[0], 2);
}

TEST(DatasetFile, RowAsAnImageInterleavesPlanes) {
    DatasetContent content = small_content(1, 2, 1, 3);
    for (std::size_t i = 0; i < 12; ++i) content.images[i] = static_cast<std::uint8_t>(i);
    const Image image = image_of_row(Dataset(content), 0);
    EXPECT_THAT(image.pixels, ElementsAre(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11));
}

TEST(DatasetFile, HashChangesWithAnyPixelOrLabel) {
    DatasetContent content = small_content(4);
    const std::string before = Dataset(content).content_sha256();
    content.images[17] ^= 1;
    EXPECT_NE(Dataset(content).content_sha256(), before);
    content.images[17] ^= 1;
    EXPECT_EQ(Dataset(content).content_sha256(), before);
    content.labels[0] = 2;
    EXPECT_NE(Dataset(content).content_sha256(), before);
}

struct BadContent {
    const char* name;
    std::function<void(DatasetContent&)> spoil;
    const char* says;
};

class BadDataset : public testing::TestWithParam<BadContent> {};

TEST_P(BadDataset, IsRefusedInMemoryAndOnWriting) {
    DatasetContent content = small_content(6);
    GetParam().spoil(content);
    const test::TempDir folder;
    EXPECT_THAT(error_of([&] { Dataset{content}; }, kInput), HasSubstr(GetParam().says));
    error_of([&] { write_dataset(folder / "d.safetensors", content); }, kInput);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

INSTANTIATE_TEST_SUITE_P(
    Contents, BadDataset,
    testing::Values(BadContent{"LabelTooLarge", [](auto& c) { c.labels[4] = 3; }, "row 4"},
                    BadContent{"LabelNegative", [](auto& c) { c.labels[0] = -1; }, "labels"},
                    BadContent{"SplitUnknown", [](auto& c) { c.splits[1] = 7; }, "split"},
                    BadContent{"SourceUnknown", [](auto& c) { c.sources[1] = 1; }, "source"},
                    BadContent{"LabelsMissing", [](auto& c) { c.labels.pop_back(); }, "5 images, but pixels for 6"},
                    BadContent{"GroupsMissing", [](auto& c) { c.groups.clear(); }, "group"},
                    BadContent{"PixelsMissing", [](auto& c) { c.images.pop_back(); }, "pixels for 5"},
                    BadContent{"WrongSize", [](auto& c) { c.height = 5; }, "pixels for"},
                    BadContent{"ZeroSize", [](auto& c) { c.width = 0; }, "0×4"},
                    BadContent{"SharesMissing", [](auto& c) { c.padded = {0.5f}; }, "padded"},
                    BadContent{"ShareAboveOne", [](auto& c) { c.padded.assign(6, 1.5f); }, "row 0"},
                    BadContent{"MasksMissing", [](auto& c) { c.masks.assign(16, 1); }, "mask"},
                    BadContent{"WeightsMissing", [](auto& c) { c.label_weights = {1, 0, 0}; }, "label_weights"},
                    BadContent{"WeightsAboveOne", [](auto& c) { c.label_weights.assign(18, 0.5f); }, "row 0"},
                    BadContent{"WeightNegative",
                               [](auto& c) {
                                   c.label_weights.assign(18, 1.0f / 3);
                                   c.label_weights[15] = -1;
                                   c.label_weights[16] = 5.0f / 3;
                               },
                               "row 5"},
                    BadContent{"NumbersMissing", [](auto& c) { c.extra_columns = {{"age", {1}, {}, {}}}; }, "age"},
                    BadContent{"WordOutOfRange",
                               [](auto& c) { c.extra_columns = {{"eye", {}, {0, 0, 0, 1, 0, 0}, {"left"}}}; }, "row 3"},
                    BadContent{"TwoChannels", [](auto& c) { c.channels = 2; }, "2 channels"}),
    [](const auto& parameter) { return parameter.param.name; });

class BadDatasetFile : public testing::Test {
  protected:
    void SetUp() override { write_dataset(path_, small_content(8)); }
    std::string refusal() const {
        return error_of([&] { Dataset::open(path_); }, kInput);
    }
    /// Writes the file again with one tensor or the metadata changed.
    void rewrite(const std::function<void(std::vector<TensorView>&, Metadata&)>& change) {
        const SafetensorsFile file(path_);
        auto tensors = file.tensors();
        auto metadata = file.metadata();
        change(tensors, metadata);
        write_safetensors(path_, tensors, metadata);
    }
    test::TempDir folder_;
    std::filesystem::path path_ = folder_ / "dataset.safetensors";
};

TEST_F(BadDatasetFile, MissingIsNamed) {
    EXPECT_THAT(error_of([] { Dataset::open("/no/such/set"); }, kInput), HasSubstr("/no/such/set"));
}

TEST_F(BadDatasetFile, CutShort) {
    const std::string bytes = read_file(path_);
    for (const std::size_t length : {std::size_t{0}, std::size_t{5}, std::size_t{100}, bytes.size() - 1}) {
        write_file(path_, bytes.substr(0, length));
        refusal();
    }
}

TEST_F(BadDatasetFile, FolderWithoutADataset) {
    std::filesystem::remove(path_);
    EXPECT_THAT(error_of([&] { Dataset::open(folder_.path()); }, kInput), HasSubstr("dataset.safetensors"));
}

TEST_F(BadDatasetFile, AnotherFormat) {
    rewrite([](auto&, Metadata& metadata) { metadata["format"] = "bplf.model.v1"; });
    EXPECT_THAT(refusal(), HasSubstr("bplf.model.v1"));
    rewrite([](auto&, Metadata& metadata) { metadata.erase("format"); });
    refusal();
}

TEST_F(BadDatasetFile, MissingColumn) {
    rewrite([](std::vector<TensorView>& tensors, auto&) {
        std::erase_if(tensors, [](const TensorView& tensor) { return tensor.name == "group"; });
    });
    EXPECT_THAT(refusal(), HasSubstr("group"));
}

TEST_F(BadDatasetFile, WrongType) {
    rewrite([](std::vector<TensorView>& tensors, auto&) {
        for (TensorView& tensor : tensors) {
            if (tensor.name == "labels") tensor.dtype = DType::kF64;
        }
    });
    EXPECT_THAT(refusal(), HasSubstr("labels"));
}

TEST_F(BadDatasetFile, ClassesThatAreNoList) {
    for (const char* classes : {"{", "\"happy\"", "[1,2]", ""}) {
        rewrite([&](auto&, Metadata& metadata) { metadata["classes"] = classes; });
        EXPECT_THAT(refusal(), HasSubstr("classes"));
    }
}

TEST_F(BadDatasetFile, FewerClassesThanLabels) {
    rewrite([](auto&, Metadata& metadata) { metadata["classes"] = "[\"one\"]"; });
    EXPECT_THAT(refusal(), HasSubstr("out of range"));
}

TEST_F(BadDatasetFile, UnwritableFolder) {
    error_of([] { write_dataset("/proc/no/such/d.safetensors", small_content(2)); }, 4);
}

}  // namespace
}  // namespace bplf
