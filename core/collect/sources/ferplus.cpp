// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/ferplus.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

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

Split split_of_usage(const std::string& usage, const std::string& where) {
    if (usage == "Training") return Split::kTrain;
    if (usage == "PublicTest") return Split::kValidation;
    if (usage == "PrivateTest") return Split::kTest;
    throw_input_error("The row has the usage \"" + usage + "\".", where, "Get fer2013new.csv again.");
}

using Table = std::array<std::vector<Votes>, kSplitCount>;

void add_row(const std::string& line, const std::string& where, Table& table) {
    std::istringstream fields(line);
    std::string usage, name, field;
    std::getline(fields, usage, ',');
    std::getline(fields, name, ',');
    Votes votes{};
    for (int& count : votes) {
        std::getline(fields, field, ',');
        const auto [end, code] = std::from_chars(field.data(), field.data() + field.size(), count);
        if (code != std::errc() || count < 0 || end == field.data()) {
            throw_input_error("The row has no ten votes.", where, "Get fer2013new.csv again.");
        }
    }
    table[static_cast<std::size_t>(split_of_usage(usage, where))].push_back(votes);
}

Table read_table(const std::filesystem::path& file) {
    std::istringstream lines(read_file(file, std::size_t{1} << 26));
    std::string line;
    std::getline(lines, line);
    if (!line.starts_with(kHeader)) {
        throw_input_error("is not FER+'s table of votes.", file.string() + ", line 1",
                          std::string("Expected the header ") + kHeader + ".");
    }
    Table table;
    for (int number = 2; std::getline(lines, line); ++number) {
        if (!line.empty() && line != "\r") add_row(line, file.string() + ", line " + std::to_string(number), table);
    }
    return table;
}

/// Whether `size` is the number of rows of some of the splits together.
bool covers_whole_splits(const Table& table, std::int64_t size) {
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
        : inner_(std::move(inner)), options_(options), table_(read_table(options.ferplus)) {
        if (!covers_whole_splits(table_, inner_->size())) fail();
    }

    std::string name() const override { return inner_->name(); }
    std::int64_t size() const override { return inner_->size(); }
    std::string collection() const override { return inner_->collection(); }
    std::vector<std::string> notes() const override { return inner_->notes(); }
    std::vector<std::string> class_names() const override {
        auto names = inner_->class_names();
        if (options_.fer_labels != FerLabels::kOriginal) names.emplace_back("contempt");
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
        throw_input_error("has other rows than " + inner_->name() + ".", options_.ferplus.string(),
                          "FER+ votes need complete splits in FER2013's own order; leave --ferplus out.");
    }

    void apply(const Votes& votes, SourceRecord& record) const {
        record.votes.assign(votes.begin(), votes.end());
        const std::size_t choice = majority(votes);
        const std::string tally = std::to_string(votes[choice]) + " votes for " + kWords[choice];
        if (choice == kNoFace) return reject(record, "ferplus_nf", tally);
        if (options_.fer_labels == FerLabels::kOriginal) return;
        if (choice == kUnknown) return reject(record, "ferplus_unknown", "no majority");
        const auto theirs = canonical_emotion(kWords[choice]);
        if (options_.fer_labels == FerLabels::kAgree && theirs != canonical_emotion(record.label)) {
            return reject(record, "ferplus_unknown", tally);
        }
        record.label = kWords[choice];
    }

    static void reject(SourceRecord& record, const char* reason, const std::string& problem) {
        record.reason = reason;
        record.problem = problem;
    }

    std::unique_ptr<Source> inner_;
    SourceOptions options_;
    Table table_;
    std::array<std::size_t, kSplitCount> row_{};
};

}  // namespace

std::unique_ptr<Source> with_ferplus(std::unique_ptr<Source> source, const SourceOptions& options) {
    if (options.ferplus.empty()) {
        if (options.fer_labels == FerLabels::kOriginal) return source;
        throw_usage_error("FER+ labels need the table of votes.", "--fer-labels",
                          "Name fer2013new.csv with --ferplus FILE.");
    }
    return std::make_unique<FerPlusSource>(std::move(source), options);
}

}  // namespace bplf
