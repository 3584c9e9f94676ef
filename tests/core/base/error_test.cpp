// SPDX-License-Identifier: GPL-3.0-or-later
// What an error says, and how errors cross a seam that no exception may cross.
#include "core/base/error.h"

#include <filesystem>
#include <system_error>

#include <gmock/gmock.h>

#include "core/base/result.h"

namespace bplf {
namespace {

using testing::HasSubstr;

TEST(Error, SaysWhereWhatAndWhatToDo) {
    const Error error(ErrorKind::kInput, "is not a PNG.", "face.png", "Save it as one.");
    EXPECT_STREQ(error.what(), "face.png: is not a PNG. Save it as one.");
    EXPECT_EQ(error.exit_code(), 3);
    EXPECT_STREQ(Error(ErrorKind::kUsage, "No model.").what(), "No model.");
}

TEST(Check, NamesTheConditionAndThePlace) {
    try {
        BPLF_CHECK(1 + 1 == 3, "sums");
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInternal);
        EXPECT_THAT(error.problem(), testing::AllOf(HasSubstr("sums"), HasSubstr("1 + 1 == 3")));
        EXPECT_THAT(error.where(), HasSubstr("error_test.cpp:"));
    }
}

TEST(Result, HoldsAValueOrTheErrorThatPreventedIt) {
    const Result<int> good = capture([] { return 7; });
    EXPECT_TRUE(good.ok());
    EXPECT_EQ(good.value(), 7);
    Result<int> bad = capture([]() -> int { throw_input_error("is empty.", "a.csv"); });
    EXPECT_FALSE(bad.ok());
    EXPECT_EQ(bad.error().where(), "a.csv");
    EXPECT_THROW(std::move(bad).value_or_throw(), Error);
}

TEST(Result, TurnsEveryExceptionIntoAnError) {
    EXPECT_EQ(capture([] { throw std::bad_alloc(); }).error().kind(), ErrorKind::kResource);
    EXPECT_EQ(capture([] { throw std::runtime_error("odd"); }).error().kind(), ErrorKind::kInternal);
    EXPECT_TRUE(capture([] {}).ok());
}

TEST(Result, TellsWhatTheFileSystemRefusesFromWhatItCannotDo) {
    const auto refused = [](std::errc cause) {
        return capture(
                   [&] { throw std::filesystem::filesystem_error("status", "a/b.png", std::make_error_code(cause)); })
            .error();
    };
    EXPECT_EQ(refused(std::errc::filename_too_long).kind(), ErrorKind::kInput);
    EXPECT_EQ(refused(std::errc::permission_denied).kind(), ErrorKind::kInput);
    EXPECT_EQ(refused(std::errc::no_space_on_device).kind(), ErrorKind::kResource);
    EXPECT_EQ(refused(std::errc::too_many_files_open).kind(), ErrorKind::kResource);
    EXPECT_EQ(refused(std::errc::permission_denied).where(), "a/b.png");
}

TEST(Result, KnowsLibTorchsLackOfMemoryAndLeavesItsBacktraceOut) {
    const auto error = [](const char* text) { return capture([&] { throw std::runtime_error(text); }).error(); };
    EXPECT_EQ(error("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried 9 bytes.").kind(),
              ErrorKind::kResource);
    EXPECT_EQ(error("[json.exception.type_error.316] invalid UTF-8 byte at index 8: 0xF6").kind(), ErrorKind::kInput);
    EXPECT_EQ(error("sizes differ\nException raised from f at x.cpp:1\nframe #0").problem(), "sizes differ");
}

}  // namespace
}  // namespace bplf
