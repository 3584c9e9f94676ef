// SPDX-License-Identifier: GPL-3.0-or-later
// What can be chosen about how a collection is read.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace bplf {

/// The values that were given, by SourceOption::name (source_description.h). A value type; equal choices compare equal.
class SourceOptions {
  public:
    /// An empty value takes the choice back.
    void set(const std::string& name, std::string value);
    bool has(const std::string& name) const { return values_.contains(name); }
    const std::map<std::string, std::string>& values() const { return values_; }

    /// The value given for a choice, or its fallback. Error(kUsage) when it is none of its words. Precondition of this
    /// and the next: find_source_option() knows the name.
    std::string word(const std::string& name) const;
    /// The same as a number. Error(kUsage) when it is none of those that it may be.
    int number(const std::string& name) const;
    /// The same as it is; empty where none was given and there is no fallback.
    std::string text(const std::string& name) const;
    std::filesystem::path file(const std::string& name) const { return text(name); }

    bool operator==(const SourceOptions&) const = default;

  private:
    std::map<std::string, std::string> values_;
};

/// One line that says every choice, files as "on" only; equal options give equal text.
std::string to_string(const SourceOptions& options);

}  // namespace bplf
