// SPDX-License-Identifier: GPL-3.0-or-later
// The one exception type of core, and the check macro that throws it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace bplf {

/// What kind of thing went wrong; the value is the exit code of `bplf` (see README, "Exit codes").
enum class ErrorKind {
    kInternal = 1,      ///< a broken promise inside the program
    kUsage = 2,         ///< the command line or a request is wrong
    kInput = 3,         ///< a file, photo, checkpoint, data set or log is missing or invalid
    kResource = 4,      ///< memory, disk or device
    kNumeric = 5,       ///< training or inversion left the finite range
    kInterrupted = 130  ///< the user asked to stop
};

/// An error with what a person needs: what is wrong, where, and what to do.
class Error : public std::runtime_error {
  public:
    /// `what`: one sentence. `where`: file, flag or place in it (may be empty). `hint`: what to do
    /// about it (may be empty).
    Error(ErrorKind kind, std::string what, std::string where = {}, std::string hint = {});

    ErrorKind kind() const { return kind_; }
    int exit_code() const { return static_cast<int>(kind_); }
    const std::string& problem() const { return problem_; }
    const std::string& where() const { return where_; }
    const std::string& hint() const { return hint_; }

  private:
    ErrorKind kind_;
    std::string problem_;
    std::string where_;
    std::string hint_;
};

/// Shorthands for the two kinds thrown most often.
[[noreturn]] void throw_input_error(std::string what, std::string where, std::string hint = {});
[[noreturn]] void throw_usage_error(std::string what, std::string where = {}, std::string hint = {});
[[noreturn]] void throw_check_failed(std::string_view condition, std::string message, const char* file, int line);

}  // namespace bplf

/// Precondition inside core: throws Error(kInternal) with the message when `condition` is false.
#define BPLF_CHECK(condition, message)                                             \
    do {                                                                           \
        if (!(condition)) [[unlikely]]                                             \
            ::bplf::throw_check_failed(#condition, (message), __FILE__, __LINE__); \
    } while (false)
