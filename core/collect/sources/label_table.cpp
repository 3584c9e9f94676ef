// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/label_table.h"

#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/source.h"

namespace bplf {
namespace {

std::string trimmed(std::string text) {
    const char* blanks = " \t\r\"";
    text.erase(0, text.find_first_not_of(blanks));
    text.erase(text.find_last_not_of(blanks) + 1);
    return text;
}

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& file, int line) {
    throw_input_error(what, file.string() + ", line " + std::to_string(line),
                      "Write WORD = EMOTION with anger, disgust, fear, happy, neutral, sad, surprise or skip.");
}

}  // namespace

LabelTable read_label_table(const std::filesystem::path& file) {
    std::istringstream lines(read_file(file, std::size_t{1} << 20));
    LabelTable table;
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        line = trimmed(line.substr(0, line.find('#')));
        if (line.empty()) continue;
        const auto at = line.find_last_of("=,\t");
        if (at == std::string::npos) fail("The line assigns nothing.", file, number);
        const std::string word = trimmed(line.substr(0, at));
        const std::string meaning = trimmed(line.substr(at + 1));
        const std::string emotion = meaning == "skip" ? meaning : canonical_emotion(meaning).value_or("");
        if (emotion.empty()) fail("\"" + meaning + "\" is none of the seven emotions.", file, number);
        if (!table.emplace(word, emotion).second) fail("\"" + word + "\" comes twice.", file, number);
    }
    if (table.empty()) {
        throw_input_error("has no line.", file.string(), "Write lines like grumpy = anger.");
    }
    return table;
}

void require_all_words(const LabelTable& table, const std::set<std::string>& words, const std::filesystem::path& file,
                       const std::filesystem::path& collection) {
    std::string missing;
    for (const std::string& word : words) {
        if (!table.contains(word)) missing += (missing.empty() ? "" : ", ") + word;
    }
    if (missing.empty()) return;
    throw_input_error("has no line for these folders of " + collection.string() + ": " + missing + ".", file.string(),
                      "Add a line for each, e.g. " + missing.substr(0, missing.find(',')) + " = skip.");
}

}  // namespace bplf
