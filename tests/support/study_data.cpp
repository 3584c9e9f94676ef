// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/study_data.h"

#include <cstdint>
#include <fstream>
#include <random>
#include <string>

namespace bplf::test {
namespace {

namespace fs = std::filesystem;

std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
    return bytes;
}

void write_bytes(const fs::path& file, const std::string& bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

/// A ramp that depends on the label, with noise: something to learn, and no two alike.
std::string plane(int side, int label, std::mt19937& generator) {
    std::string pixels;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const int ramp = (label % 2 == 0 ? x : y) * 160 / side + 6 * label;
            pixels += static_cast<char>(ramp + static_cast<int>(generator() % 32));
        }
    return pixels;
}

void write_idx_split(const fs::path& folder, const std::string& split, int count, int side, int classes,
                     unsigned seed) {
    std::mt19937 generator(seed);
    std::string pixels, labels;
    for (int i = 0; i < count; ++i) {
        pixels += plane(side, i % classes, generator);
        labels += static_cast<char>(i % classes);
    }
    const std::string images = big_endian(static_cast<std::uint32_t>(count));
    const std::string edge = big_endian(static_cast<std::uint32_t>(side));
    write_bytes(folder / (split + "-images-idx3-ubyte"), big_endian(0x803) + images + edge + edge + pixels);
    write_bytes(folder / (split + "-labels-idx1-ubyte"), big_endian(0x801) + images + labels);
}

std::string cifar_records(int count, unsigned seed) {
    std::mt19937 generator(seed);
    std::string bytes;
    for (int i = 0; i < count; ++i) {
        bytes += static_cast<char>(i % 10);
        for (int channel = 0; channel < 3; ++channel) bytes += plane(32, (i + channel) % 10, generator);
    }
    return bytes;
}

}  // namespace

void write_tiny_mnist(const fs::path& root) {
    write_idx_split(root / "mnist", "train", kTinyTrain, 28, 10, 1);
    write_idx_split(root / "mnist", "t10k", kTinyHeldOut, 28, 10, 2);
}

void write_tiny_cifar10(const fs::path& root, const fs::path& below) {
    const fs::path folder = root / "cifar10" / below;
    write_bytes(folder / "data_batch_1.bin", cifar_records(kTinyTrain, 3));
    write_bytes(folder / "test_batch.bin", cifar_records(kTinyHeldOut, 4));
}

void write_tiny_faces(const fs::path& root) {
    write_idx_split(root / "fer2013", "train", kTinyTrain, 48, 7, 5);
    write_idx_split(root / "fer2013", "validation", kTinyHeldOut, 48, 7, 6);
}

}  // namespace bplf::test
