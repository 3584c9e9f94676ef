// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of drawn pictures and the options that build EmotionSet from it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "core/collect/builder.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "tests/support/support.h"

namespace bplf::test {

/// A smooth picture of its own for each seed, as faces are, unlike noise.
inline Image blob_picture(int side, std::uint64_t seed) {
    Image small(6, 6, 1);
    for (std::size_t i = 0; i < small.pixels.size(); ++i) {
        small.pixels[i] = static_cast<std::uint8_t>((seed * 7919 + i * 104729 + (seed + 3) * i * i * 31) % 251);
    }
    return resize(small, side, side, Filter::kBicubic);
}

inline Image brightened(const Image& image, int by) {
    Image result = image;
    for (auto& value : result.pixels) value = static_cast<std::uint8_t>(std::clamp(value * 3 / 4 + by, 0, 255));
    return result;
}

class EmotionSetTest : public testing::Test {
  protected:
    void draw(const std::string& name, const Image& image) {
        std::filesystem::create_directories((folder_ / name).parent_path());
        write_png(folder_ / name, image);
    }
    BuildOptions options() const {
        BuildOptions result;
        apply_profile(result, "recommended");
        result.sources = {"folder:" + (folder_ / "set").string()};
        result.size = 32;
        result.rotation_retry = false;
        result.face_crop = "none";
        return result;
    }
    /// The lines of a manifest by the image's id.
    std::map<std::string, nlohmann::json> lines(const std::string& manifest) const {
        std::map<std::string, nlohmann::json> result;
        std::istringstream stream(manifest);
        for (std::string text; std::getline(stream, text);) {
            const auto line = nlohmann::json::parse(text);
            result[line["id"]] = line;
        }
        return result;
    }
    std::map<std::string, std::string> reasons(const BuiltDataset& built) const {
        std::map<std::string, std::string> result;
        for (const auto& [id, line] : lines(built.manifest)) result[id] = line["reason"];
        return result;
    }
    TempDir folder_;
};

}  // namespace bplf::test
