// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/table.h"

#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    bplf::Table table(bplf::fuzz::file_of(bytes, "x.csv"));
    bplf::TableRow row;
    while (table.next(row)) {
    }
}
