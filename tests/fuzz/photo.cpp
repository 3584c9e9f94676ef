// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of picture: the first bytes choose the library.
#include "core/image/photo.h"

#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    static_cast<void>(bplf::read_photo(std::as_bytes(std::span(bytes)), "fuzz"));
}
