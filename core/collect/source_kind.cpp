// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/source_kind.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/io/stray_file.h"

namespace bplf {

const std::vector<SourceKind>& source_registry() {
    static const std::vector<SourceKind> kinds = [] {
        std::vector<SourceKind> all;
#define BPLF_SOURCE_KIND(kind, ...) all.push_back({source_descriptions()[all.size()], open_##kind, recognise_##kind});
#include "core/collect/sources/kinds.inc"
#undef BPLF_SOURCE_KIND
        return all;
    }();
    return kinds;
}

const SourceKind* find_source_kind(std::string_view kind) {
    const auto found = std::ranges::find(source_registry(), kind, &SourceKind::kind);
    return found == source_registry().end() ? nullptr : &*found;
}

const SourceKind* recognise_source(const std::filesystem::path& path) {
    const Place place(path);
    for (const bool general : {false, true}) {
        const SourceKind* best = nullptr;
        std::int64_t most = 0;
        for (const SourceKind& kind : source_registry()) {
            if (kind.is_general != general) continue;
            const std::int64_t count = kind.recognise(place);
            if (count > most) best = &kind, most = count;
        }
        if (best != nullptr) return best;
    }
    return nullptr;
}

void refuse_packed(const std::filesystem::path& path) {
    const Place place(path);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return;
    for (const auto& file : place.files()) {
        if (!place.is_file() && lower_ending(file) != ".parquet") continue;
        if (const auto packed = packed_archive(file)) throw_input_error(packed->problem, file.string(), packed->hint);
    }
}

void throw_wrong_layout(const std::filesystem::path& place, std::string_view wanted_kind) {
    const SourceKind* known = find_source_kind(wanted_kind);
    BPLF_CHECK(known != nullptr, "there is a kind " + std::string(wanted_kind));
    const SourceKind& wanted = *known;
    const SourceKind* found = recognise_source(place);
    if (found != nullptr && found->kind != wanted.kind) {
        throw_input_error("This looks like " + found->what + ", not " + wanted.what + ".", place.string(),
                          "Write --source " + found->kind + ":" + place.string() + ", or check the folder. Expected " +
                              wanted.expects + ".");
    }
    refuse_packed(place);
    throw_input_error("holds no " + wanted.what + ".", place.string(), "Expected " + wanted.expects + ".");
}

void check_source_options(const std::vector<std::string>& spellings, const SourceOptions& options) {
    for (const auto& [name, value] : options.values()) {
        std::string kinds;
        bool used = false;
        for (const SourceKind& kind : source_registry()) {
            if (std::ranges::find(kind.options, name, &SourceOption::name) == kind.options.end()) continue;
            kinds += (kinds.empty() ? "" : ", ") + kind.kind;
            used = used || std::ranges::any_of(spellings, [&](const std::string& spelling) {
                       return spelling.starts_with(kind.kind + ":");
                   });
        }
        if (!used) {
            throw_usage_error("means nothing for these sources.", "--" + name,
                              "It is for the kinds " + kinds + "; leave it out.");
        }
    }
}

}  // namespace bplf
