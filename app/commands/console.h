// SPDX-License-Identifier: GPL-3.0-or-later
// What a command says: results on stdout, everything else on stderr.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/commands/common.h"
#include "core/base/number_text.h"

namespace bplf::cli {

/// Used on the command's thread only.
class Console {
  public:
    explicit Console(const CommonOptions& options) : options_(options) {}

    /// The one result: with --json exactly `object` with "ok" (default true) in front, else `text`.
    /// Error(kResource) when stdout does not take it.
    void result(const nlohmann::ordered_json& object, const std::string& text) const;
    /// A line on stderr, not with --quiet.
    void note(const std::string& text) const;
    /// A line on stderr with --verbose.
    void detail(const std::string& text) const;
    /// A line on stderr that begins with "warning:", always.
    void warn(const std::string& text) const;

  private:
    const CommonOptions& options_;
};

/// "12.3 s", "4 min 05 s", "2 h 10 min".
std::string duration_text(double seconds);
/// "812 B", "4.2 MB".
std::string bytes_text(double bytes);

}  // namespace bplf::cli
