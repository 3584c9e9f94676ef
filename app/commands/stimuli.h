// SPDX-License-Identifier: GPL-3.0-or-later
// bplf stimuli, verify and ratings: sets of faces for experiments, from a plan, whether they are what they say, and
// what people see in them.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct StimuliOptions {
    std::string plan;
    std::string out;
    bool example = false;  ///< print a plan and nothing else
    bool dry_run = false;  ///< say what would be made
};

struct VerifyOptions {
    std::string what;   ///< a picture, a set's folder, or a plan
    std::string set;    ///< of a plan: the folder that was made of it; empty = the one it lies in
    std::string model;  ///< empty = what the recipes name
};

struct RatingsOptions {
    std::string set;                  ///< a set's folder
    std::vector<std::string> tables;  ///< that raters saved
};

CLI::App& add_stimuli(CLI::App& app, StimuliOptions& options, CommonOptions& common);
CLI::App& add_verify(CLI::App& app, VerifyOptions& options, CommonOptions& common);
CLI::App& add_ratings(CLI::App& app, RatingsOptions& options, CommonOptions& common);
int run(const StimuliOptions& options, Session& session);
int run(const VerifyOptions& options, Session& session);
int run(const RatingsOptions& options, Session& session);

}  // namespace bplf::cli
