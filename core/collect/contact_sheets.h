// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of what was kept and of what was left out, to be looked at by people.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/collect/collector.h"

namespace bplf {

/// A sheet and, row by row, what it shows.
struct ContactSheet {
    std::string name;  ///< file name without ending, e.g. "no_face", "kept-happy"
    std::string title;
    std::int64_t total = 0;          ///< images of this kind
    std::vector<std::size_t> lines;  ///< of the manifest, in the order of the cells
    Image image;
};

/// 12 columns, up to 96 cells drawn from the seed: one sheet per label of what was kept, one per reason of what was
/// left out. Duplicates stand to the left of the image that they copy. Thumbnails are 48×48 grey.
std::vector<ContactSheet> contact_sheets(const std::vector<Candidate>& candidates,
                                         const std::vector<std::string>& class_names, const BuildOptions& options);

}  // namespace bplf
