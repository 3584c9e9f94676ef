// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/rating.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/quoted_text.h"
#include "core/base/sha256.h"
#include "core/io/table.h"
#include "core/stimuli/design.h"
#include "core/stimuli/set_files.h"

namespace bplf::stimuli {
namespace {

constexpr const char* kStimuliFile = "stimuli.csv";
constexpr const char* kRatingColumns = "set,rater,trial,file,emotion,intensity,clarity,seconds";
/// What add_ratings() adds to stimuli.csv begins so.
constexpr const char* kAddedPrefix = "rated_";
constexpr const char* kRatersColumn = "raters";

/// Answers by rater and picture.

using Answers = std::map<std::pair<std::string, std::string>, Rating>;

/// A set as its folder tells it.
struct RatedSet {
    std::filesystem::path folder;
    std::string id;
    std::vector<std::string> choices;
    std::vector<std::vector<std::string>> rows;  ///< of stimuli.csv without what was added, its names first
    std::set<std::string> files;
};

bool is_added(const std::string& column) {
    return column == kRatersColumn || column.starts_with(kAddedPrefix);
}

std::vector<std::vector<std::string>> rows_without_ratings(const std::filesystem::path& file) {
    Table table(file, {.delimiter = ','});
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> kept;
    for (TableRow row; table.next(row);) {
        if (rows.empty()) {
            for (std::size_t i = 0; i < row.cells.size(); ++i)
                if (!is_added(row.cells[i])) kept.push_back(i);
        } else if (row.cells.size() < kept.size()) {
            throw_input_error("This row has too few cells.", table.where(row.line));
        }
        std::vector<std::string> cells;
        for (const std::size_t i : kept) cells.push_back(row.cells[i]);
        rows.push_back(std::move(cells));
    }
    if (rows.empty() || rows.front().empty() || rows.front().front() != "file")
        throw_input_error("This is not a set's table of pictures.", file.string());
    return rows;
}

RatedSet open_set(const std::filesystem::path& folder) {
    if (!std::filesystem::exists(folder / "plan.json") || !std::filesystem::exists(folder / kStimuliFile))
        throw_input_error("This folder holds no set of stimuli.", folder.string(),
                          "Name the folder that the set was made in.");
    RatedSet set{folder,
                 sha256_of_file(folder / "plan.json"),
                 rating_choices(read_plan(folder / "plan.json")),
                 rows_without_ratings(folder / kStimuliFile),
                 {}};
    for (std::size_t i = 1; i < set.rows.size(); ++i) set.files.insert(set.rows[i].front());
    return set;
}

/// The cells of an answer by name.
class AnswerRow {
  public:
    AnswerRow(const Table& table, const TableHeader& header, const TableRow& row)
        : table_(table), header_(header), row_(row) {}

    std::string word(std::string_view column) const {
        const std::size_t at = header_.find({column});
        if (at == TableHeader::npos)
            wrong("This is no table of ratings: it has no column \"" + std::string(column) + "\"");
        if (at >= row_.cells.size() || row_.cells[at].empty()) wrong("There is no " + std::string(column));
        return row_.cells[at];
    }
    int step(std::string_view column, int most) const {
        const std::string text = word(column);
        int value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (problem != std::errc() || end != text.data() + text.size() || value < 1 || value > most)
            wrong("\"" + text + "\" is no " + std::string(column) + " from 1 to " + std::to_string(most));
        return value;
    }
    double seconds() const {
        std::string text = word("seconds");
        std::ranges::replace(text, ',', '.');  // as spreadsheets of some languages save it
        double value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value) || value < 0)
            wrong("\"" + text + "\" is no number of seconds");
        return value;
    }
    [[noreturn]] void wrong(const std::string& what) const {
        throw_input_error(what + ".", table_.where(row_.line),
                          "Take the table as \"" + std::string(kRatingPage) + "\" of this set saved it.");
    }

  private:
    const Table& table_;
    const TableHeader& header_;
    const TableRow& row_;
};

Rating rating_of(const AnswerRow& row, const RatedSet& set) {
    if (row.word("set") != set.id) row.wrong("This answer is about another set");
    Rating rating;
    rating.rater = row.word("rater");
    rating.file = row.word("file");
    rating.emotion = row.word("emotion");
    rating.trial = row.step("trial", static_cast<int>(set.files.size()));
    rating.intensity = row.step("intensity", kRatingSteps);
    rating.clarity = row.step("clarity", kRatingSteps);
    rating.seconds = row.seconds();
    if (!set.files.contains(rating.file)) row.wrong("The set has no picture \"" + rating.file + "\"");
    if (std::ranges::find(set.choices, rating.emotion) == set.choices.end())
        row.wrong("\"" + rating.emotion + "\" is none of the emotions that were asked for");
    return rating;
}

/// Adds a table's answers; one that is there already changes nothing.
void take_answers(const std::filesystem::path& file, const RatedSet& set, Answers& answers) {
    Table table(file);
    TableRow row;
    if (!table.next(row)) throw_input_error("There is nothing in it.", file.string());
    const TableHeader header(row.cells);
    AnswerRow(table, header, row).word("set");
    while (table.next(row)) {
        const AnswerRow cells(table, header, row);
        const Rating rating = rating_of(cells, set);
        const auto [known, is_new] = answers.try_emplace({rating.rater, rating.file}, rating);
        if (!is_new && !(known->second == rating))
            cells.wrong("Rater \"" + rating.rater + "\" has already given another answer about \"" + rating.file +
                        "\"");
    }
}

std::string ratings_csv(const RatedSet& set, const Answers& answers) {
    std::vector<const Rating*> sorted;
    for (const auto& [key, rating] : answers) sorted.push_back(&rating);
    std::ranges::stable_sort(sorted, [](const Rating* a, const Rating* b) {
        return std::tie(a->rater, a->trial, a->file) < std::tie(b->rater, b->trial, b->file);
    });
    std::string text = std::string(kRatingColumns) + "\n";
    for (const Rating* one : sorted)
        text += set.id + "," + csv_cell(one->rater) + "," + std::to_string(one->trial) + "," + csv_cell(one->file) +
                "," + csv_cell(one->emotion) + "," + std::to_string(one->intensity) + "," +
                std::to_string(one->clarity) + "," + fixed(one->seconds, 2) + "\n";
    return text;
}

/// Mean and standard deviation as cells; empty where there are too few.
void add_moments(std::vector<std::string>& cells, const std::vector<const Rating*>& ratings, int Rating::* what) {
    const auto count = static_cast<double>(ratings.size());
    double sum = 0, squares = 0;
    for (const Rating* one : ratings) sum += one->*what;
    const double mean = sum / std::max(count, 1.0);
    for (const Rating* one : ratings) squares += (one->*what - mean) * (one->*what - mean);
    cells.push_back(count > 0 ? fixed(mean, 4) : "");
    cells.push_back(count > 1 ? fixed(std::sqrt(squares / (count - 1)), 4) : "");
}

std::vector<std::string> added_names(const RatedSet& set) {
    std::vector<std::string> names{kRatersColumn, "rated_emotion"};
    for (const std::string& choice : set.choices) names.push_back("rated_share_" + choice);
    for (const char* name : {"rated_intensity_mean", "rated_intensity_sd", "rated_clarity_mean", "rated_clarity_sd"})
        names.emplace_back(name);
    return names;
}

std::vector<std::string> added_cells(const RatedSet& set, const std::vector<const Rating*>& ratings) {
    std::vector<std::string> cells{std::to_string(ratings.size())};
    std::vector<std::ptrdiff_t> chosen;
    for (const std::string& choice : set.choices)
        chosen.push_back(std::ranges::count_if(ratings, [&](const Rating* one) { return one->emotion == choice; }));
    const auto most = static_cast<std::size_t>(std::ranges::max_element(chosen) - chosen.begin());
    cells.push_back(ratings.empty() ? "" : set.choices[most]);
    for (const std::ptrdiff_t count : chosen)
        cells.push_back(ratings.empty() ? ""
                                        : fixed(static_cast<double>(count) / static_cast<double>(ratings.size()), 4));
    add_moments(cells, ratings, &Rating::intensity);
    add_moments(cells, ratings, &Rating::clarity);
    return cells;
}

void append_row(std::string& text, const std::vector<std::string>& cells, const std::vector<std::string>& more) {
    bool is_first = true;
    for (const auto* part : {&cells, &more}) {
        for (const std::string& cell : *part) {
            text += (is_first ? "" : ",") + csv_cell(cell);
            is_first = false;
        }
    }
    text += '\n';
}

std::string rated_table(const RatedSet& set, const Answers& answers, RatingSummary& summary) {
    std::map<std::string, std::vector<const Rating*>> by_file;
    for (const auto& [key, rating] : answers) by_file[rating.file].push_back(&rating);
    std::string text;
    append_row(text, set.rows.front(), added_names(set));
    for (std::size_t i = 1; i < set.rows.size(); ++i) {
        const auto& ratings = by_file[set.rows[i].front()];
        summary.unrated += ratings.empty();
        append_row(text, set.rows[i], added_cells(set, ratings));
    }
    return text;
}

void refuse_changed(const std::filesystem::path& folder, const std::map<std::string, std::string>& hashes) {
    for (const char* file : {kStimuliFile, kRatingsFile, "plan.json"}) {
        const auto known = hashes.find(file);
        const bool is_there = std::filesystem::exists(folder / file);
        if (is_there == (known != hashes.end()) && (!is_there || sha256_of_file(folder / file) == known->second))
            continue;
        throw_input_error(std::string("\"") + file + "\" is not the one that this set was made with.", folder.string(),
                          "Put the old file back; --force goes on with what is there.");
    }
}

}  // namespace

std::vector<std::string> rating_choices(const Plan& plan) {
    std::vector<std::string> choices{neutral_name(plan)};
    for (const Expression& expression : plan.expressions)
        if (std::ranges::find(choices, expression.name) == choices.end()) choices.push_back(expression.name);
    if (std::ranges::find(choices, kNoneOfThese) == choices.end()) choices.emplace_back(kNoneOfThese);
    return choices;
}

RatingSummary add_ratings(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& tables,
                          bool force) {
    const RatedSet set = open_set(folder);
    std::map<std::string, std::string> hashes = read_hashes(folder);
    if (!force) refuse_changed(folder, hashes);
    Answers answers;
    if (std::filesystem::exists(folder / kRatingsFile)) take_answers(folder / kRatingsFile, set, answers);
    RatingSummary summary;
    const std::size_t had = answers.size();
    for (const auto& table : tables) take_answers(table, set, answers);
    std::set<std::string> raters;
    for (const auto& [key, rating] : answers) raters.insert(rating.rater);
    summary.raters = static_cast<int>(raters.size());
    summary.ratings = static_cast<int>(answers.size());
    summary.added = static_cast<int>(answers.size() - had);
    const std::string all = ratings_csv(set, answers), rated = rated_table(set, answers, summary);
    hashes[kRatingsFile] = hash_of(all);
    hashes[kStimuliFile] = hash_of(rated);
    write_file(folder / kRatingsFile, all);
    write_file(folder / kStimuliFile, rated);
    write_file(folder / kHashesFile, hashes_text(hashes));
    return summary;
}

}  // namespace bplf::stimuli
