// SPDX-License-Identifier: GPL-3.0-or-later
// What the paper prints: rows and numbers of its Tables 3, 4 and 5, and what they contradict
// (core/study/README.md#the-papers-numbers).
#pragma once

#include <map>
#include <string>
#include <vector>

namespace bplf {

/// One line of a table: a system with the data it is trained on.
struct StudyRow {
    std::string id;          ///< of folders and files, e.g. "bplf-svd"
    std::string title;       ///< as the paper prints it
    std::string system;      ///< of the registry
    bool truncated = false;  ///< trained on SVD-truncated images
    /// Row id whose parameter count the width is fitted to; empty = as configured
    std::string matched_to;
    std::map<std::string, double> printed;  ///< the paper's number per data set, where it has one
    std::string switches;  ///< JSON of what differs from the system under the shared switches; empty: nothing
    std::string group;     ///< heading of its part of a table; empty: the headline, at matched parameters
};

/// Two rows, both trained on raw images, whose difference a table tells of.
struct StudyComparison {
    std::string row, against, what;  ///< ids, and what sets them apart: "at matched parameters"
};

struct StudyTable {
    std::string id;  ///< "table3"
    std::string title;
    std::string unit;                  ///< of the printed numbers
    std::vector<StudyRow> rows;        ///< matched ones first, the paper's before our own; then the other groups
    std::vector<std::string> remarks;  ///< about the printed numbers alone, a sentence each
    std::vector<StudyComparison> comparisons;
};

/// Data sets by name, in the paper's order: "mnist", "cifar10", "faces" (the paper's EmotionSet).
const std::vector<std::string>& study_set_names();
/// table3, table4, table5.
const std::vector<StudyTable>& paper_tables();
/// Rows that a figure needs, on faces: figure7, figure8, figure9, figure10; empty for another name.
std::vector<StudyRow> rows_of_figure(const std::string& figure);

}  // namespace bplf
