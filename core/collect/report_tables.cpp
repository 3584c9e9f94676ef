// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/report_tables.h"

namespace bplf {
namespace {

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

}  // namespace

std::string counts_csv(const BuildReport& report) {
    std::string text = "source,label,split,reason,images\n";
    for (const auto& [source, labels] : report.counts) {
        for (const auto& [label, splits] : labels) {
            for (const auto& [split, reasons] : splits) {
                for (const auto& [reason, count] : reasons) {
                    text += quoted(source) + "," + quoted(label) + "," + split + "," + reason + "," +
                            std::to_string(count) + "\n";
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
        text += std::to_string(cell) + "," + std::to_string(sheet.lines[cell]) + "," +
                quoted(all.sources[candidate.source].spelling) + "," + quoted(candidate.id) + "," + candidate.reason +
                "," + quoted(candidate.detail) + "\n";
    }
    return text;
}

}  // namespace bplf
