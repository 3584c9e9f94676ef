// SPDX-License-Identifier: GPL-3.0-or-later
// The options of a build in build.json, there and back.
#include <nlohmann/json.hpp>

#include "core/collect/builder.h"

namespace bplf {

nlohmann::ordered_json recorded_options(const BuildOptions& options) {
    return {{"size", options.size},
            {"channels", options.channels},
            {"face_crop", options.face_crop},
            {"stock_haar", options.stock_haar},
            {"rotation_retry", options.rotation_retry},
            {"keep_frame", options.keep_frame},
            {"margin", options.margin},
            {"masks", options.masks},
            {"pad", options.pad},
            {"svd", options.svd},
            {"illumination", options.illumination},
            {"blank_deviation", options.blank_deviation},
            {"check_information", options.check_information},
            {"drop_duplicates", options.drop_duplicates},
            {"drop_near_duplicates", options.drop_near_duplicates},
            {"sources", to_string(options.source_options)},
            {"split_shares", options.split_shares},
            {"seed", options.seed}};
}

BuildOptions options_of_record(const nlohmann::json& from) {
    BuildOptions options;
    options.size = from.at("size");
    options.channels = from.at("channels");
    options.face_crop = from.at("face_crop").get<std::string>();
    options.stock_haar = from.at("stock_haar");
    options.rotation_retry = from.at("rotation_retry");
    options.keep_frame = from.at("keep_frame");
    options.margin = from.at("margin");
    options.masks = from.value("masks", false);
    options.pad = from.at("pad");
    options.svd = from.at("svd").get<std::string>();
    options.illumination = from.at("illumination").get<std::string>();
    options.blank_deviation = from.at("blank_deviation");
    options.check_information = from.at("check_information");
    options.drop_duplicates = from.at("drop_duplicates");
    options.drop_near_duplicates = from.at("drop_near_duplicates");
    options.split_shares = from.value("split_shares", BuildOptions().split_shares);
    options.seed = from.at("seed");
    return options;
}

}  // namespace bplf
