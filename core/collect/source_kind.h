// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of collections with the code that reads them. A new kind is a file in sources/ and a row of kinds.inc.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/collect/place.h"
#include "core/collect/source.h"
#include "core/collect/source_description.h"

namespace bplf {

// open_KIND(): Error(kInput) when there is no such collection at the place, best by throw_wrong_layout().
// recognise_KIND(): how many of the files speak for this kind; 0: it does not look like one.
#define BPLF_SOURCE_KIND(kind, ...)                                                                        \
    std::unique_ptr<Source> open_##kind(const std::filesystem::path& place, const SourceOptions& options); \
    std::int64_t recognise_##kind(const Place& place);
#include "core/collect/sources/kinds.inc"
#undef BPLF_SOURCE_KIND

/// Everything that is known of a kind of source.
struct SourceKind : SourceDescription {
    std::unique_ptr<Source> (*open)(const std::filesystem::path& place, const SourceOptions& options) = nullptr;
    std::int64_t (*recognise)(const Place& place) = nullptr;
};

/// All kinds, as source_descriptions().
const std::vector<SourceKind>& source_registry();
/// nullptr when there is none of that name.
const SourceKind* find_source_kind(std::string_view kind);
/// What a file or folder looks like by the names in it; nullptr when like none.
const SourceKind* recognise_source(const std::filesystem::path& place);

/// Error(kInput) when the place is packed, or a folder whose pictures are in Parquet tables, saying how to unpack it.
void refuse_packed(const std::filesystem::path& place);

/// Error(kInput): `place` has not what the kind expects, naming the collection that it looks like instead.
/// Precondition: `wanted` is a kind.
[[noreturn]] void throw_wrong_layout(const std::filesystem::path& place, std::string_view wanted);

/// Error(kUsage) when a choice was made that none of the sources' kinds offers.
void check_source_options(const std::vector<std::string>& spellings, const SourceOptions& options);

}  // namespace bplf
