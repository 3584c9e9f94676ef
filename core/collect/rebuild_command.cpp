// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/rebuild_command.h"

#include <charconv>
#include <cmath>

#include "core/base/quoted_text.h"

namespace bplf {
namespace {

std::string number(double value) {
    char text[32];
    const auto [end, code] = std::to_chars(text, text + sizeof text, value);
    return code == std::errc() ? std::string(text, end) : std::string("0");
}

class Command {
  public:
    void add(const std::string& word) { text_ += " " + word; }
    void add_option(const std::string& name, const std::string& value) {
        text_ += " --" + name + " " + shell_quote(value);
    }
    /// Where it is not the default.
    void add_option(const std::string& name, const std::string& value, const std::string& fallback) {
        if (value != fallback) add_option(name, value);
    }
    void add_flag(const std::string& name, bool given) {
        if (given) add("--" + name);
    }
    std::string text() const { return text_; }

  private:
    std::string text_ = "bplf dataset build";
};

std::string shares_text(const SplitShares& shares) {
    std::string text;
    for (const double share : shares) text += (text.empty() ? "" : "/") + number(std::round(share * 1e8) / 1e6);
    return text;
}

void add_source_choices(const BuildOptions& options, const BuildOptions& fallback, Command& command) {
    for (const auto& [name, value] : options.source_options.values()) {
        const auto known = fallback.source_options.values().find(name);
        if (known == fallback.source_options.values().end() || known->second != value) command.add_option(name, value);
    }
}

void add_cleaning(const BuildOptions& options, const BuildOptions& fallback, Command& command) {
    command.add_option("face-crop", options.face_crop, fallback.face_crop);
    command.add_option("margin", number(options.margin), number(fallback.margin));
    command.add_option("svd", options.svd, fallback.svd);
    command.add_option("light", options.illumination, fallback.illumination);
    command.add_option("split", shares_text(options.split_shares), shares_text(fallback.split_shares));
    command.add_option("seed", std::to_string(options.seed));
    command.add_flag("mask", options.masks);
    command.add_flag("keep-frame", options.keep_frame);
    command.add_flag("pad", options.pad);
    command.add_flag("keep-blank", options.blank_deviation == 0);
    command.add_flag("keep-duplicates", !options.drop_duplicates);
    command.add_flag("keep-near-duplicates",
                     options.drop_duplicates && fallback.drop_near_duplicates && !options.drop_near_duplicates);
}

}  // namespace

std::string rebuild_command(const BuildOptions& options) {
    BuildOptions fallback;
    Command command;
    if (!options.profile.empty()) {
        apply_profile(fallback, options.profile);
        command.add("emotionset");
        command.add_option("profile", options.profile, "recommended");
    }
    for (const std::string& source : options.sources) command.add_option("source", source);
    add_source_choices(options, fallback, command);
    command.add_option("size", std::to_string(options.size), std::to_string(fallback.size));
    command.add_option("channels", std::to_string(options.channels), std::to_string(fallback.channels));
    add_cleaning(options, fallback, command);
    command.add("--out DIR");
    return command.text();
}

}  // namespace bplf
