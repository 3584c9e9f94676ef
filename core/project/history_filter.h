// SPDX-License-Identifier: GPL-3.0-or-later
// The words by which a state of the history is found again.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/project/history_record.h"

namespace bplf::project {

/// Words between spaces, all of which must hold; a '-' before one asks for the opposite.
///   happy          a label of the faces, or a part of title, screen, kind or model (capitals do not matter)
///   happy>50       a label's share in percent; < <= > >= = are understood
///   T<0.8          the mean temperature;  seed=42;  stars>=3;  age<7 in days
///   ★ or *         has a star; ★★★ three or more
class HistoryFilter {
  public:
    /// Lets everything through.
    HistoryFilter() = default;
    /// now: milliseconds since 1970, for ages. Error(kUsage) naming the word that is not understood.
    static HistoryFilter parse(const std::string& text, std::int64_t now);

    bool matches(const HistoryRecord& record) const;
    bool is_empty() const { return terms_.empty(); }

  private:
    using Term = std::function<bool(const HistoryRecord&)>;
    static Term parse_word(const std::string& word, std::int64_t now);

    std::vector<Term> terms_;
};

}  // namespace bplf::project
