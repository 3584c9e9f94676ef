// SPDX-License-Identifier: GPL-3.0-or-later
// Result<T>: a value or an Error, for the seams that no exception may cross (engine, ui).
#pragma once

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/base/error.h"

namespace bplf {

/// Either a T or the Error that prevented it.
template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }
    /// Precondition: ok().
    const T& value() const& { return std::get<0>(state_); }
    T& value() & { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    /// Precondition: !ok().
    const Error& error() const { return std::get<1>(state_); }

    /// The value, or throws the error: the way back into code that uses exceptions.
    T value_or_throw() && {
        if (!ok()) throw error();
        return std::get<0>(std::move(state_));
    }

  private:
    std::variant<T, Error> state_;
};

/// A Result that carries no value.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}
    bool ok() const { return !error_; }
    explicit operator bool() const { return ok(); }
    const Error& error() const { return *error_; }
    void value_or_throw() && {
        if (error_) throw *error_;
    }

  private:
    std::optional<Error> error_;
};

/// The exception that is being handled, as an Error: what the file system refuses is kInput, or kResource where disk or
/// system are to blame; lack of memory, LibTorch's too, is kResource; what is no Error of ours is kInternal.
/// Precondition: called in a handler, of an exception derived from std::exception.
Error current_error();

/// Runs `work` and turns every exception into an Error, as current_error().
template <typename Work>
auto capture(Work&& work) -> Result<std::invoke_result_t<Work>> {
    using T = std::invoke_result_t<Work>;
    try {
        if constexpr (std::is_void_v<T>) {
            std::forward<Work>(work)();
            return Result<void>();
        } else {
            return Result<T>(std::forward<Work>(work)());
        }
    } catch (const std::exception&) {
        return current_error();
    }
}

}  // namespace bplf
