// SPDX-License-Identifier: GPL-3.0-or-later
// The report's numbers as CSV, and how it writes shares.
#pragma once

#include <cstdint>
#include <string>

#include "core/collect/collector.h"
#include "core/collect/contact_sheets.h"

namespace bplf {

/// "12.5 %", a dash for a share of nothing.
std::string percent_text(std::int64_t part, std::int64_t whole);
/// source,label,split,reason,images
std::string counts_csv(const BuildReport& report);
/// cell,line,source,id,reason,detail: which image each cell of a sheet shows.
std::string cells_csv(const ContactSheet& sheet, const Collected& all);

}  // namespace bplf
