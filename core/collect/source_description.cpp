// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/source_description.h"

#include <algorithm>

namespace bplf {
namespace {

// Choices that several kinds share.

SourceOption labels() {
    return {.name = "labels", .help = "table with lines WORD = LABEL (or skip)"};
}

/// Whose labels FER2013's images get: its own, what most voters of FER+ said (none without a majority), its own where
/// that majority agrees, or all votes as soft labels.
std::vector<SourceOption> votes() {
    return {{.name = "ferplus", .help = "votes of FER+ (fer2013new.csv)"},
            {.name = "fer-labels",
             .help = "whose labels FER2013 gets; votes gives soft labels",
             .fallback = "original",
             .words = {"original", "ferplus_majority", "agree", "votes"}}};
}

}  // namespace

const std::vector<SourceDescription>& source_descriptions() {
#define BPLF_SOURCE_KIND(kind, ...) SourceDescription{#kind, __VA_ARGS__},
    static const std::vector<SourceDescription> all{
#include "core/collect/sources/kinds.inc"
    };
#undef BPLF_SOURCE_KIND
    return all;
}

const SourceOption* find_source_option(std::string_view name) {
    for (const SourceDescription& kind : source_descriptions()) {
        const auto found = std::ranges::find(kind.options, name, &SourceOption::name);
        if (found != kind.options.end()) return &*found;
    }
    return nullptr;
}

}  // namespace bplf
