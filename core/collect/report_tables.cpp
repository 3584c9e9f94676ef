// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/report_tables.h"

#include <cstdio>

#include "core/base/quoted_text.h"

namespace bplf {

std::string percent_text(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return "–";
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
    return text;
}

std::string counts_csv(const BuildReport& report) {
    std::string text = "source,label,split,reason,images\n";
    for (const auto& [source, labels] : report.counts) {
        for (const auto& [label, splits] : labels) {
            for (const auto& [split, reasons] : splits) {
                for (const auto& [reason, count] : reasons) {
                    for (const std::string& cell : {csv_cell(source), csv_cell(label), split, reason}) {
                        text += cell;
                        text += ',';
                    }
                    text += std::to_string(count);
                    text += '\n';
                }
            }
        }
    }
    return text;
}

std::string cells_csv(const ContactSheet& sheet, const Collected& all) {
    std::string text = "cell,line,source,id,reason,detail\n";
    for (std::size_t cell = 0; cell < sheet.lines.size(); ++cell) {
        const Candidate& candidate = all.candidates[sheet.lines[cell]];
        for (const std::string& part :
             {std::to_string(cell), std::to_string(sheet.lines[cell]), csv_cell(all.sources[candidate.source].spelling),
              csv_cell(candidate.id), candidate.reason.text()}) {
            text += part;
            text += ',';
        }
        text += csv_cell(candidate.detail);
        text += '\n';
    }
    return text;
}

}  // namespace bplf
