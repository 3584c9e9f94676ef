// SPDX-License-Identifier: GPL-3.0-or-later
// What a built set is called.
#include "core/collect/built_set.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

TEST(BuiltSet, IsAFolderWithItsFileOrTheFile) {
    const test::TempDir folder;
    EXPECT_FALSE(is_built_set(folder.path())) << "an empty folder may be a collection";
    EXPECT_TRUE(is_built_set(folder / "dataset.safetensors"));
    EXPECT_FALSE(is_built_set(folder / "faces.csv"));
    write_file(folder / "dataset.safetensors", "whatever it holds");
    EXPECT_TRUE(is_built_set(folder.path()));
}

}  // namespace
}  // namespace bplf
