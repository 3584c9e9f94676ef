// SPDX-License-Identifier: GPL-3.0-or-later
// One state of a screen that came to rest: what is needed to find it again, to show it, and to go back to it.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/sample/label_mix.h"

namespace bplf::project {

/// Most stars that a state can have; 0 is none.
inline constexpr int kMostStars = 5;

struct HistoryRecord {
    std::string id;                     ///< hex digits and '-'; names its thumbnail too
    std::int64_t time = 0;              ///< milliseconds since 1970, UTC
    std::string screen;                 ///< "sample", "morph", …
    std::string kind = "edit";          ///< "drawing", "edit" or "film"
    std::string title;                  ///< in words, as the window says it
    std::string model;                  ///< name, file or folder; empty for what needs none
    std::string model_sha256;           ///< of its file
    LabelMix mix;                       ///< what its faces show, as far as that is one mix or the mean of several
    std::optional<double> temperature;  ///< mean over the levels
    std::optional<std::uint64_t> seed;
    /// What of photos is in it: hashes of their pixels, files, codes. Empty for faces nobody has.
    std::vector<std::string> photos;
    std::string state = "{}";  ///< JSON object: what the screen says of itself, with the request as in a recipe
    std::string key;           ///< equal for states that look alike; may be empty
    int rating = 0;            ///< stars, 0..kMostStars
    bool operator==(const HistoryRecord&) const = default;
};

/// A name no other record has, also of another process, that sorts by time.
std::string new_record_id(std::int64_t time);
/// Whether it could be one; nothing else is ever made part of a file's name.
bool is_record_id(const std::string& id);

/// "bplf.history.v1". from_json throws Error(kInput) for anything that is not one.
nlohmann::json to_json(const HistoryRecord& record);
HistoryRecord record_from_json(const nlohmann::json& json);

}  // namespace bplf::project
