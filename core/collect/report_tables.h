// SPDX-License-Identifier: GPL-3.0-or-later
// The report's numbers as CSV.
#pragma once

#include <string>

#include "core/collect/collector.h"
#include "core/collect/contact_sheets.h"

namespace bplf {

/// source,label,split,reason,images
std::string counts_csv(const BuildReport& report);
/// cell,line,source,id,reason,detail: which image each cell of a sheet shows.
std::string cells_csv(const ContactSheet& sheet, const Collected& all);

}  // namespace bplf
