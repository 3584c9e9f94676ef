// SPDX-License-Identifier: GPL-3.0-or-later
// What every target of the fuzzers shares: the bytes become a file, and only errors that speak of the input may come
// out.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace bplf::fuzz {

/// A folder of this process in memory (or wherever temporary files are), empty at the start, removed at exit.
inline const std::filesystem::path& folder() {
    struct Folder {
        std::filesystem::path path;
        Folder() {
            const std::filesystem::path memory = "/dev/shm";
            const auto parent = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
            path = parent / ("bplf-fuzz-" + std::to_string(::getpid()));
            std::filesystem::create_directories(path);
        }
        ~Folder() {
            std::error_code code;
            std::filesystem::remove_all(path, code);
        }
    };
    static const Folder made;
    return made.path;
}

/// The bytes as a file of that name, written over the last ones.
inline std::filesystem::path file_of(std::string_view bytes, const char* name) {
    const auto path = folder() / name;
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    return path;
}

/// Runs `read`; an error that blames the program, or an exception of another kind, is a finding.
template <typename Read>
int only_input_errors(Read&& read) {
    try {
        read();
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::kInput || error.kind() == ErrorKind::kUsage) return 0;
        std::fprintf(stderr, "an error of kind %d: %s\n", error.exit_code(), error.what());
        std::abort();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "an exception: %s\n", error.what());
        std::abort();
    }
    return 0;
}

}  // namespace bplf::fuzz

/// Defines the target: BPLF_FUZZ(bytes) { … } with bytes a std::string_view.
#define BPLF_FUZZ(bytes)                                                                     \
    static void fuzz_one(std::string_view bytes);                                            \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {      \
        return bplf::fuzz::only_input_errors(                                                \
            [&] { fuzz_one(std::string_view(reinterpret_cast<const char*>(data), size)); }); \
    }                                                                                        \
    static void fuzz_one(std::string_view bytes)
