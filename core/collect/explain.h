// SPDX-License-Identifier: GPL-3.0-or-later
// What happened to one image, from the manifest of a built data set.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bplf {

struct Explanation {
    std::string line;  ///< of manifest.jsonl
    std::string text;  ///< the same in sentences, with line breaks
};

/// Images of the build whose id, path, end of the path or hash is `image`; a file that exists is also found by the
/// hash of its content. Error(kInput) when there is no manifest, or no such image.
std::vector<Explanation> explain_image(const std::filesystem::path& folder, const std::string& image);

}  // namespace bplf
