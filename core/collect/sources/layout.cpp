// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/layout.h"

#include <algorithm>
#include <array>
#include <regex>

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/collect/source.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr auto kAnyCase = std::regex::icase | std::regex::ECMAScript | std::regex::optimize;

/// How many files speak for each layout; the order breaks ties.
enum : std::size_t { kCk48, kCkPlus, kJaffe, kKdef, kMmi, kRaf, kFer, kIdx, kCifar, kFolder, kLayouts };

constexpr std::array<std::pair<const char*, const char*>, kLayouts> kNames{{
    {"ck48", "CK+48"},
    {"ckplus", "CK+ (the original release)"},
    {"jaffe", "JAFFE"},
    {"kdef", "KDEF"},
    {"mmi", "MMI"},
    {"rafdb", "RAF-DB"},
    {"fer2013", "FER2013"},
    {"idx", "a set of IDX files"},
    {"cifar10", "CIFAR-10"},
    {"folder", "folders of labelled pictures"},
}};

std::size_t layout_of_ck(const fs::path& file) {
    return canonical_emotion(file.parent_path().filename().string()) || file.parent_path().filename() == "contempt"
               ? kCk48
               : kCkPlus;
}

std::size_t layout_of(const fs::path& file) {
    static const std::regex mmi(R"(session\.xml|S\d{3}-\d+.*\.(avi|mpe?g|xml))", kAnyCase);
    static const std::regex raf(R"(list_par?tition_label\.txt|(train|test)_\d+(_aligned)?\.jpg)", kAnyCase);
    static const std::regex fer(R"((Training|PublicTest|PrivateTest)_\d+\.(jpe?g|png)|fer2013.*\.csv)", kAnyCase);
    static const std::regex idx(R"(.*(images|labels)[-.]idx[13]-ubyte(\.gz)?)", kAnyCase);
    static const std::regex cifar(R"((data_batch_\d|test_batch)\.bin(\.gz)?)", kAnyCase);
    const std::string name = file.filename().string();
    if (parse_ck_name(name)) return layout_of_ck(file);
    if (name.ends_with("_emotion.txt")) return kCkPlus;
    if (parse_jaffe_name(name)) return kJaffe;
    if (parse_kdef_name(name)) return kKdef;
    if (std::regex_match(name, mmi)) return kMmi;
    if (std::regex_match(name, raf)) return kRaf;
    if (std::regex_match(name, fer)) return kFer;
    if (std::regex_match(name, idx)) return kIdx;
    if (std::regex_match(name, cifar)) return kCifar;
    return is_picture(file) ? kFolder : kLayouts;
}

}  // namespace

std::optional<JaffeName> parse_jaffe_name(const std::string& file) {
    static const std::regex pattern(R"(([A-Z]{2})\.(AN|DI|FE|HA|NE|SA|SU)(\d+)\.(\d+)\.(tiff?|jpe?g|png|bmp)(\.bmp)?)",
                                    kAnyCase);
    std::smatch match;
    if (!std::regex_match(file, match, pattern)) return std::nullopt;
    std::string subject = match[1], expression = match[2];
    for (std::string* text : {&subject, &expression}) {
        std::transform(text->begin(), text->end(), text->begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    }
    return JaffeName{subject, expression};
}

std::optional<CkName> parse_ck_name(const std::string& file) {
    static const std::regex pattern(R"((S\d{3})_(\d{3})_(\d{8})\.(png|jpe?g|tiff?|bmp))", kAnyCase);
    std::smatch match;
    if (!std::regex_match(file, match, pattern)) return std::nullopt;
    return CkName{match[1], match[2]};
}

std::optional<KdefName> parse_kdef_name(const std::string& file) {
    static const std::regex pattern(
        R"(([AB])([FM])(\d{2})(AF|AN|DI|HA|NE|SA|SU)(FL|HL|S|HR|FR)\.(jpe?g|png|bmp|tiff?))", kAnyCase);
    std::smatch match;
    if (!std::regex_match(file, match, pattern)) return std::nullopt;
    const auto upper = [](std::string text) {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        return text;
    };
    return KdefName{upper(match[2].str() + match[3].str()), upper(match[1]), upper(match[4]), upper(match[5])};
}

std::optional<Layout> recognise_layout(const fs::path& place) {
    std::array<std::int64_t, kLayouts> hits{};
    if (fs::is_regular_file(place)) {
        if (lower_ending(place) == ".csv") return Layout{"fer2013", "a FER2013 table"};
        return std::nullopt;
    }
    for (const fs::path& file : files_below(place, 6)) {
        if (const std::size_t layout = layout_of(file); layout < kLayouts) ++hits[layout];
    }
    if (*std::max_element(hits.begin(), hits.end()) == 0) return std::nullopt;
    // Any named collection goes before "some pictures".
    const auto last =
        std::any_of(hits.begin(), hits.end() - 1, [](auto n) { return n > 0; }) ? hits.end() - 1 : hits.end();
    const auto& name = kNames[static_cast<std::size_t>(std::max_element(hits.begin(), last) - hits.begin())];
    return Layout{name.first, name.second};
}

void throw_wrong_layout(const fs::path& place, const std::string& wanted, const std::string& expected) {
    const auto found = recognise_layout(place);
    if (found && found->title != wanted) {
        throw_input_error("This looks like " + found->title + ", not " + wanted + ".", place.string(),
                          "Write --source " + found->kind + ":" + place.string() + ", or check the folder. Expected " +
                              expected + ".");
    }
    throw_input_error("holds no " + wanted + ".", place.string(), "Expected " + expected + ".");
}

}  // namespace bplf
