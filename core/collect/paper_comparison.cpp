// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/paper_comparison.h"

#include <algorithm>
#include <sstream>

#include "core/collect/paper_tables.h"
#include "core/collect/report_tables.h"
#include "core/collect/source.h"

namespace bplf {
namespace {

std::string count_text(std::int64_t value) {
    return value < 0 ? "–" : std::to_string(value);
}

/// Of the numbers that there are; −1 when there is none.
std::int64_t sum_of(const EmotionCounts& counts) {
    if (std::all_of(counts.begin(), counts.end(), [](std::int64_t count) { return count < 0; })) return -1;
    std::int64_t sum = 0;
    for (const std::int64_t count : counts) sum += std::max<std::int64_t>(0, count);
    return sum;
}

class Comparison {
  public:
    explicit Comparison(const Collected& all) : all_(all) {}

    std::string write() {
        const bool ours = all_.class_names == emotion_names();
        if (!ours ||
            std::ranges::none_of(paper_table_1(), [&](const auto& column) { return has(column.collection); })) {
            return {};
        }
        table_1();
        table_2();
        return text_.str();
    }

  private:
    /// Images with a label, of a collection and a split (−1: any).
    EmotionCounts found(const PaperColumn& column) const {
        EmotionCounts counts{};
        for (const Candidate& candidate : all_.candidates) {
            if (candidate.own_label < 0 || all_.sources[candidate.source].collection != column.collection) continue;
            const bool wanted = column.split < 0 || (candidate.split && !candidate.split_made &&
                                                     static_cast<int>(*candidate.split) == column.split);
            if (wanted) ++counts[static_cast<std::size_t>(candidate.own_label)];
        }
        return counts;
    }

    bool has(const std::string& collection) const {
        return std::any_of(all_.sources.begin(), all_.sources.end(),
                           [&](const ReadSource& source) { return source.collection == collection; });
    }

    static bool in_paper(const std::string& collection) {
        return std::ranges::any_of(paper_table_1(),
                                   [&](const PaperColumn& column) { return column.collection == collection; });
    }

    void table_1() {
        text_ << "## Table 1: found / official / printed in the paper\n\n"
                 "The printed numbers cannot be had from the public releases; nothing here is tuned to meet them.\n\n"
                 "| collection |";
        for (const std::string& name : all_.class_names) text_ << " " << name << " |";
        text_ << " all |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n";
        for (const PaperColumn& column : paper_table_1()) {
            const std::string split =
                column.split < 0 ? "" : " " + std::string(split_name(static_cast<Split>(column.split)));
            text_ << "| " << column.collection << split << " |";
            const bool read = has(column.collection);
            const EmotionCounts counts = found(column);
            for (std::size_t i = 0; i < kEmotions; ++i) {
                text_ << " " << (read ? count_text(counts[i]) : "–") << " / " << count_text(column.official[i]) << " / "
                      << count_text(column.printed[i]) << " |";
            }
            text_ << " " << (read ? count_text(sum_of(counts)) : "–") << " / " << count_text(sum_of(column.official))
                  << " / " << count_text(sum_of(column.printed)) << " |\n";
        }
        text_ << "\n";
    }

    void table_2() {
        EmotionCounts read{}, kept{};
        for (const Candidate& candidate : all_.candidates) {
            if (candidate.own_label < 0 || !in_paper(all_.sources[candidate.source].collection)) continue;
            ++read[static_cast<std::size_t>(candidate.own_label)];
            if (candidate.kept()) ++kept[static_cast<std::size_t>(candidate.own_label)];
        }
        text_ << "## Table 2: retention beside the paper's\n\n"
                 "| label | read | kept | share | paper read | paper kept | paper share |\n"
                 "|---|---:|---:|---:|---:|---:|---:|\n";
        for (std::size_t i = 0; i < kEmotions; ++i) {
            retention(all_.class_names[i], read[i], kept[i], paper_images_read()[i], paper_images_kept()[i]);
        }
        retention("all", sum_of(read), sum_of(kept), sum_of(paper_images_read()), sum_of(paper_images_kept()));
        text_ << "\n";
    }

    void retention(const std::string& label, std::int64_t read, std::int64_t kept, std::int64_t paper_read,
                   std::int64_t paper_kept) {
        text_ << "| " << label << " | " << read << " | " << kept << " | " << percent_text(kept, read) << " | "
              << paper_read << " | " << paper_kept << " | " << percent_text(paper_kept, paper_read) << " |\n";
    }

    const Collected& all_;
    std::ostringstream text_;
};

}  // namespace

std::string paper_comparison(const Collected& all) {
    return Comparison(all).write();
}

}  // namespace bplf
