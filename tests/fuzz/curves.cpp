// SPDX-License-Identifier: GPL-3.0-or-later
// Training logs: the first byte says which kind, the rest is the file.
#include "core/io/curves.h"

#include <array>

#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    constexpr std::array<const char*, 4> kNames{"events.out.tfevents.1.fuzz", "x.csv", "x.jsonl", "x.csv.gz"};
    if (bytes.empty()) return;
    const auto kind = static_cast<unsigned char>(bytes.front()) % kNames.size();
    const auto file = bplf::fuzz::file_of(bytes.substr(1), kNames[kind]);
    for (const bplf::RunSource& run : bplf::find_runs(file)) static_cast<void>(bplf::read_run(run));
    std::filesystem::remove(file);
}
