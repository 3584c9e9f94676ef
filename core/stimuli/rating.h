// SPDX-License-Identifier: GPL-3.0-or-later
// What people see in the pictures of a set: the page that asks them, and their answers in the set's table.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/stimuli/plan.h"
#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

/// Lies in every set; opened in a browser it asks about each picture, without a network.
inline constexpr const char* kRatingPage = "rating.html";
/// Every answer that a set's means are of.
inline constexpr const char* kRatingsFile = "ratings.csv";
/// Intensity and clarity are whole numbers from 1 to this.
inline constexpr int kRatingSteps = 7;
/// What a rater chooses who sees none of the emotions.
inline constexpr const char* kNoneOfThese = "none of these";

/// One rater's answer about one picture.
struct Rating {
    std::string rater, file, emotion;
    int trial = 0;                   ///< place in the rater's own order, from 1
    int intensity = 0, clarity = 0;  ///< 1 to kRatingSteps
    double seconds = 0;              ///< that the picture was shown
    bool operator==(const Rating&) const = default;
};

struct RatingSummary {
    int raters = 0, ratings = 0;
    int added = 0;    ///< that the set did not have
    int unrated = 0;  ///< pictures that nobody rated
};

/// The emotions a rater chooses from: the neutral expression, those of the plan, none of these.
std::vector<std::string> rating_choices(const Plan& plan);
/// The page: each rater's order follows from the rater's code and the set alone; answers are kept in the browser.
std::string rating_page(const SetRecord& set);

/// Adds the answers in `tables` (of the page; columns in any order, as a spreadsheet saves them too) to those that
/// `set` has, and writes their means into its stimuli.csv: raters, rated_emotion (chosen most often; of equals the
/// first of rating_choices()), rated_share_… of each choice, mean and standard deviation (n − 1) of intensity and
/// clarity. Renews SHA256SUMS. Error(kInput) for an answer about another set, another picture, another emotion or
/// number, for two answers of a rater about one picture that differ, and for a set whose stimuli.csv was changed by
/// hand (unless `force`); nothing is written then.
RatingSummary add_ratings(const std::filesystem::path& set, const std::vector<std::filesystem::path>& tables,
                          bool force = false);

}  // namespace bplf::stimuli
