// SPDX-License-Identifier: GPL-3.0-or-later
// Options that several commands share, and the checks their values go through.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
class Validator;
}  // namespace CLI

namespace bplf::cli {

/// How progress is shown on stderr.
enum class ProgressStyle { kAuto, kBar, kJson, kNone };

/// Values of the common options, and which command they were given to.
struct CommonOptions {
    std::string command;          ///< in full, e.g. "model info"
    std::string device = "auto";  ///< "auto", "cpu", "cuda", "cuda:N"
    int threads = 0;              ///< 0 = one per core
    std::uint64_t seed = 1;
    bool seed_given = false;  ///< a recipe's own seed counts unless one was given
    bool force = false;       ///< replace existing outputs
    bool json = false;
    bool quiet = false;
    int verbosity = 0;
    ProgressStyle progress = ProgressStyle::kAuto;
};

/// Which common options a command has beside --json, --quiet, --verbose and --progress.
struct CommonUse {
    bool compute = false;  ///< --device, --threads
    bool seed = false;     ///< --seed
    bool force = false;    ///< --force
};

void add_common_options(CLI::App& command, CommonOptions& options, CommonUse use);

/// A finite number between the bounds, both included.
CLI::Validator number_between(double lowest, double highest);
/// A finite number >= `lowest`.
CLI::Validator number_from(double lowest);
/// "auto", "cpu", "cuda" or "cuda:N".
CLI::Validator device_name();
/// A name that is not empty.
CLI::Validator not_empty();

/// Options whose one argument is a comma-separated list, so that it never swallows the words after it.
CLI::Option* add_number_list(CLI::App& command, const std::string& name, const std::string& description,
                             std::vector<double>& values, const CLI::Validator& check, std::size_t fewest,
                             std::size_t most);
CLI::Option* add_word_list(CLI::App& command, const std::string& name, const std::string& description,
                           std::vector<std::string>& words, const CLI::Validator& check);

/// The last lines of a --help: examples, one command a line.
void add_examples(CLI::App& command, const std::string& examples);

}  // namespace bplf::cli
