// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/common.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace bplf::cli {
namespace {

const std::map<std::string, ProgressStyle> kProgressStyles{{"auto", ProgressStyle::kAuto},
                                                           {"bar", ProgressStyle::kBar},
                                                           {"json", ProgressStyle::kJson},
                                                           {"none", ProgressStyle::kNone}};

std::optional<double> finite_number(const std::string& text) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string plain(double value) {
    char buffer[32];
    const auto [end, problem] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return problem == std::errc{} ? std::string(buffer, end) : "?";
}

CLI::Validator number_check(double lowest, double highest, const std::string& wanted) {
    return CLI::Validator(
        [=](std::string& text) -> std::string {
            const std::optional<double> value = finite_number(text);
            if (value && *value >= lowest && *value <= highest) return {};
            return "\"" + text + "\" is not " + wanted + ".";
        },
        "");
}

bool is_device(const std::string& text) {
    if (text == "auto" || text == "cpu" || text == "cuda") return true;
    if (text.rfind("cuda:", 0) != 0 || text.size() == 5 || text.size() > 8) return false;
    return text.find_first_not_of("0123456789", 5) == std::string::npos;
}

std::vector<std::string> split_commas(const std::string& text) {
    return CLI::detail::split(text + ',', ',');
}

void check_words(const std::string& name, const std::vector<std::string>& words, const CLI::Validator& check) {
    for (std::string word : words) {
        const std::string problem = check(word);
        if (!problem.empty()) throw CLI::ValidationError(name, problem);
    }
}

void check_count(const std::string& name, std::size_t count, std::size_t fewest, std::size_t most) {
    if (count >= fewest && count <= most) return;
    const std::string wanted =
        fewest == most ? std::to_string(fewest) : std::to_string(fewest) + " to " + std::to_string(most);
    throw CLI::ValidationError(
        name, "wants " + wanted + " numbers with commas between them, not " + std::to_string(count) + ".");
}

void add_compute_options(CLI::App& command, CommonOptions& options) {
    command.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")
        ->check(device_name())
        ->type_name("DEVICE")
        ->capture_default_str()
        ->group("Common");
    command.add_option("--threads", options.threads, "CPU threads; 0 is one per core")
        ->check(number_between(0, 1024))
        ->type_name("N")
        ->capture_default_str()
        ->group("Common");
}

void add_output_options(CLI::App& command, CommonOptions& options) {
    command.add_flag("--json", options.json, "Print one JSON object instead of text")->group("Common");
    command.add_flag("-q,--quiet", options.quiet, "Say nothing but results and errors")->group("Common");
    command.add_flag("-v,--verbose", options.verbosity, "Say more")->group("Common");
    command
        .add_option_function<std::string>(
            "--progress", [&options](const std::string& name) { options.progress = kProgressStyles.at(name); },
            "How to show progress on stderr")
        ->check(CLI::IsMember({"auto", "bar", "json", "none"}))
        ->default_str("auto")
        ->group("Common");
}

/// "0xfe" to "254"; returns what is wrong with any other text (CLI11 itself would wrap "-1" around).
std::string canonical_seed(std::string& text) {
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    const char* begin = text.data() + (hex ? 2 : 0);
    const char* end = text.data() + text.size();
    std::uint64_t seed = 0;
    const auto [last, code] = std::from_chars(begin, end, seed, hex ? 16 : 10);
    if (code != std::errc() || last != end) return "a seed is a whole number from 0 to 2^64 - 1";
    text = std::to_string(seed);
    return {};
}

}  // namespace

void add_common_options(CLI::App& command, CommonOptions& options, CommonUse use) {
    if (use.seed) {
        command.add_option("--seed", options.seed, "Start of all random numbers; decimal or 0x…")
            ->type_name("SEED")
            ->capture_default_str()
            ->group("Common")
            ->transform(CLI::Validator(canonical_seed, "", "seed"))
            ->each([&options](const std::string&) { options.seed_given = true; });
    }
    if (use.force) {
        command.add_flag("-f,--force", options.force, "Replace an existing output")->group("Common");
    }
    if (use.compute) add_compute_options(command, options);
    add_output_options(command, options);
}

CLI::Validator number_between(double lowest, double highest) {
    return number_check(lowest, highest, "a number from " + plain(lowest) + " to " + plain(highest));
}

CLI::Validator number_from(double lowest) {
    return number_check(lowest, HUGE_VAL, "a number of at least " + plain(lowest));
}

CLI::Validator device_name() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            if (is_device(text)) return {};
            return "\"" + text + "\" is not a device: use auto, cpu, cuda or cuda:N.";
        },
        "");
}

CLI::Validator not_empty() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            return text.empty() ? std::string("must not be empty.") : std::string{};
        },
        "");
}

CLI::Option* add_number_list(CLI::App& command, const std::string& name, const std::string& description,
                             std::vector<double>& values, const CLI::Validator& check, std::size_t fewest,
                             std::size_t most) {
    return command.add_option_function<std::string>(
        name,
        [=, &values](const std::string& text) {
            const std::vector<std::string> words = split_commas(text);
            check_count(name, words.size(), fewest, most);
            check_words(name, words, check);
            values.clear();
            for (const std::string& word : words) values.push_back(*finite_number(word));
        },
        description);
}

CLI::Option* add_word_list(CLI::App& command, const std::string& name, const std::string& description,
                           std::vector<std::string>& words, const CLI::Validator& check) {
    return command.add_option_function<std::string>(
        name,
        [=, &words](const std::string& text) {
            words = split_commas(text);
            check_words(name, words, check);
        },
        description);
}

void add_examples(CLI::App& command, const std::string& examples) {
    command.footer("Examples:\n" + examples);
}

}  // namespace bplf::cli
