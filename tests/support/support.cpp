// SPDX-License-Identifier: GPL-3.0-or-later
// Helpers every test program links: temporary folders, the shared real data, seeds.
#include "tests/support/support.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>

namespace bplf::test {

namespace fs = std::filesystem;

namespace {

// FNV-1a: std::hash may differ between standard libraries, and seeds must not.
std::uint64_t hash_of(const std::string& text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    return hash;
}

}  // namespace

fs::path source_dir() {
    return BPLF_SOURCE_DIR;
}

fs::path shared_data() {
    const char* named = std::getenv("BPLF_SHARED");
    const fs::path folder = named && *named ? fs::path(named) : source_dir().parent_path() / "shared";
    std::error_code error;
    return fs::is_directory(folder, error) ? fs::canonical(folder) : fs::path();
}

TempDir::TempDir() {
    std::string name = (fs::temp_directory_path() / "bplf-test-XXXXXX").string();
    if (!mkdtemp(name.data())) {
        throw std::runtime_error("cannot create a temporary folder like " + name);
    }
    path_ = name;
}

TempDir::~TempDir() {
    if (std::getenv("BPLF_KEEP_TEMP")) {
        std::fprintf(stderr, "kept %s\n", path_.c_str());
        return;
    }
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::uint64_t seed() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    return info ? hash_of(std::string(info->test_suite_name()) + "." + info->name()) : 1;
}

std::mt19937_64& rng() {
    static std::mt19937_64 generator;
    return generator;
}

}  // namespace bplf::test
