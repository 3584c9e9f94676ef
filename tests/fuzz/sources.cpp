// SPDX-License-Identifier: GPL-3.0-or-later
// Collections in one file: the first byte says which, the rest is the file.
#include "core/collect/source.h"
#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    if (bytes.empty()) return;
    const int kind = static_cast<unsigned char>(bytes.front()) % 4;
    constexpr const char* kNames[] = {"fer2013.csv", "faces.csv", "data_batch_1.bin", "train-images-idx3-ubyte"};
    constexpr const char* kKinds[] = {"fer2013:", "table:", "cifar10:", "idx:"};
    const auto file = bplf::fuzz::file_of(bytes.substr(1), kNames[kind]);
    bplf::fuzz::only_input_errors([&] {
        const auto source = bplf::open_source(kKinds[kind] + (kind < 2 ? file : bplf::fuzz::folder()).string());
        while (source->next()) {
        }
    });
    std::filesystem::remove(file);
}
