// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways to build EmotionSet (datasets: stock detector as the only gate, or a careful one with duplicates out).
#include "core/base/error.h"
#include "core/collect/builder.h"

namespace bplf {
namespace {

void recommended(BuildOptions& options) {
    options.face_crop = BuildOptions().face_crop;
    options.stock_haar = false;
    options.rotation_retry = true;
    options.check_information = true;
    options.drop_near_duplicates = true;
}

/// The paper keeps half of its images; a stock cascade on crops of 48 pixels explains it.
void paper(BuildOptions& options) {
    options.face_crop = "haar";
    options.stock_haar = true;
    options.check_information = true;
    options.drop_near_duplicates = false;
    options.rotation_retry = false;
}

}  // namespace

/// The paper's column for MMI is 53 clips of 16 frames.
SourceOptions source_options_of_profile(const std::string& name) {
    SourceOptions options;
    if (name == "paper") options.set("mmi-frames", "16");
    return options;
}

void apply_profile(BuildOptions& options, const std::string& name) {
    if (name == "recommended")
        recommended(options);
    else if (name == "paper")
        paper(options);
    else
        throw_usage_error("is not a profile.", name, "Choose recommended or paper.");
    options.split_shares = {0.80, 0.10, 0.10};
    options.source_options = source_options_of_profile(name);
    options.profile = name;
}

}  // namespace bplf
