// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/ferplus.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "core/base/error.h"
#include "core/collect/sources/vote_columns.h"
#include "core/io/table.h"

namespace bplf {
namespace {

constexpr std::size_t kChoices = 10;
constexpr std::size_t kUnknown = 8, kNoFace = 9;
constexpr std::array<const char*, kChoices> kWords{"neutral", "happiness", "surprise", "sadness", "anger",
                                                   "disgust", "fear",      "contempt", "unknown", "NF"};
constexpr const char* kHeader =
    "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,"
    "unknown,NF";

using Votes = std::array<int, kChoices>;

/// The choice with more than half of the votes once single votes are taken as slips; kUnknown without one.
std::size_t majority(Votes votes) {
    int total = 0;
    for (int& count : votes) {
        if (count < 2) count = 0;
        total += count;
    }
    const auto most = std::max_element(votes.begin(), votes.end());
    return 2 * *most > total ? static_cast<std::size_t>(most - votes.begin()) : kUnknown;
}

/// The votes for emotions as a soft label; none where nobody saw one.
std::vector<std::pair<std::string, double>> shares(const Votes& votes) {
    std::vector<std::pair<std::string, double>> words;
    for (std::size_t i = 0; i < kUnknown; ++i) {
        if (votes[i] > 0) words.emplace_back(kWords[i], votes[i]);
    }
    return words;
}

Votes parse_votes(std::span<const std::string> cells, const std::string& where) {
    Votes votes{};
    if (cells.size() < kChoices) throw_input_error("The row has no ten votes.", where, "Get the table of FER+ again.");
    for (std::size_t i = 0; i < kChoices; ++i) {
        const std::string& cell = cells[i];
        const auto [end, code] = std::from_chars(cell.data(), cell.data() + cell.size(), votes[i]);
        if (code == std::errc() && votes[i] >= 0 && votes[i] <= 1000 && end == cell.data() + cell.size()) continue;
        throw_input_error("The row has no ten votes.", where, "Get the table of FER+ again.");
    }
    return votes;
}

Split split_of_usage(const std::string& usage, const std::string& where) {
    if (usage == "Training") return Split::kTrain;
    if (usage == "PublicTest") return Split::kValidation;
    if (usage == "PrivateTest") return Split::kTest;
    throw_input_error("The row has the usage \"" + printable(usage) + "\".", where, "Get fer2013new.csv again.");
}

using VoteTable = std::array<std::vector<Votes>, kSplitCount>;

void add_row(const TableRow& row, const Table& table, VoteTable& votes_of) {
    if (row.cells.size() < 2) throw_input_error("The row has no votes.", table.where(row.line), "Get it again.");
    const Votes votes = parse_votes({row.cells.begin() + 2, row.cells.end()}, table.where(row.line));
    votes_of[static_cast<std::size_t>(split_of_usage(row.cells[0], table.where(row.line)))].push_back(votes);
}

VoteTable read_table(const std::filesystem::path& file) {
    Table table(file);
    TableRow row;
    const std::vector<std::string> header = split_cells(kHeader, ',');
    if (!table.next(row) || row.cells.size() < header.size() ||
        !std::equal(header.begin(), header.end(), row.cells.begin())) {
        throw_input_error("is not FER+'s table of votes.", file.string() + ", line 1",
                          std::string("Expected the header ") + kHeader + ".");
    }
    VoteTable votes;
    while (table.next(row)) add_row(row, table, votes);
    return votes;
}

/// Whether `size` is the number of rows of some of the splits together.
bool covers_whole_splits(const VoteTable& table, std::int64_t size) {
    for (unsigned chosen = 1; chosen < (1U << kSplitCount); ++chosen) {
        std::int64_t sum = 0;
        for (std::size_t split = 0; split < kSplitCount; ++split) {
            if ((chosen >> split & 1U) != 0) sum += static_cast<std::int64_t>(table[split].size());
        }
        if (sum == size) return true;
    }
    return false;
}

class FerPlusSource final : public Source {
  public:
    FerPlusSource(std::unique_ptr<Source> inner, const SourceOptions& options)
        : inner_(std::move(inner)),
          file_(options.file("ferplus")),
          labels_(options.word("fer-labels")),
          table_(read_table(file_)) {
        if (!covers_whole_splits(table_, inner_->size())) fail();
    }

    std::string name() const override { return inner_->name(); }
    std::int64_t size() const override { return inner_->size(); }
    std::string collection() const override { return inner_->collection(); }
    std::vector<std::string> notes() const override { return inner_->notes(); }
    std::vector<std::string> class_names() const override {
        auto names = inner_->class_names();
        if (labels_ != "original") names.emplace_back("contempt");
        return names;
    }

    std::optional<SourceRecord> next() override {
        auto record = inner_->next();
        if (!record) return record;
        if (!record->split) fail();
        const auto split = static_cast<std::size_t>(*record->split);
        if (row_[split] == table_[split].size()) fail();
        apply(table_[split][row_[split]++], *record);
        return record;
    }

  private:
    [[noreturn]] void fail() const {
        throw_input_error("has other rows than " + inner_->name() + ".", file_.string(),
                          "FER+ votes need complete splits in FER2013's own order; leave --ferplus out.");
    }

    void apply(const Votes& votes, SourceRecord& record) const {
        record.votes.assign(votes.begin(), votes.end());
        const std::size_t choice = majority(votes);
        const std::string tally = std::to_string(votes[choice]) + " votes for " + kWords[choice];
        if (choice == kNoFace) return reject(record, "ferplus_nf", tally);
        if (labels_ == "original") return;
        if (labels_ == "votes") return take_votes(votes, record);
        if (choice == kUnknown) return reject(record, "ferplus_unknown", "no majority");
        const auto theirs = canonical_emotion(kWords[choice]);
        if (labels_ == "agree" && theirs != canonical_emotion(record.label)) {
            return reject(record, "ferplus_unknown", tally);
        }
        record.label = kWords[choice];
    }

    static void take_votes(const Votes& votes, SourceRecord& record) {
        record.label_weights = shares(votes);
        if (record.label_weights.empty()) return reject(record, "ferplus_unknown", "no vote for an emotion");
        record.label = VoteColumns::most_voted(record.label_weights);
    }

    static void reject(SourceRecord& record, const char* reason, const std::string& problem) {
        record.reason = reason;
        record.problem = problem;
    }

    std::unique_ptr<Source> inner_;
    std::filesystem::path file_;
    std::string labels_;
    VoteTable table_;
    std::array<std::size_t, kSplitCount> row_{};
};

}  // namespace

const std::vector<std::string>& ferplus_words() {
    static const std::vector<std::string> words = [] {
        auto all = fer2013_label_order();
        all.emplace_back("contempt");
        return all;
    }();
    return words;
}

void apply_votes(std::span<const std::string> cells, const std::string& where, SourceRecord& record) {
    const Votes votes = parse_votes(cells, where);
    record.votes.assign(votes.begin(), votes.end());
    const std::size_t choice = majority(votes);
    record.label = choice < kUnknown ? kWords[choice] : "none";
    record.label_weights = shares(votes);
    if (!record.problem.empty() || choice < kUnknown) return;
    record.reason = choice == kNoFace ? "ferplus_nf" : "ferplus_unknown";
    record.problem = choice == kNoFace ? std::to_string(votes[choice]) + " votes for NF" : "no majority";
}

std::unique_ptr<Source> with_ferplus(std::unique_ptr<Source> source, const SourceOptions& options) {
    if (options.file("ferplus").empty()) {
        if (options.word("fer-labels") == "original") return source;
        throw_usage_error("FER+ labels need the table of votes.", "--fer-labels",
                          "Name fer2013new.csv with --ferplus FILE.");
    }
    return std::make_unique<FerPlusSource>(std::move(source), options);
}

}  // namespace bplf
