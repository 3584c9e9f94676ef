// SPDX-License-Identifier: GPL-3.0-or-later
// Small collections written on the spot, in the formats people have.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"

namespace bplf::test {

/// Big-endian IDX bytes: images with the given pixels (count = pixels / (height · width)).
std::string idx_images(const std::vector<std::uint8_t>& pixels, std::uint32_t height, std::uint32_t width);
std::string idx_labels(const std::vector<std::uint8_t>& labels);

/// An IDX split of `count` distinct noisy images and cyclic labels below `classes`.
void write_idx_split(const std::filesystem::path& folder, const std::string& split, int count, int side, int classes,
                     std::uint64_t seed = 1);

/// "v v v …", 2304 numbers that depend on `seed`.
std::string csv_pixels(unsigned seed);

/// The bytes packed with gzip.
std::string gzipped(const std::string& bytes);

/// `count` images of side × side with distinct pixels; labels cycle through `classes`, every tenth image is
/// validation. Pixel 0 of image i is i mod 256.
DatasetContent small_content(int count, int side = 4, int classes = 3, int channels = 1);

/// The message of the Error that `action` throws; fails the test when it throws none of the kind.
template <typename Action>
std::string error_of(Action&& action, int expected_exit_code);

}  // namespace bplf::test

#include <gtest/gtest.h>

#include "core/base/error.h"

template <typename Action>
std::string bplf::test::error_of(Action&& action, int expected_exit_code) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(error.exit_code(), expected_exit_code) << error.what();
        EXPECT_FALSE(error.hint().empty()) << "an error must say what to do: " << error.what();
        return error.what();
    }
    ADD_FAILURE() << "no error";
    return {};
}
