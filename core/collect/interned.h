// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that many candidates share, held once.
#pragma once

#include <string>
#include <string_view>

namespace bplf {

/// A text out of a pool of all of them, which lives as long as the process: for words, reasons and names of persons, of
/// which a collection has few. As large as a pointer. Making one is thread-safe.
class Interned {
  public:
    Interned();
    Interned(std::string_view text);  // NOLINT(google-explicit-constructor): stands in for a text
    Interned(const std::string& text) : Interned(std::string_view(text)) {}
    Interned(const char* text) : Interned(std::string_view(text)) {}

    const std::string& text() const { return *text_; }
    operator const std::string&() const { return *text_; }
    bool empty() const { return text_->empty(); }
    bool operator==(const Interned& other) const { return text_ == other.text_; }
    bool operator==(std::string_view text) const { return *text_ == text; }
    bool operator==(const char* text) const { return *text_ == text; }

  private:
    const std::string* text_;
};

}  // namespace bplf
