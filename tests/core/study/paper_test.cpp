// SPDX-License-Identifier: GPL-3.0-or-later
// The paper's tables as printed, and configurations for all their rows.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "core/flow/registry.h"
#include "core/study/trial.h"

namespace bplf::test {
namespace {

using Numbers = std::vector<std::vector<double>>;  ///< a row for each system: MNIST, CIFAR-10, EmotionSet

/// The printed numbers in the order of the rows that have some.
Numbers printed_in(const StudyTable& table) {
    Numbers numbers;
    for (const StudyRow& row : table.rows) {
        if (row.printed.empty()) continue;
        numbers.push_back({row.printed.at("mnist"), row.printed.at("cifar10"), row.printed.at("faces")});
    }
    return numbers;
}

std::vector<std::string> printed_rows(const StudyTable& table) {
    std::vector<std::string> ids;
    for (const StudyRow& row : table.rows)
        if (!row.printed.empty()) ids.push_back(row.id);
    return ids;
}

TEST(PaperTables, Table3IsAsPrinted) {
    const StudyTable& table = paper_tables().at(0);
    EXPECT_EQ(table.id, "table3");
    EXPECT_THAT(printed_rows(table),
                testing::ElementsAre("glow", "glow-svd", "bplf", "bplf-313", "bplf-svd", "bplf-313-svd"));
    EXPECT_EQ(printed_in(table), (Numbers{{1.18, 3.53, 2.24},
                                          {1.16, 3.50, 2.21},
                                          {1.14, 3.42, 2.16},
                                          {1.15, 3.40, 2.14},
                                          {1.13, 3.33, 2.12},
                                          {1.14, 3.38, 2.15}}));
}

TEST(PaperTables, Table4IsAsPrinted) {
    const StudyTable& table = paper_tables().at(1);
    EXPECT_EQ(table.id, "table4");
    EXPECT_THAT(printed_rows(table), testing::ElementsAre("glow", "f-vae", "dlf", "flow++", "bplf-svd"));
    EXPECT_EQ(printed_in(table), (Numbers{{3215.3, 4513.2, 4618.2},
                                          {3116.4, 4376.9, 4515.4},
                                          {3134.6, 4104.5, 4500.7},
                                          {3473.6, 4492.3, 4592.4},
                                          {3124.6, 4212.4, 4498.3}}));
}

TEST(PaperTables, Table5IsAsPrinted) {
    const StudyTable& table = paper_tables().at(2);
    EXPECT_EQ(table.id, "table5");
    EXPECT_THAT(printed_rows(table), testing::ElementsAre("glow", "f-vae", "dlf", "flow++", "bplf-svd"));
    EXPECT_EQ(
        printed_in(table),
        (Numbers{{1.24, 3.35, 2.24}, {1.15, 3.34, 2.14}, {1.14, 3.11, 2.13}, {1.14, 3.26, 2.14}, {1.13, 3.26, 2.12}}));
}

TEST(PaperTables, AnIdMeansOneSystemAndOneKindOfData) {
    std::map<std::string, std::tuple<std::string, bool, std::string>> meaning;
    for (const StudyTable& table : paper_tables()) {
        std::set<std::string> ids;
        EXPECT_FALSE(table.remarks.empty()) << table.id;
        for (const StudyRow& row : table.rows) {
            EXPECT_TRUE(ids.insert(row.id).second) << row.id << " twice in " << table.id;
            const std::tuple what{row.system, row.truncated, row.matched_to};
            EXPECT_EQ(meaning.emplace(row.id, what).first->second, what) << row.id << " in " << table.id;
        }
    }
}

TEST(PaperTables, EveryRowHasAConfigurationOfBothSizes) {
    const auto names = flow::config_names();
    for (const StudyTable& table : paper_tables())
        for (const StudyRow& row : table.rows)
            for (const char* scale : {"-small", "-32"}) {
                ASSERT_THAT(names, testing::Contains(row.system + scale));
                EXPECT_EQ(flow::load_config(row.system + scale).system, row.system);
            }
}

TEST(PaperFigures, AreRowsOfTheAblation) {
    EXPECT_EQ(rows_of_figure("figure7").size(), 6U);
    EXPECT_EQ(rows_of_figure("figure8").size(), 2U);
    EXPECT_EQ(rows_of_figure("figure9").size(), 1U);
    EXPECT_EQ(rows_of_figure("figure10").size(), 1U);
    EXPECT_TRUE(rows_of_figure("figure11").empty());
    for (const char* figure : {"figure7", "figure8", "figure9", "figure10"})
        for (const StudyRow& row : rows_of_figure(figure)) EXPECT_FALSE(row.id.empty()) << figure;
}

StudySet labelled_faces() {
    StudySet set;
    set.name = "faces";
    set.labels = {"anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"};
    return set;
}

const StudyRow& row_of_table3(const std::string& id) {
    return *std::ranges::find(paper_tables().at(0).rows, id, &StudyRow::id);
}

TEST(TrialConfig, MatchedRowsHaveAsManyParametersWithinFivePercent) {
    const StudySet set = labelled_faces();
    int matched = 0;
    for (const StudyRow& row : paper_tables().at(0).rows) {
        if (row.matched_to.empty()) continue;
        ++matched;
        for (const std::string scale : {"small", "32"}) {
            const auto target = parameters_of(trial_config(row_of_table3(row.matched_to), set, scale));
            const auto fitted = parameters_of(trial_config(row, set, scale, target));
            const auto plain = parameters_of(trial_config(row, set, scale));
            EXPECT_NEAR(static_cast<double>(fitted), static_cast<double>(target), 0.05 * static_cast<double>(target))
                << row.id << "-" << scale;
            EXPECT_LT(std::abs(fitted - target), std::abs(plain - target)) << row.id << "-" << scale;
        }
    }
    EXPECT_EQ(matched, 2);
}

TEST(TrialConfig, TakesTheSetsSizeAndLabels) {
    StudySet set = labelled_faces();
    set.channels = 3;
    set.labels.clear();
    for (const flow::System& system : flow::systems()) {
        StudyRow row;
        row.system = system.name;
        const flow::FlowConfig config = trial_config(row, set, "small");
        EXPECT_EQ(config.channels, 3) << system.name;
        EXPECT_EQ(config.height, kStudySide) << system.name;
        EXPECT_EQ(config.width_px, kStudySide) << system.name;
        EXPECT_FALSE(flow::make_model(config)->conditional()) << system.name;
    }
}

}  // namespace
}  // namespace bplf::test
