// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/label_table.h"

#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/table.h"

namespace bplf {
namespace {

constexpr const char* kSkip = "skip";

using LabelTable = std::map<std::string, std::string>;

std::string trimmed(std::string text) {
    const char* blanks = " \t\r\"";
    text.erase(0, text.find_first_not_of(blanks));
    text.erase(text.find_last_not_of(blanks) + 1);
    return text;
}

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& file, int line) {
    throw_input_error(what, file.string() + ", line " + std::to_string(line),
                      "Write WORD = LABEL, with skip for what is to be left out.");
}

LabelTable read_label_table(const std::filesystem::path& file) {
    std::istringstream lines(read_file(file, std::size_t{1} << 20));
    LabelTable table;
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        line = trimmed(line.substr(0, line.find('#')));
        if (line.empty()) continue;
        const auto at = line.find_last_of("=,\t");
        if (at == std::string::npos) fail("The line assigns nothing.", file, number);
        const std::string word = utf8_of(trimmed(line.substr(0, at)));
        const std::string meaning = utf8_of(trimmed(line.substr(at + 1)));
        if (word.empty() || meaning.empty()) fail("The line has no word or no label.", file, number);
        if (!table.emplace(word, canonical_label(meaning).value_or(meaning)).second) {
            fail("\"" + printable(word) + "\" comes twice.", file, number);
        }
    }
    if (table.empty()) throw_input_error("has no line.", file.string(), "Write lines like grumpy = anger.");
    return table;
}

/// Words that are emotions already stand for themselves.
void complete(LabelTable& table, const std::vector<std::string>& words, const std::filesystem::path& file,
              const std::filesystem::path& collection) {
    std::string missing;
    for (const std::string& word : words) {
        if (table.contains(word)) continue;
        if (const auto emotion = canonical_label(word))
            table.emplace(word, *emotion);
        else
            missing += (missing.empty() ? "" : ", ") + word;
    }
    if (missing.empty()) return;
    throw_input_error("has no line for these words of " + collection.string() + ": " + missing + ".", file.string(),
                      "Add a line for each, e.g. " + missing.substr(0, missing.find(',')) + " = skip.");
}

class Relabelled final : public Source {
  public:
    Relabelled(std::unique_ptr<Source> inner, LabelTable table) : inner_(std::move(inner)), table_(std::move(table)) {}

    std::string name() const override { return inner_->name(); }
    std::int64_t size() const override { return inner_->size(); }
    std::string collection() const override { return inner_->collection(); }
    std::vector<std::string> notes() const override { return inner_->notes(); }
    std::vector<std::string> class_names() const override {
        std::set<std::string> names;
        for (const std::string& word : inner_->class_names()) {
            if (table_.at(word) != kSkip) names.insert(table_.at(word));
        }
        return {names.begin(), names.end()};
    }

    std::optional<SourceRecord> next() override {
        auto record = inner_->next();
        if (!record) return record;
        translate(record->label_weights);
        const auto found = table_.find(record->label);
        if (found == table_.end()) return record;
        if (found->second != kSkip) {
            record->label = found->second;
        } else if (record->problem.empty()) {
            record->reason = "excluded_label";
            record->problem = "skipped by the label table";
        }
        return record;
    }

  private:
    void translate(std::vector<std::pair<std::string, double>>& weights) const {
        for (auto& [word, weight] : weights) {
            if (const auto found = table_.find(word); found != table_.end()) word = found->second;
        }
        std::erase_if(weights, [](const auto& one) { return one.first == kSkip; });
    }

    std::unique_ptr<Source> inner_;
    LabelTable table_;
};

}  // namespace

std::unique_ptr<Source> with_label_table(std::unique_ptr<Source> source, const std::filesystem::path& collection,
                                         const SourceOptions& options) {
    if (!options.has("labels")) return source;
    const auto file = options.file("labels");
    LabelTable table = read_label_table(file);
    complete(table, source->class_names(), file, collection);
    return std::make_unique<Relabelled>(std::move(source), std::move(table));
}

}  // namespace bplf
