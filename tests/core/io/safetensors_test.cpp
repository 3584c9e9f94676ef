// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include <cstring>
#include <fstream>

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::bytes_of;
using test::input_error;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A file with the given JSON header and data, its length field as given or right.
std::string raw_file(const std::string& header, const std::string& data, std::int64_t length = -1) {
    if (length < 0) length = static_cast<std::int64_t>(header.size());
    std::string file(reinterpret_cast<const char*>(&length), sizeof length);
    return file + header + data;
}

std::string entry(const std::string& name, const std::string& dtype, const std::string& shape, int begin, int end) {
    return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" +
           std::to_string(begin) + "," + std::to_string(end) + "]}";
}

class Safetensors : public ::testing::Test {
  protected:
    std::string error_of(const std::string& content) {
        write_file(path_, content);
        return input_error([&] { SafetensorsFile file(path_); });
    }
    std::string error_of_header(const std::string& header, const std::string& data) {
        return error_of(raw_file("{" + header + "}", data));
    }

    test::TempDir folder_;
    std::filesystem::path path_ = folder_ / "x.safetensors";
};

TEST_F(Safetensors, ReturnsWhatWasWritten) {
    const std::string pixels = "abcde";
    const std::vector<float> weights{1.5f, -2, 3, 4, 5, 6};
    const std::vector<std::int64_t> labels{-1, 7};
    const std::vector<TensorView> tensors{{"pixels", DType::kU8, {5}, bytes_of(pixels)},
                                          {"weights", DType::kF32, {2, 3}, std::as_bytes(std::span(weights))},
                                          {"labels", DType::kI64, {2}, std::as_bytes(std::span(labels))},
                                          {"nothing", DType::kF32, {0, 4}, {}}};
    write_safetensors(path_, tensors, {{"format", "test.v1"}, {"name", "Ünïcode \"quoted\""}});
    const SafetensorsFile file(path_);
    ASSERT_EQ(file.tensors().size(), 4u);
    EXPECT_THAT(file.tensor("weights").as<float>(), ElementsAre(1.5f, -2, 3, 4, 5, 6));
    EXPECT_THAT(file.tensor("labels").as<std::int64_t>(), ElementsAre(-1, 7));
    EXPECT_EQ(std::memcmp(file.tensor("pixels").bytes.data(), "abcde", 5), 0);
    EXPECT_EQ(file.tensor("weights").shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(file.metadata_at("name"), "Ünïcode \"quoted\"");
    EXPECT_EQ(file.find("absent"), nullptr);
}

TEST_F(Safetensors, AlignsDataAndRepeatsByteForByte) {
    const std::string pixels = "abc";
    const double one = 1;
    const std::vector<TensorView> tensors{{"pixels", DType::kU8, {3}, bytes_of(pixels)},
                                          {"one", DType::kF64, {}, std::as_bytes(std::span(&one, 1))}};
    write_safetensors(path_, tensors);
    const std::string first = read_file(path_);
    write_safetensors(path_, tensors);
    EXPECT_EQ(read_file(path_), first);
    const SafetensorsFile file(path_);
    EXPECT_EQ((first.size() - 8 - 3) % 64, 0u);
    EXPECT_EQ(file.tensors()[0].name, "one");
    EXPECT_EQ(file.tensor("one").as<double>()[0], 1.0);
}

TEST_F(Safetensors, ReadsTensorsThatAnotherProgramStoredUnaligned) {
    const std::vector<float> weights{1.5f, -2};
    const double wide = 0.1;
    std::string data = "x";
    data.append(reinterpret_cast<const char*>(weights.data()), 8);
    data.append(reinterpret_cast<const char*>(&wide), 8);
    write_file(path_, raw_file("{" + entry("a", "U8", "[1]", 0, 1) + "," + entry("b", "F32", "[2]", 1, 9) + "," +
                                   entry("c", "F64", "[]", 9, 17) + "}",
                               data));
    const SafetensorsFile file(path_);
    EXPECT_THAT(file.tensor("b").as<float>(), ElementsAre(1.5f, -2));
    EXPECT_THAT(file.tensor("c").as<double>(), ElementsAre(0.1));
    EXPECT_EQ(file.tensors()[0].name, "a") << "in the order of the file";
}

TEST_F(Safetensors, RefusesWhatIsNestedWithoutBuildingIt) {
    const auto nested = [](int times) {
        std::string text = "\"__metadata__\":";
        for (int i = 0; i < times; ++i) text += "{\"a\":";
        return text + "1" + std::string(static_cast<std::size_t>(times), '}');
    };
    EXPECT_THAT(error_of_header(nested(100'000), ""), HasSubstr("nested deeper"));
    EXPECT_THAT(error_of_header("\"__metadata__\":" + std::string(100'000, '['), ""), HasSubstr("nested deeper"));
}

TEST_F(Safetensors, FindsEachOfVeryManyTensors) {
    std::string header;
    constexpr int kMany = 20'000;  // in quadratic time this was minutes
    for (int i = 0; i < kMany; ++i)
        header += (i > 0 ? "," : "") + entry("t" + std::to_string(i), "U8", "[1]", i, i + 1);
    std::string data;
    for (int i = 0; i < kMany; ++i) data += static_cast<char>(i % 128);
    write_file(path_, raw_file("{" + header + "}", data));
    const SafetensorsFile file(path_);
    for (int i = 0; i < kMany; ++i) ASSERT_EQ(file.tensor("t" + std::to_string(i)).as<std::uint8_t>()[0], i % 128);
}

TEST_F(Safetensors, RefusesWrongUseWhenWriting) {
    const std::string pixels = "abc";
    const std::vector<TensorView> size{{"a", DType::kU8, {4}, bytes_of(pixels)}};
    EXPECT_THROW(write_safetensors(path_, size), Error);
    const std::vector<TensorView> twice{{"a", DType::kU8, {3}, bytes_of(pixels)},
                                        {"a", DType::kU8, {3}, bytes_of(pixels)}};
    EXPECT_THROW(write_safetensors(path_, twice), Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(Safetensors, ReadsAnEmptyContainer) {
    write_safetensors(path_, {});
    EXPECT_TRUE(SafetensorsFile(path_).tensors().empty());
}

TEST_F(Safetensors, NamesFilesThatAreNoSafetensors) {
    EXPECT_THAT(error_of(""), HasSubstr("is empty (0 bytes)"));
    EXPECT_THAT(error_of("short"), HasSubstr("is not a safetensors file"));
    EXPECT_THAT(error_of("\x89PNG\r\n\x1a\n and more"), HasSubstr("is not a safetensors file"));
    EXPECT_THAT(error_of("PK\x03\x04 checkpoint"), HasSubstr("zip archive"));
    EXPECT_THAT(error_of("PK\x03\x04 checkpoint"), HasSubstr("weights_only=True"));
    EXPECT_THAT(error_of("\x80\x02}q"), HasSubstr("is a Python pickle"));
    EXPECT_THAT(input_error([&] { SafetensorsFile file(folder_.path()); }), HasSubstr("is a folder"));
    EXPECT_THAT(input_error([&] { SafetensorsFile file(folder_ / "absent"); }), HasSubstr("No such file"));
}

TEST_F(Safetensors, RefusesBadHeaderLengths) {
    EXPECT_THAT(error_of(raw_file("{}", "", 1)), HasSubstr("its length is said to be 1 bytes"));
    EXPECT_THAT(error_of(raw_file("{}", "", 100'000'001)), HasSubstr("damaged header"));
    EXPECT_THAT(error_of(raw_file("{}", "", 5000)), HasSubstr("ends early (10 of 5008 bytes)"));
    EXPECT_THAT(error_of(raw_file("{\"a\":", "")), HasSubstr("not valid JSON"));
    EXPECT_THAT(error_of(raw_file("{" + std::string(100000, '['), "")), HasSubstr("not valid JSON"));
    const std::string nested = "\"a\":" + std::string(100000, '[') + std::string(100000, ']');
    EXPECT_THAT(error_of_header(nested, ""), HasSubstr("nested deeper"));
}

TEST_F(Safetensors, RefusesBadEntries) {
    EXPECT_THAT(error_of_header("\"a\":5", ""), HasSubstr("is not an object"));
    EXPECT_THAT(error_of_header(entry("a", "U8", "[4]", 0, 3), "abc"), HasSubstr("does not fit"));
    EXPECT_THAT(error_of_header(entry("a", "U8", "[-3]", 0, 3), "abc"), HasSubstr("whole number"));
    EXPECT_THAT(error_of_header(entry("a", "U8", "[3]", 3, 0), "abc"), HasSubstr("before it begins"));
    EXPECT_THAT(error_of_header(entry("a", "U8", "3", 0, 3), "abc"), HasSubstr("no valid \"shape\""));
    EXPECT_THAT(error_of_header(entry("a", "I16", "[2]", 0, 4), "abcd"), HasSubstr("type I16"));
    const std::string huge = "[4294967296,4294967296,4294967296]";
    EXPECT_THAT(error_of_header(entry("a", "U8", huge, 0, 0), ""), HasSubstr("does not fit"));
    EXPECT_THAT(error_of_header("\"a\":{\"dtype\":\"U8\",\"shape\":[1]}", "a"), HasSubstr("no valid \"data_offsets\""));
    EXPECT_THAT(error_of_header("\"__metadata__\":{\"a\":1}", ""), HasSubstr("not a string"));
    EXPECT_THAT(error_of_header("\"__metadata__\":[]", ""), HasSubstr("not an object"));
}

TEST_F(Safetensors, RefusesDataThatIsNotTiledExactly) {
    const auto two = [](int begin, int end) {
        return entry("a", "U8", "[3]", 0, 3) + "," +
               entry("b", "U8", "[" + std::to_string(end - begin) + "]", begin, end);
    };
    EXPECT_THAT(error_of_header(two(2, 5), "abcde"), HasSubstr("overlaps"));
    EXPECT_THAT(error_of_header(two(0, 3), "abc"), HasSubstr("overlaps"));
    EXPECT_THAT(error_of_header(two(4, 6), "abcdef"), HasSubstr("a hole before tensor \"b\""));
    EXPECT_THAT(error_of_header(two(3, 6), "abcdefg"), HasSubstr("bytes behind the last tensor"));
    EXPECT_THAT(error_of_header(two(3, 6), "abcde"), HasSubstr("ends early (5 of 6 bytes)"));
    const std::string a = entry("a", "U8", "[1]", 0, 1);
    EXPECT_THAT(error_of_header(a + "," + a, "a"), HasSubstr("\"a\" occurs twice"));
}

TEST_F(Safetensors, NamesMissingTensorsAndKeys) {
    write_safetensors(path_, {}, {{"k", "v"}});
    const SafetensorsFile file(path_);
    EXPECT_THAT(input_error([&] { file.tensor("flow.w"); }), HasSubstr("no tensor \"flow.w\""));
    EXPECT_THAT(input_error([&] { file.metadata_at("config"); }), HasSubstr("entry \"config\""));
}

TEST_F(Safetensors, LeavesNothingBehindWhenTheFolderIsMissing) {
    try {
        write_safetensors(folder_ / "absent/x.safetensors", {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource);
    }
}

TEST_F(Safetensors, SurvivesRandomDamage) {
    const std::vector<float> weights(24, 1);
    const std::vector<TensorView> tensors{
        {"layer.weight", DType::kF32, {4, 5}, std::as_bytes(std::span(weights)).first(80)},
        {"layer.bias", DType::kF32, {4}, std::as_bytes(std::span(weights)).last(16)}};
    write_safetensors(path_, tensors, {{"format", "test.v1"}});
    const std::string good = read_file(path_);
    test::fuzz(good, test::rng(), 400, [&](const std::string& bad) {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << bad;  // no fsync: thousands of them
        const SafetensorsFile file(path_);
        std::size_t total = 0;
        for (const TensorView& tensor : file.tensors()) total += tensor.bytes.size();
        EXPECT_LE(total, bad.size());
    });
}

}  // namespace
}  // namespace bplf
