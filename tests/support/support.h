// SPDX-License-Identifier: GPL-3.0-or-later
// Helpers every test program links: temporary folders, the shared real data, seeds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>

#include <gtest/gtest.h>

namespace bplf::test {

/// The folder with real data: $BPLF_SHARED, else ../shared beside the source tree. Empty when it
/// does not exist (then tests that need it skip: BPLF_REQUIRE_SHARED).
std::filesystem::path shared_data();

/// Root of the source tree the tests were built from.
std::filesystem::path source_dir();

/// A new empty folder under the system's temporary folder, removed with all it holds at the end of
/// its life (kept, and its path printed, when BPLF_KEEP_TEMP is set).
class TempDir {
  public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// `path() / name`.
    std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

/// Seed of the running test: a fixed function of its full name, the same in every run and order.
std::uint64_t seed();

/// Generator of the running test, set to seed() when the test starts. (std::rand and, in programs
/// that link LibTorch, torch's default generator start from seed() as well.)
std::mt19937_64& rng();

}  // namespace bplf::test

/// Skips the running test, saying why, when there is no shared data; else declares `path_var` as
/// its folder.
#define BPLF_REQUIRE_SHARED(path_var)                                   \
    const std::filesystem::path path_var = ::bplf::test::shared_data(); \
    if (path_var.empty()) GTEST_SKIP() << "no shared data: set BPLF_SHARED to its folder (default: ../shared)"
