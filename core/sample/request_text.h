// SPDX-License-Identifier: GPL-3.0-or-later
// Small text pieces shared by the JSON, label and command forms of a request.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sample/request.h"

namespace bplf::text {

/// Parts between unescaped `separator`s; always at least one part. Escapes stay in the parts.
std::vector<std::string> split(std::string_view text, char separator);
/// Puts a backslash before every backslash and every character of `special`.
std::string escape(const std::string& text, std::string_view special);
/// Removes one level of backslashes.
std::string unescape(std::string_view text);
std::string trim(std::string_view text);

/// The shortest decimal text that reads back as exactly `value`, whatever the locale.
std::string format_number(double value);
/// Error(kUsage) at `where` unless the whole text is a finite number.
double parse_number(const std::string& text, const std::string& where);
std::string join_numbers(const std::vector<double>& values);
std::vector<double> parse_numbers(const std::string& text, const std::string& where);

/// Scales the weights to sum 1. Error(kUsage) at `where` for a weight that cannot be one.
void normalise(LabelMix& mix, const std::string& where);

/// Error(kUsage) at `where` unless the source of a key is "seed:N", "latent:FILE" or "photo:FILE".
void check_source(const std::string& source, const std::string& where);

std::string path_name(Path path);
Path path_from_name(const std::string& name, const std::string& where);
std::string easing_name(Easing easing);
Easing easing_from_name(const std::string& name, const std::string& where);

}  // namespace bplf::text
