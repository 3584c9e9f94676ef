// SPDX-License-Identifier: GPL-3.0-or-later
// A folder in which tests lay out collections, and how they read them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "core/base/atomic_file.h"
#include "core/collect/source.h"
#include "tests/core/collect/media.h"
#include "tests/core/dataset/fixtures.h"
#include "tests/support/support.h"

namespace bplf::test {

using testing::ElementsAre;
using testing::HasSubstr;

inline constexpr int kUsage = 2;
inline constexpr int kInput = 3;

inline std::vector<SourceRecord> read_all(Source& source) {
    std::vector<SourceRecord> records;
    while (auto record = source.next()) records.push_back(std::move(*record));
    return records;
}

class CollectionsTest : public testing::Test {
  protected:
    std::string at(const std::string& kind, const std::string& name = "") const {
        return kind + ":" + (folder_ / name).string();
    }
    void write(const std::string& name, const std::string& content) const {
        std::filesystem::create_directories((folder_ / name).parent_path());
        write_file(folder_ / name, content);
    }
    void draw(const std::string& name) { write_picture(folder_ / name, noise_picture(32, 32, ++seed_)); }

    std::vector<SourceRecord> read(const std::string& kind, const SourceOptions& options = {}) const {
        return read_all(*open_source(at(kind), options));
    }
    std::map<std::string, int> labels(const std::vector<SourceRecord>& records) const {
        std::map<std::string, int> counts;
        for (const auto& record : records) ++counts[record.label];
        return counts;
    }

    TempDir folder_;
    std::uint64_t seed_ = 0;
};

}  // namespace bplf::test
