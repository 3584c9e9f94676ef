// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are handed over as pictures and are none that this program reads, by name.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace bplf {

/// What a file is instead, as the rest of a sentence ("is a HEIC picture, …"), and what to do about it.
struct ForeignFormat {
    std::string_view problem;
    std::string_view hint;
};

/// From the first bytes; the unspecific "is not a picture" for what is not known.
ForeignFormat foreign_format(std::span<const std::byte> bytes);

}  // namespace bplf
