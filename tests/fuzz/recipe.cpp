// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe inside a PNG.
#include "core/publish/recipe.h"
#include "core/image/png.h"
#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    const auto picture = bplf::fuzz::file_of(bytes, "x.png");
    static_cast<void>(bplf::request_in(picture));
}
