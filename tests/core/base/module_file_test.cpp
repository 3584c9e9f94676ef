// SPDX-License-Identifier: GPL-3.0-or-later
// Modules that are loaded when asked for: where they are looked for, and how their absence is told.
#include "core/base/module_file.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <stdexcept>

#include "core/base/atomic_file.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

constexpr const char* kVariable = "BPLF_TEST_MODULE";

[[noreturn]] void fail(const std::string& why) {
    throw std::runtime_error(why);
}

std::string reason_of(const std::filesystem::path& folder, const std::vector<const char*>& symbols) {
    try {
        load_module_symbols("odd.so", kVariable, folder, symbols, fail);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

TEST(ModuleFile, TheVariableCountsBeforeTheBuildFolder) {
    const test::TempDir folder;
    write_file(folder / "odd.so", "");
    write_file(folder / "other.so", "");
    EXPECT_EQ(find_module_file("odd.so", kVariable, folder.path()), folder / "odd.so");
    ::setenv(kVariable, (folder / "other.so").c_str(), 1);
    EXPECT_EQ(find_module_file("odd.so", kVariable, folder.path()), folder / "other.so");
    ::unsetenv(kVariable);
    EXPECT_EQ(find_module_file("odd.so", kVariable, {}), "");
}

TEST(ModuleFile, SaysWhyAModuleCannotBeUsed) {
    const test::TempDir folder;
    EXPECT_THAT(reason_of(folder.path(), {"f"}), testing::HasSubstr("odd.so was not found"));
    write_file(folder / "odd.so", "no library");
    EXPECT_THAT(reason_of(folder.path(), {"f"}), testing::HasSubstr("odd.so"));
}

TEST(ModuleFile, ALibraryWithoutTheSymbolIsOfAnotherVersion) {
    ::setenv(kVariable, "/lib/x86_64-linux-gnu/libm.so.6", 1);
    EXPECT_EQ(load_module_symbols("odd.so", kVariable, {}, {"cos"}, fail).size(), 1u);
    EXPECT_THAT(reason_of({}, {"bplf_no_such_symbol"}), testing::HasSubstr("is of another version"));
    ::unsetenv(kVariable);
}

}  // namespace
}  // namespace bplf
