// SPDX-License-Identifier: GPL-3.0-or-later
// The paper's tables as printed, and configurations for all their rows.
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/flow/registry.h"
#include "core/study/trial_config.h"

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
            const std::tuple what{row.system, row.truncated, row.matched_to + row.switches};
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
            EXPECT_LE(std::abs(fitted - target), std::abs(plain - target)) << row.id << "-" << scale;
        }
    }
    EXPECT_EQ(matched, 6);
}

// Systems of other parts grow in coarser steps of the width.
TEST(TrialConfig, MatchedRowsOfOtherSystemsComeWithinTenPercent) {
    const StudySet set = labelled_faces();
    const auto target = static_cast<double>(parameters_of(trial_config(row_of_table3("bplf"), set, "small")));
    for (const StudyRow& row : paper_tables().at(2).rows) {
        if (row.matched_to.empty()) continue;
        const auto fitted = static_cast<double>(parameters_of(matched_config(row, set, "small")));
        EXPECT_NEAR(fitted, target, 0.1 * target) << row.id;
    }
}

TEST(PaperTables, EveryHeadlineIsAtMatchedParametersAndComesFirst) {
    for (const StudyTable& table : paper_tables()) {
        bool first = true;
        for (const StudyRow& row : table.rows) {
            first = first && row.group.empty();
            EXPECT_EQ(row.group.empty(), first) << row.id << " in " << table.id;
            const bool matched = row.system == "bplf" || row.matched_to == "bplf";
            EXPECT_TRUE(matched || !row.group.empty()) << row.id;
        }
    }
}

TEST(PaperTables, CompareRowsThatTheyHaveAndThatAreTrainedOnRawImages) {
    for (const StudyTable& table : paper_tables()) {
        for (const StudyComparison& comparison : table.comparisons) {
            for (const std::string& id : {comparison.row, comparison.against}) {
                const auto row = std::ranges::find(table.rows, id, &StudyRow::id);
                ASSERT_NE(row, table.rows.end()) << id << " in " << table.id;
                EXPECT_FALSE(row->truncated) << id;
            }
        }
    }
}

/// Values of the switches that a study is to hold equal.
std::map<std::string, std::string> shared_values(const flow::FlowConfig& config) {
    const auto json = flow::to_json(config);
    std::map<std::string, std::string> values;
    for (const char* key : {"flow_actnorm", "position", "norm", "conv1x1", "condition", "split_prior", "split_label",
                            "top_prior", "label_light", "levels", "depth"})
        values[key] = json.at(key).dump();
    return values;
}

TEST(TrialConfig, IsLikeForLikeButForWhatARowTurns) {
    for (const bool labelled : {true, false}) {
        StudySet set = labelled_faces();
        if (!labelled) set.labels.clear();
        for (const char* scale : {"small", "32"}) {
            const auto expected = shared_values(trial_config(row_of_table3("bplf"), set, scale));
            EXPECT_EQ(expected.at("flow_actnorm"), "true");
            for (const StudyTable& table : paper_tables()) {
                for (const StudyRow& row : table.rows) {
                    if (!flow::made_of_steps(flow::find_system(row.system))) continue;
                    auto own = expected;
                    const auto turned = nlohmann::json::parse(row.switches.empty() ? "{}" : row.switches);
                    for (const auto& [key, value] : turned.items())
                        if (own.contains(key)) own[key] = value.dump();
                    EXPECT_EQ(shared_values(trial_config(row, set, scale)), own) << row.id << "-" << scale;
                }
            }
        }
    }
}

// What makes a system itself is not shared.
TEST(TrialConfig, LeavesEachSystemWhatDefinesIt) {
    const StudySet set = labelled_faces();
    const auto glow = trial_config(row_of_table3("glow"), set, "small");
    const auto bplf = trial_config(row_of_table3("bplf"), set, "small");
    EXPECT_EQ(glow.first + " " + glow.scale + " " + glow.order + " " + glow.kernels,
              "identity sigmoid2 shift_scale 313");
    EXPECT_EQ(bplf.first + " " + bplf.scale + " " + bplf.order + " " + bplf.kernels, "const tanh scale_shift 333");
    StudyRow own_start;
    own_start.system = "dlf", own_start.switches = R"({"scale_start": -3, "last_bias": 1})";
    EXPECT_EQ(trial_config(own_start, set, "small").scale_start, -3);
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
