// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <utility>

namespace bplf {
namespace {

std::string compose(const std::string& what, const std::string& where, const std::string& hint) {
    std::string text = where.empty() ? what : where + ": " + what;
    if (!hint.empty()) text += " " + hint;
    return text;
}

}  // namespace

Error::Error(ErrorKind kind, std::string what, std::string where, std::string hint)
    : std::runtime_error(compose(what, where, hint)),
      kind_(kind),
      problem_(std::move(what)),
      where_(std::move(where)),
      hint_(std::move(hint)) {}

void throw_input_error(std::string what, std::string where, std::string hint) {
    throw Error(ErrorKind::kInput, std::move(what), std::move(where), std::move(hint));
}

void throw_usage_error(std::string what, std::string where, std::string hint) {
    throw Error(ErrorKind::kUsage, std::move(what), std::move(where), std::move(hint));
}

void throw_check_failed(std::string_view condition, std::string message, const char* file, int line) {
    throw Error(ErrorKind::kInternal, std::move(message) + " (check failed: " + std::string(condition) + ")",
                std::string(file) + ":" + std::to_string(line), "This is a bug in BPLF Studio; please report it.");
}

}  // namespace bplf
