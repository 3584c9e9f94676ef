// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 against the examples of FIPS 180-4.
#include "core/base/sha256.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

std::string hash_of(std::string_view text) {
    Sha256 hash;
    hash.update(text);
    return hash.hex();
}

TEST(Sha256, GivesTheExamplesOfItsStandard) {
    EXPECT_EQ(hash_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hash_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hash_of(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotDependOnHowTheBytesArrive) {
    const std::string text(200, 'x');
    for (const std::size_t cut : {1u, 55u, 63u, 64u, 65u, 127u, 128u}) {
        Sha256 hash;
        hash.update(std::string_view(text).substr(0, cut));
        hash.update(std::string_view(text).substr(cut));
        EXPECT_EQ(hash.hex(), hash_of(text)) << cut;
    }
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
    const test::TempDir folder;
    write_file(folder / "a", "abc");
    EXPECT_EQ(sha256_of_file(folder / "a"), hash_of("abc"));
    EXPECT_THROW(sha256_of_file(folder / "gone"), Error);
}

}  // namespace
}  // namespace bplf
