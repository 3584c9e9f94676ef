// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decided about the images of a built set.
#include "core/collect/overrides.h"

#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    static_cast<void>(bplf::Overrides::read(bplf::fuzz::file_of(bytes, "overrides.csv")));
}
