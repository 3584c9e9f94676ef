// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of file a file says it is, and weights that are no weights.
#include "core/io/stored_format.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

class StoredFormat : public ::testing::Test {
  protected:
    template <typename Number>
    std::filesystem::path write(DType dtype, const std::vector<Number>& numbers) const {
        const TensorView tensor{
            "w", dtype, {static_cast<std::int64_t>(numbers.size())}, std::as_bytes(std::span(numbers))};
        write_safetensors(folder_ / "f.safetensors", std::span(&tensor, 1), {{"format", "bplf.flow.v1"}});
        return folder_ / "f.safetensors";
    }

    test::TempDir folder_;
};

TEST_F(StoredFormat, IsToldByItsBeginning) {
    const std::filesystem::path file = write<float>(DType::kF32, {1});
    EXPECT_TRUE(has_stored_format(file, "bplf.flow."));
    EXPECT_FALSE(has_stored_format(file, "bplf.level."));
    EXPECT_FALSE(has_stored_format(folder_ / "nothing", "bplf.flow."));
    write_file(folder_ / "noise", "no safetensors");
    EXPECT_FALSE(has_stored_format(folder_ / "noise", "bplf.flow."));
}

TEST_F(StoredFormat, LetsFloatsAndFlagsPass) {
    check_stored_numbers(SafetensorsFile(write<float>(DType::kF32, {1, -2})));
    check_stored_numbers(SafetensorsFile(write<std::uint8_t>(DType::kU8, {1})));
    check_stored_numbers(SafetensorsFile(write<std::uint16_t>(DType::kF16, {0x7bff})));
}

TEST_F(StoredFormat, NamesTheTensorThatHoldsNoWeights) {
    const auto refused = [](const std::filesystem::path& file) {
        EXPECT_THAT([&] { check_stored_numbers(SafetensorsFile(file)); },
                    ::testing::ThrowsMessage<Error>(::testing::HasSubstr("'w'")));
    };
    refused(write<float>(DType::kF32, {1, std::nanf("")}));
    refused(write<std::uint16_t>(DType::kF16, {0x7c00}));  // infinity
    refused(write<std::int32_t>(DType::kI32, {1}));
}

}  // namespace
}  // namespace bplf
