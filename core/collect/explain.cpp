// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/explain.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/collect/reasons.h"

namespace bplf {
namespace {

using Json = nlohmann::ordered_json;

std::string word(const Json& line, const char* key) {
    const auto found = line.find(key);
    if (found == line.end() || found->is_null()) return {};
    return found->is_string() ? found->get<std::string>() : found->dump();
}

bool ends_with_path(const std::string& text, const std::string& end) {
    return text == end || (text.size() > end.size() && text.ends_with(end) &&
                           (text[text.size() - end.size() - 1] == '/' || text[text.size() - end.size() - 1] == ':'));
}

struct Query {
    std::string text;
    std::string file_hash;  ///< of the file with that name, if there is one

    bool matches(const Json& line) const {
        if (word(line, "pixel_sha256") == text || word(line, "file_sha256") == text) return true;
        if (!file_hash.empty() && word(line, "file_sha256") == file_hash) return true;
        const std::string id = word(line, "id"), source = word(line, "source");
        const std::string root = source.substr(source.find(':') + 1);
        // Both ways: the user may give less of the path than the manifest has, or more.
        return ends_with_path(source + "/" + id, text) || text == root + "/" + id;
    }
};

std::string face_sentence(const Json& line) {
    if (word(line, "detector") == "user")
        return "  face      none found, but wanted: the middle square was taken " + line["crop"].dump() + "\n";
    if (!line.contains("box")) return {};
    std::string text = "  face      box " + line["box"].dump() + ", score " + word(line, "score");
    if (line.value("roll_try", 0.0) != 0) text += ", turned by " + word(line, "roll_try") + " degrees";
    if (line.contains("crop")) text += ", cut out at " + line["crop"].dump() + " (centre, side, roll)";
    return text + "\n";
}

std::string sentences(const Json& line, const std::vector<Json>& all) {
    const std::string reason = word(line, "reason"), detail = word(line, "detail");
    std::string text = word(line, "source") + " " + word(line, "id") + ": " + reason + "\n  " + meaning_of(reason);
    if (!detail.empty()) text += " (" + detail + ")";
    text += "\n  label     " + word(line, "label_src");
    if (const std::string label = word(line, "label"); !label.empty()) text += ", here " + label;
    if (const std::string said = word(line, "override"); !said.empty()) text += "\n  decided   by a person: " + said;
    text += "\n  picture   " + word(line, "w") + "x" + word(line, "h") + "x" + word(line, "ch") + "\n";
    text += face_sentence(line);
    const bool copied = line.contains("dup_of") && line["dup_of"].is_number();
    const std::int64_t twin = copied ? line["dup_of"].get<std::int64_t>() : -1;
    if (twin >= 0 && static_cast<std::size_t>(twin) < all.size()) {
        const Json& other = all[static_cast<std::size_t>(twin)];
        text += "  copy of   " + word(other, "source") + " " + word(other, "id") + ", which is " +
                word(other, "reason") + "\n";
    }
    if (const std::string row = word(line, "index"); !row.empty())
        text += "  stored    row " + row + ", " + word(line, "split") + "\n";
    return text;
}

}  // namespace

std::vector<Explanation> explain_image(const std::filesystem::path& folder, const std::string& image) {
    const auto place = std::filesystem::is_directory(folder) ? folder : folder.parent_path();
    std::istringstream stream(read_file(place / "manifest.jsonl"));
    std::vector<Json> lines;
    for (std::string text; std::getline(stream, text);) lines.push_back(Json::parse(text, nullptr, false));
    std::error_code ignored;
    Query query{image, std::filesystem::is_regular_file(image, ignored) ? sha256_of_file(image) : ""};
    std::vector<Explanation> found;
    for (const Json& line : lines) {
        if (line.is_object() && query.matches(line)) found.push_back({line.dump(), sentences(line, lines)});
    }
    if (found.empty()) {
        throw_input_error("was not among the images of this build.", image,
                          "Give a path or id as in " + (place / "manifest.jsonl").string() + ".");
    }
    return found;
}

}  // namespace bplf
