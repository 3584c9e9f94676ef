// SPDX-License-Identifier: GPL-3.0-or-later
// Helpers for tests that damage files on purpose.
#pragma once

#include <cstddef>
#include <functional>
#include <random>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace bplf::test {

/// `text` as bytes; `text` must outlive the span.
inline std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

/// The message of the Error(kInput) that `work` throws; a failed expectation and "" when it does
/// not.
inline std::string input_error(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInput) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "no error";
    return {};
}

/// Calls `read` with the text cut at every length up to `dense` (and some beyond) and with bits
/// flipped at random. Only Error(kInput) may come out.
inline void fuzz(const std::string& good, std::mt19937_64& rng, int flips,
                 const std::function<void(const std::string&)>& read, std::size_t dense = 400) {
    const auto expect_only_input_errors = [&](const std::string& bad, const std::string& what) {
        try {
            read(bad);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInput) << what << ": " << error.what();
        } catch (const std::exception& error) {
            ADD_FAILURE() << what << ": " << error.what();
        }
    };
    for (std::size_t cut = 0; cut < good.size(); cut += cut < dense ? 1 : good.size() / 97 + 1) {
        expect_only_input_errors(good.substr(0, cut), "cut at " + std::to_string(cut));
    }
    for (int i = 0; i < flips; ++i) {
        std::string bad = good;
        const int count = 1 + static_cast<int>(rng() % 4);
        for (int k = 0; k < count; ++k) {
            // Half of the flips hit the first bytes, where the structure is.
            const std::size_t range = rng() % 2 != 0U ? good.size() : std::min(good.size(), dense);
            bad[rng() % range] ^= static_cast<char>(1U << (rng() % 8));
        }
        expect_only_input_errors(bad, "flips, round " + std::to_string(i));
    }
}

}  // namespace bplf::test
