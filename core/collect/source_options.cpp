// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/source_options.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/error.h"
#include "core/collect/source_description.h"

namespace bplf {
namespace {

/// What earlier versions wrote into build.json, always and in this order: sets of theirs must still compare equal.
struct EarlierChoice {
    const char* name;
    const char* recorded;
    const char* fallback;
    const char* given;  ///< stands for any value; empty: the value itself
};
constexpr std::array<EarlierChoice, 6> kEarlier{{
    {"ck-frames", "ck_peak_frames", "3", ""},
    {"ck-neutral", "ck_neutral", "first_of_labelled", ""},
    {"mmi-frames", "mmi_frames", "3", ""},
    {"fer-labels", "fer_labels", "original", ""},
    {"ferplus", "ferplus", "off", "on"},
    {"labels", "labels", "own", "table"},
}};

std::string value_of(const SourceOptions& options, const std::string& name, const std::string& fallback) {
    const auto found = options.values().find(name);
    return found == options.values().end() ? fallback : found->second;
}

const SourceOption& option_of(const std::string& name) {
    const SourceOption* option = find_source_option(name);
    BPLF_CHECK(option != nullptr, "a kind of source offers --" + name);
    return *option;
}

bool is_earlier(const std::string& name) {
    return std::ranges::any_of(kEarlier, [&](const EarlierChoice& choice) { return name == choice.name; });
}

}  // namespace

void SourceOptions::set(const std::string& name, std::string value) {
    if (value.empty())
        values_.erase(name);
    else
        values_[name] = std::move(value);
}

std::string SourceOptions::word(const std::string& name) const {
    const SourceOption& option = option_of(name);
    std::string value = value_of(*this, option.name, option.fallback);
    if (std::ranges::find(option.words, value) != option.words.end()) return value;
    std::string known;
    for (const std::string& word : option.words) known += (known.empty() ? "" : ", ") + word;
    throw_usage_error("is no value of --" + option.name + ".", value, "Choose one of " + known + ".");
}

int SourceOptions::number(const std::string& name) const {
    const SourceOption& option = option_of(name);
    const std::string value = value_of(*this, option.name, option.fallback);
    int number = 0;
    const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (code == std::errc() && end == value.data() + value.size() && number >= option.least && number <= option.most) {
        return number;
    }
    throw_usage_error("is no value of --" + option.name + ".", value,
                      "Choose " + std::to_string(option.least) + " to " + std::to_string(option.most) + ".");
}

std::string SourceOptions::text(const std::string& name) const {
    return value_of(*this, name, option_of(name).fallback);
}

std::string to_string(const SourceOptions& options) {
    std::string text;
    const auto add = [&](const std::string& name, const std::string& value) {
        text += (text.empty() ? "" : " ") + name + "=" + value;
    };
    for (const EarlierChoice& choice : kEarlier) {
        const std::string value = value_of(options, choice.name, choice.fallback);
        add(choice.recorded, options.has(choice.name) && *choice.given != 0 ? choice.given : value);
    }
    for (const auto& [name, value] : options.values()) {
        if (!is_earlier(name)) add(name, value.find_first_of("/\\.") == std::string::npos ? value : "on");
    }
    return text;
}

}  // namespace bplf
