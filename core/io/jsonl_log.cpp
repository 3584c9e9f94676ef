// SPDX-License-Identifier: GPL-3.0-or-later
// Curves as one JSON object per line.
#include <nlohmann/json.hpp>

#include "core/io/text_log.h"

namespace bplf {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDepthLimit = 8;

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+';
}

/// Python's json writes NaN and Infinity as bare words, which JSON does not know: quotes them.
std::string quote_bare_words(std::string_view line) {
    std::string text;
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && (i == 0 || line[i - 1] != '\\')) quoted = !quoted;
        std::size_t length = 0;
        for (const std::string_view word : {"-Infinity", "Infinity", "NaN"}) {
            if (!quoted && length == 0 && line.substr(i).starts_with(word)) length = word.size();
        }
        if (length == 0 || (i > 0 && is_name_character(line[i - 1]))) {
            text += line[i];
        } else {
            text += '"' + std::string(line.substr(i, length)) + '"';
            i += length - 1;
        }
    }
    return text;
}

class JsonlLog final : public TextLog {
  public:
    using TextLog::TextLog;

  protected:
    std::optional<std::vector<TextField>> parse(std::string_view line, bool tentative) override {
        Json json = Json::parse(line, nullptr, false);
        if (json.is_discarded()) json = Json::parse(quote_bare_words(line), nullptr, false);
        if (!json.is_object()) {
            if (!tentative) complain("is not a JSON object");
            return std::nullopt;
        }
        std::vector<TextField> row;
        collect(json, "", row, 0);
        return row;
    }

  private:
    static void collect(const Json& json, const std::string& prefix, std::vector<TextField>& row, int depth) {
        for (const auto& [key, value] : json.items()) {
            const std::string name = prefix + key;
            if (value.is_number()) {
                row.push_back({name, value.get<double>()});
            } else if (value.is_object() && depth < kDepthLimit) {
                collect(value, name + "/", row, depth + 1);
            } else if (value.is_string()) {
                const auto& text = value.get_ref<const std::string&>();
                const bool word = text == "NaN" || text == "Infinity" || text == "-Infinity";
                if (word) row.push_back({name, *parse_log_number(text)});
            }
        }
    }
};

}  // namespace

std::unique_ptr<TextLog> make_jsonl_log(std::string x_column) {
    return std::make_unique<JsonlLog>(std::move(x_column));
}

}  // namespace bplf
