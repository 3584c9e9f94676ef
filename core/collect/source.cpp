// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/base/error.h"
#include "core/collect/sources/ferplus.h"

namespace bplf {
namespace {

using Opener = std::unique_ptr<Source> (*)(const std::filesystem::path&, const SourceOptions&);

struct Kind {
    const char* name;
    Opener open;
};

constexpr std::array<Kind, 10> kKinds{{
    {"idx", open_idx_source},
    {"folder", open_image_folder_source},
    {"fer2013", open_fer2013_source},
    {"cifar10", open_cifar10_source},
    {"jaffe", open_jaffe_source},
    {"ckplus", open_ckplus_source},
    {"ck48", open_ck48_source},
    {"mmi", open_mmi_source},
    {"kdef", open_kdef_source},
    {"rafdb", open_rafdb_source},
}};

const Kind* kind_of(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return nullptr;
    for (const Kind& kind : kKinds) {
        if (text.substr(0, colon) == kind.name) return &kind;
    }
    return nullptr;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 21> kAliases{{
    {"anger", "anger"},        {"angry", "anger"},      {"disgust", "disgust"},    {"disgusted", "disgust"},
    {"fear", "fear"},          {"afraid", "fear"},      {"fearful", "fear"},       {"happy", "happy"},
    {"happiness", "happy"},    {"joy", "happy"},        {"neutral", "neutral"},    {"neutrality", "neutral"},
    {"calm", "neutral"},       {"sad", "sad"},          {"sadness", "sad"},        {"surprise", "surprise"},
    {"surprised", "surprise"}, {"suprise", "surprise"}, {"disgusting", "disgust"}, {"scared", "fear"},
    {"neutrals", "neutral"},
}};

}  // namespace

std::unique_ptr<Source> open_source(std::string_view spelling, const SourceOptions& options) {
    const Kind* kind = kind_of(spelling);
    const auto path = std::filesystem::path(spelling.substr(spelling.find(':') + 1));
    if (kind == nullptr || path.empty()) {
        throw_usage_error("is not a source of images.", std::string(spelling),
                          "Write KIND:PATH with KIND one of jaffe, ckplus, ck48, mmi, fer2013, kdef, rafdb, "
                          "folder, idx, cifar10.");
    }
    if (!std::filesystem::exists(path)) {
        throw_input_error("does not exist.", path.string(), "Check the path of the source.");
    }
    auto source = kind->open(path, options);
    return source->collection() == "FER2013" ? with_ferplus(std::move(source), options) : std::move(source);
}

bool is_source_spelling(std::string_view text) {
    return kind_of(text) != nullptr;
}

std::vector<std::string> source_kinds() {
    std::vector<std::string> names;
    for (const Kind& kind : kKinds) names.emplace_back(kind.name);
    return names;
}

const std::vector<std::string>& emotion_names() {
    static const std::vector<std::string> names{"anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"};
    return names;
}

const std::vector<std::string>& fer2013_label_order() {
    static const std::vector<std::string> names{"anger", "disgust", "fear", "happy", "sad", "surprise", "neutral"};
    return names;
}

std::optional<std::string> canonical_emotion(std::string_view label) {
    std::string lower(label);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& [alias, name] : kAliases) {
        if (lower == alias) return std::string(name);
    }
    return std::nullopt;
}

}  // namespace bplf
