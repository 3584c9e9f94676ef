// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/dataset/fixtures.h"

#include <zlib.h>

#include "core/base/atomic_file.h"
#include "core/base/philox.h"

namespace bplf::test {
namespace {

std::string big_endian(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
}

std::string text_of(const std::vector<std::uint8_t>& bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string idx_images(const std::vector<std::uint8_t>& pixels, std::uint32_t height, std::uint32_t width) {
    const auto count = static_cast<std::uint32_t>(pixels.size() / (std::size_t{height} * width));
    return big_endian(2051) + big_endian(count) + big_endian(height) + big_endian(width) + text_of(pixels);
}

std::string idx_labels(const std::vector<std::uint8_t>& labels) {
    return big_endian(2049) + big_endian(static_cast<std::uint32_t>(labels.size())) + text_of(labels);
}

void write_idx_split(const std::filesystem::path& folder, const std::string& split, int count, int side, int classes,
                     std::uint64_t seed) {
    const PhiloxStream stream(seed, 1);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count * side * side));
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<std::uint8_t>(stream.below(256, i));
    std::vector<std::uint8_t> labels;
    for (int i = 0; i < count; ++i) labels.push_back(static_cast<std::uint8_t>(i % classes));
    const auto edge = static_cast<std::uint32_t>(side);
    write_file(folder / (split + "-images-idx3-ubyte"), idx_images(pixels, edge, edge));
    write_file(folder / (split + "-labels-idx1-ubyte"), idx_labels(labels));
}

std::string csv_pixels(unsigned seed) {
    std::string text;
    for (unsigned i = 0; i < 48 * 48; ++i) {
        if (i > 0) text += ' ';
        text += std::to_string((i * 7 + seed * 31 + i / 48) % 256);
    }
    return text;
}

std::string gzipped(const std::string& bytes) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string packed(deflateBound(&stream, bytes.size()) + 64, '\0');
    std::string input = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

DatasetContent small_content(int count, int side, int classes, int channels) {
    DatasetContent content;
    content.channels = channels;
    content.height = content.width = side;
    const std::size_t bytes = static_cast<std::size_t>(channels * side * side);
    for (int i = 0; i < count; ++i) {
        for (std::size_t k = 0; k < bytes; ++k) {
            content.images.push_back(static_cast<std::uint8_t>((static_cast<std::size_t>(i) + 13 * k) % 256));
        }
        content.labels.push_back(i % classes);
        content.splits.push_back(i % 10 == 9 ? 1 : 0);
        content.groups.push_back(i);
        content.manifest_rows.push_back(i);
        content.sources.push_back(0);
    }
    for (int k = 0; k < classes; ++k) content.class_names.push_back("class" + std::to_string(k));
    content.source_names = {"test"};
    return content;
}

}  // namespace bplf::test
