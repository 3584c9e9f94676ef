// SPDX-License-Identifier: GPL-3.0-or-later
// Means, deviations and units of a study's tables, against numbers worked out by hand.
#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/study/row_summary.h"
#include "core/study/study_report.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using testing::HasSubstr;

TrialResult trial(const std::string& row, std::uint64_t seed, double raw, double truncated) {
    TrialResult result;
    result.row = row;
    result.set = "mnist";
    result.seed = seed;
    result.parameters = 1000;
    result.images = 64;
    result.train_seconds = static_cast<double>(seed);
    result.evaluated = 16;
    result.raw = {raw, 0.1, 0.01, raw * 1024 * std::numbers::ln2, 0};
    result.truncated = {truncated, 0.1, 0.01, truncated * 1024 * std::numbers::ln2, 0};
    return result;
}

TrialResult diverged_trial(const std::string& row, std::uint64_t seed) {
    TrialResult result = trial(row, seed, NAN, NAN);
    result.diverged = true;
    result.message = "Training left the finite range.";
    return result;
}

/// Glow with seeds 2, 4, 9 (mean 5, sample deviation √13) and one that diverged; BPLF diverged for
/// good.
StudyReport hand_made_report() {
    StudyReport report;
    StudySet set;
    set.name = "mnist";
    set.title = "MNIST, padded to 32×32";
    set.real_pixels = 784;
    set.train_images = 40, set.held_out_images = 16;
    report.sets = {set};
    report.seeds = 4;
    report.trials = {trial("glow", 1, 2, 1), trial("glow", 2, 4, 1), trial("glow", 3, 9, 4), diverged_trial("glow", 4),
                     diverged_trial("bplf", 1)};
    return report;
}

TEST(RowSummary, HasMeansAndSampleDeviationsOfTheFiniteTrials) {
    const RowSummary summary = summarise_row(hand_made_report().trials, "glow", "mnist");
    EXPECT_EQ(summary.seeds, 3);
    EXPECT_EQ(summary.diverged, 1);
    EXPECT_DOUBLE_EQ(summary.raw, 5);
    EXPECT_DOUBLE_EQ(summary.raw_spread, std::sqrt(13.0));
    EXPECT_DOUBLE_EQ(summary.truncated, 2);
    EXPECT_DOUBLE_EQ(summary.truncated_spread, std::sqrt(3.0));
    EXPECT_DOUBLE_EQ(summary.raw_nats, 5 * 1024 * std::numbers::ln2);
    EXPECT_DOUBLE_EQ(summary.raw_error, 0.1);
    EXPECT_DOUBLE_EQ(summary.images, 64);
    EXPECT_DOUBLE_EQ(summary.seconds, 2.5);
    EXPECT_EQ(summary.parameters, 1000);
}

TEST(RowSummary, HasMeansOfTheJudgedFaces) {
    auto trials = hand_made_report().trials;
    trials[0].samples = SampleScores{16, 0, 10, 0.2, 0.25, 0.6};
    trials[1].samples = SampleScores{16, 0, 14, 0.4, 0.35, 0.6};
    trials[2].samples = SampleScores{16, 16, NAN, NAN, NAN, NAN};
    const RowSummary summary = summarise_row(trials, "glow", "mnist");
    EXPECT_DOUBLE_EQ(summary.frechet_distance, 12);
    EXPECT_DOUBLE_EQ(summary.frechet_spread, std::sqrt(8.0));
    EXPECT_NEAR(summary.kernel_distance, 0.3, 1e-12);
    EXPECT_NEAR(summary.agreement, 0.3, 1e-12);
    EXPECT_DOUBLE_EQ(summary.real_agreement, 0.6);
    EXPECT_TRUE(std::isnan(summarise_row(trials, "bplf", "mnist").frechet_distance));
}

TEST(RowSummary, OfOneSeedHasNoDeviation) {
    const RowSummary summary = summarise_row({trial("glow", 1, 3, 2)}, "glow", "mnist");
    EXPECT_DOUBLE_EQ(summary.raw, 3);
    EXPECT_TRUE(std::isnan(summary.raw_spread));
}

TEST(RowSummary, OfNothingFiniteHasNoMean) {
    const RowSummary diverged = summarise_row(hand_made_report().trials, "bplf", "mnist");
    EXPECT_EQ(diverged.seeds, 0);
    EXPECT_EQ(diverged.diverged, 1);
    EXPECT_TRUE(std::isnan(diverged.raw));
    EXPECT_FALSE(diverged.message.empty());
    EXPECT_TRUE(std::isnan(summarise_row(hand_made_report().trials, "glow", "faces").raw));
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    return cells;
}

/// Column name to cell of one row of the written CSV.
std::map<std::string, std::string> csv_row(const std::filesystem::path& file, const std::string& row) {
    std::istringstream in(read_file(file));
    std::string line;
    std::getline(in, line);
    const auto names = cells_of(line);
    std::map<std::string, std::string> cells;
    while (std::getline(in, line)) {
        const auto values = cells_of(line + ",");
        if (values.at(2) != row) continue;
        for (std::size_t i = 0; i < values.size(); ++i) cells[names.at(i)] = values[i];
    }
    return cells;
}

class WrittenTable : public testing::Test {
  protected:
    std::vector<std::filesystem::path> write(const std::string& id) {
        request_.out = folder_.path();
        request_.budget.images = 64;
        for (const StudyTable& table : paper_tables())
            if (table.id == id) return write_table(table, request_, {.images = 64}, report_);
        return {};
    }
    StudyRequest request_;
    StudyReport report_ = hand_made_report();
    TempDir folder_;
};

// 1024 stored pixels carry the bits of 784 real ones.
TEST_F(WrittenTable, CountsPerRealPixel) {
    const auto files = write("table3");
    auto cells = csv_row(files.at(1), "glow");
    EXPECT_NEAR(std::stod(cells["raw_bits_per_dim"]), 5.0 * 1024 / 784, 1e-9);
    EXPECT_NEAR(std::stod(cells["raw_spread"]), std::sqrt(13.0) * 1024 / 784, 1e-9);
    EXPECT_NEAR(std::stod(cells["truncated_bits_per_dim"]), 2.0 * 1024 / 784, 1e-9);
    EXPECT_NEAR(std::stod(cells["raw_nats"]) / (784 * std::numbers::ln2), std::stod(cells["raw_bits_per_dim"]), 1e-9);
    EXPECT_EQ(cells["seeds"], "3");
    EXPECT_EQ(cells["diverged"], "1");
    EXPECT_EQ(cells["paper"], "1.18");
    EXPECT_THAT(read_file(files.at(0)), HasSubstr("| Glow | raw | 6.531 ± 4.709 | 2.612 ± 2.262 | 1.18 | 1000 | 64 |"));
}

TEST_F(WrittenTable, LeavesCellsOfDivergedAndMissingRowsEmpty) {
    const auto files = write("table3");
    auto diverged = csv_row(files.at(1), "bplf"), missing = csv_row(files.at(1), "bplf-313");
    EXPECT_EQ(diverged["raw_bits_per_dim"], "");
    EXPECT_EQ(diverged["diverged"], "1");
    EXPECT_EQ(missing["raw_bits_per_dim"], "");
    EXPECT_EQ(missing["paper"], "1.15");
    const std::string text = read_file(files.at(0));
    EXPECT_THAT(text, HasSubstr("| BPLF 3*3 conv | raw | diverged | diverged | 1.14 |"));
    EXPECT_THAT(text, HasSubstr("bplf on mnist, seed 1: diverged. Training left the finite range."));
}

TEST_F(WrittenTable, SaysWhichImagesTheMeansLeaveOut) {
    EXPECT_THAT(read_file(write("table5").at(0)), testing::Not(HasSubstr("no finite score")));
    report_.trials[0].raw.non_finite = 3;
    const std::string text = read_file(write("table3").at(0));
    EXPECT_THAT(text, HasSubstr("glow on mnist, seed 1: of 16 held-out images, 3 raw and 0 truncated ones have no"));
}

TEST_F(WrittenTable, SaysWhatAJudgeSeesInDrawnFacesAndNothingWithoutOne) {
    EXPECT_THAT(read_file(write("table3").front()), testing::Not(HasSubstr("Fréchet")));
    report_.sets.front().labels = {"a", "b", "c", "d"};
    report_.trials[0].samples = SampleScores{16, 3, 10, 0.25, 0.25, 0.625};
    const auto files = write("table3");
    const std::string text = read_file(files.front());
    EXPECT_THAT(text, HasSubstr("own label in 62.5 %; guessing gives 25.0 %"));
    EXPECT_THAT(text, HasSubstr("| Glow | 10.0 | 0.250 | 25.0 |"));
    EXPECT_THAT(text, HasSubstr("of 16 drawn faces, 3 are not finite"));
    auto cells = csv_row(files.at(1), "glow");
    EXPECT_EQ(cells["frechet_distance"], "10.0");
    EXPECT_EQ(cells["kernel_distance"], "0.25");
    EXPECT_EQ(cells["agreement"], "0.25");
    EXPECT_EQ(csv_row(files.at(1), "bplf")["frechet_distance"], "");
}

TEST_F(WrittenTable, HoldsJsonWithEveryRowAndTrial) {
    const auto json = nlohmann::json::parse(read_file(write("table3").at(2)));
    EXPECT_EQ(json["schema"], "bplf.study.table.v1");
    EXPECT_EQ(json["budget"], "64images");
    EXPECT_EQ(json["rows"].size(), paper_tables().at(0).rows.size());
    EXPECT_EQ(json["trials"].size(), 5U);
    EXPECT_NEAR(json["rows"][0]["cells"]["mnist"]["raw"].get<double>(), 5.0 * 1024 / 784, 1e-9);
    EXPECT_EQ(json["rows"][0]["cells"]["mnist"]["raw_per_stored_pixel"], 5.0);
    EXPECT_EQ(json["rows"][0]["cells"]["mnist"]["paper"], 1.18);
}

// A figure of the same study trains on faces, whatever sets its tables are asked for.
TEST_F(WrittenTable, LeavesOutWhatOtherTargetsHaveTrained) {
    request_.sets = {"mnist"};
    StudySet faces = report_.sets.front();
    faces.name = "faces", faces.title = "FER2013";
    report_.sets.push_back(faces);
    report_.trials.push_back(trial("glow", 1, 3, 3));
    report_.trials.back().set = "faces";
    report_.trials.push_back(trial("nice", 1, 3, 3));
    const auto files = write("table3");
    EXPECT_THAT(read_file(files.at(0)), testing::Not(HasSubstr("FER2013")));
    EXPECT_THAT(read_file(files.at(1)), testing::Not(HasSubstr("faces")));
    EXPECT_EQ(nlohmann::json::parse(read_file(files.at(2)))["trials"].size(), 5U);
}

// Reading L is of the 784 real pixels of a padded digit: eq 4-1 solved for the log-likelihood at the bits per real
// pixel. Reading N: the nats.
TEST_F(WrittenTable, GivesBothReadingsOfTable4) {
    const double nats = 5 * 1024 * std::numbers::ln2, bits = 5.0 * 1024 / 784;
    const double likelihood = -784 * (bits * std::numbers::ln2 - std::log(128.0));
    char cell[64];
    std::snprintf(cell, sizeof cell, "| Glow | raw | %.1f / %.1f |", likelihood, nats);
    const auto files = write("table4");
    EXPECT_THAT(read_file(files.at(0)), HasSubstr(cell));
    const auto json = nlohmann::json::parse(read_file(files.at(2)));
    EXPECT_NEAR(json["rows"][0]["cells"]["mnist"]["log_density"].get<double>(), likelihood, 1e-6);
}

TEST_F(WrittenTable, HasTheMatchedRowsBeforeAllOthers) {
    const std::string text = read_file(write("table3").at(0));
    const auto headline = text.find("| Glow | raw"), turned = text.find("Switches turned, at matched parameters:"),
               wide = text.find("At the width of the configuration:");
    EXPECT_LT(headline, turned);
    EXPECT_LT(turned, wide);
    EXPECT_GT(text.find("| Glow, as wide as BPLF 3*3 |"), wide);
    EXPECT_GT(text.find("| Glow without actnorm between steps |"), turned);
}

TEST_F(WrittenTable, SaysWhatAllRowsShareAndWhatBplfCannotBe) {
    const std::string text = read_file(write("table5").at(0));
    EXPECT_THAT(text, HasSubstr("`flow_actnorm` true"));
    EXPECT_THAT(text, HasSubstr("no larger a class of functions than Glow with actnorm"));
    EXPECT_THAT(text, HasSubstr("5 draws of the dequantisation noise"));
}

}  // namespace
}  // namespace bplf::test
