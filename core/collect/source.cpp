// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/base/error.h"
#include "core/base/letter_case.h"
#include "core/collect/source_kind.h"
#include "core/io/stray_file.h"

namespace bplf {
namespace {

constexpr std::array<std::string_view, 3> kStatedSplits{"train", "validation", "test"};

const SourceKind* kind_of(std::string_view text) {
    const auto colon = text.find(':');
    return colon == std::string_view::npos ? nullptr : find_source_kind(text.substr(0, colon));
}

std::string known_kinds() {
    std::string names;
    for (const SourceKind& kind : source_registry()) names += (names.empty() ? "" : ", ") + kind.kind;
    return "Write KIND:PATH with KIND one of " + names + ".";
}

/// A path with the split that was stated behind it.
struct StatedPath {
    std::filesystem::path path;
    std::optional<Split> split;
};

StatedPath stated_path(std::string_view text) {
    const auto at = text.rfind('@');
    std::error_code ignored;
    if (at == std::string_view::npos || std::filesystem::exists(text, ignored)) return {text, std::nullopt};
    const auto word = text.substr(at + 1);
    if (std::ranges::find(kStatedSplits, word) == kStatedSplits.end()) return {text, std::nullopt};
    return {text.substr(0, at), split_from_name(word)};
}

/// Gives every image the split that was stated for the whole source.
class StatedSplit final : public Source {
  public:
    StatedSplit(std::unique_ptr<Source> inner, Split split) : inner_(std::move(inner)), split_(split) {}
    std::string name() const override { return inner_->name() + "@" + std::string(split_name(split_)); }
    std::vector<std::string> class_names() const override { return inner_->class_names(); }
    std::int64_t size() const override { return inner_->size(); }
    std::string collection() const override { return inner_->collection(); }
    std::vector<std::string> notes() const override { return inner_->notes(); }
    std::optional<SourceRecord> next() override {
        auto record = inner_->next();
        if (record) record->split = split_;
        return record;
    }

  private:
    std::unique_ptr<Source> inner_;
    Split split_;
};

void check_exists(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return;
    throw_input_error("does not exist.", path.string(), "Check the path of the source. " + known_kinds());
}

const SourceKind& recognised(const std::filesystem::path& path) {
    if (const auto archive = packed_archive(path)) throw_input_error(archive->problem, path.string(), archive->hint);
    if (const SourceKind* kind = recognise_source(path)) return *kind;
    refuse_packed(path);
    throw_input_error("looks like no collection that is known.", path.string(), known_kinds());
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kAliases{{
    {"anger", "anger"},
    {"angry", "anger"},
    {"disgust", "disgust"},
    {"disgusted", "disgust"},
    {"disgusting", "disgust"},
    {"fear", "fear"},
    {"afraid", "fear"},
    {"fearful", "fear"},
    {"scared", "fear"},
    {"happy", "happy"},
    {"happiness", "happy"},
    {"joy", "happy"},
    {"neutral", "neutral"},
    {"neutrality", "neutral"},
    {"neutrals", "neutral"},
    {"calm", "neutral"},
    {"sad", "sad"},
    {"sadness", "sad"},
    {"surprise", "surprise"},
    {"surprised", "surprise"},
    {"suprise", "surprise"},
    {"contempt", "contempt"},
    {"contemptuous", "contempt"},
    {"disdain", "contempt"},
}};

/// What people write around the word that counts: "Happy Faces", "03-fearful", "sad_images".
constexpr std::array<std::string_view, 9> kAround{"face",   "faces",      "image",       "images", "emotion",
                                                  "person", "expression", "expressions", "people"};

/// The one word of a label that is none of kAround; empty when there are several.
std::string core_word(std::string_view label) {
    std::string word, part;
    std::size_t words = 0;
    const auto take = [&] {
        if (!part.empty() && std::ranges::find(kAround, part) == kAround.end()) word = part, ++words;
        part.clear();
    };
    for (const char c : label) {
        const auto code = static_cast<unsigned char>(c);
        if (std::isalpha(code) != 0 || code >= 0x80)
            part += lower_letter(c);
        else
            take();
    }
    take();
    return words == 1 ? word : std::string();
}

}  // namespace

std::string full_spelling(std::string_view spelling) {
    if (kind_of(spelling) != nullptr) return std::string(spelling);
    const StatedPath stated = stated_path(spelling);
    std::error_code ignored;
    if (spelling.empty() || (misspells_kind(spelling) && !std::filesystem::exists(stated.path, ignored))) {
        throw_usage_error("is not a source of images.", std::string(spelling), known_kinds());
    }
    check_exists(stated.path);
    return recognised(stated.path).kind + ":" + std::string(spelling);
}

std::unique_ptr<Source> open_source(std::string_view spelling, const SourceOptions& options) {
    const std::string full = full_spelling(spelling);
    const SourceKind& kind = *kind_of(full);
    const StatedPath stated = stated_path(std::string_view(full).substr(kind.kind.size() + 1));
    if (stated.path.empty()) throw_usage_error("is not a source of images.", full, known_kinds());
    check_exists(stated.path);
    if (const auto archive = packed_archive(stated.path)) {
        throw_input_error(archive->problem, stated.path.string(), archive->hint);
    }
    auto source = kind.open(stated.path, options);
    if (!stated.split) return source;
    return std::make_unique<StatedSplit>(std::move(source), *stated.split);
}

bool is_source_spelling(std::string_view text) {
    return kind_of(text) != nullptr;
}

bool states_split(std::string_view text) {
    const StatedPath stated = stated_path(text);
    std::error_code ignored;
    return stated.split.has_value() && std::filesystem::exists(stated.path, ignored);
}

bool misspells_kind(std::string_view text) {
    const auto colon = text.find(':');
    return colon != std::string_view::npos && colon > 1 && kind_of(text) == nullptr &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_") == colon;
}

std::vector<std::string> source_kinds() {
    std::vector<std::string> names;
    names.reserve(source_registry().size());
    for (const SourceKind& kind : source_registry()) names.push_back(kind.kind);
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
    auto name = canonical_label(label);
    return name == "contempt" ? std::nullopt : name;
}

std::optional<std::string> canonical_label(std::string_view label) {
    const std::string word = core_word(label);
    for (const auto& [alias, name] : kAliases) {
        if (word == alias) return std::string(name);
    }
    return std::nullopt;
}

}  // namespace bplf
