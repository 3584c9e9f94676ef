// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_file.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "core/base/sha256.h"

namespace bplf::project {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestProject = std::size_t{1} << 28;
constexpr std::string_view kSchema = "bplf.project.v";
constexpr int kVersion = 1;

template <typename Visit>
void each_text(json& value, const Visit& visit) {
    if (value.is_string()) return visit(value.get_ref<std::string&>());
    if (!value.is_structured()) return;
    for (json& part : value) each_text(part, visit);
}

/// Where an absolute path begins in a text: it may stand behind a word and a colon, as in "latent:/a/b".
std::size_t path_in(const std::string& text) {
    const std::size_t slash = text.find('/');
    return slash == 0 || (slash != std::string::npos && text[slash - 1] == ':') ? slash : std::string::npos;
}

/// The path of a text, without what a source says of its split; empty where there is none.
std::string file_in(const std::string& text) {
    const std::size_t at = path_in(text);
    if (at == std::string::npos) return {};
    const std::string whole = text.substr(at);
    std::error_code code;
    if (std::filesystem::exists(whole, code)) return whole;
    return whole.substr(0, whole.rfind('@'));
}

void move_text(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = path_in(text);
    if (at == std::string::npos || text.compare(at, from.size(), from) != 0) return;
    const std::size_t end = at + from.size();
    if (end == text.size() || text[end] == '/' || text[end] == '@') text.replace(at, from.size(), to);
}

bool is_there(const std::filesystem::path& path) {
    std::error_code code;
    return std::filesystem::exists(path, code);
}

/// The texts of the states, of screens and favourites.
template <typename Visit>
void each_state_text(Project& project, const Visit& visit) {
    const auto go = [&](std::string& state) {
        json object = json::parse(state);
        each_text(object, visit);
        state = object.dump();
    };
    for (auto& [screen, state] : project.screens) go(state);
    for (Favourite& favourite : project.favourites) go(favourite.record.state);
}

std::vector<std::string> files_named(Project& project) {
    const std::set<std::string> before(project.files.begin(), project.files.end());
    std::set<std::string> files;
    each_state_text(project, [&](const std::string& text) {
        const std::string file = file_in(text);
        if (!file.empty() && (before.contains(file) || is_there(file))) files.insert(file);
    });
    return {files.begin(), files.end()};
}

std::string relative_to(const std::filesystem::path& folder, const std::string& file) {
    return std::filesystem::path(file).lexically_relative(folder).string();
}

/// Where a file lies: as it lay from the project, or where it was.
std::string place_of(const std::filesystem::path& folder, const json& entry, const char* key) {
    const std::string relative = entry.value("relative", std::string());
    const std::filesystem::path beside = (folder / relative).lexically_normal();
    return !relative.empty() && is_there(beside) ? beside.string() : entry.value(key, std::string());
}

void check_schema(const json& document, const std::string& where) {
    const std::string schema =
        document.is_object() && document.contains("schema") && document["schema"].is_string() ? document["schema"] : "";
    int version = 0;
    const char* digits = schema.data() + std::min(kSchema.size(), schema.size());
    const auto read = std::from_chars(digits, schema.data() + schema.size(), version);
    if (!schema.starts_with(kSchema) || read.ec != std::errc() || version < 1)
        throw_input_error("is no project of BPLF Studio.", where);
    if (version > kVersion)
        throw_input_error("was saved by a newer version of BPLF Studio.", where, "Open it with that version.");
}

json parse(const std::string& text, const std::string& where) {
    try {
        json document = json::parse(text);
        check_schema(document, where);
        return document;
    } catch (const json::parse_error& error) {
        const bool is_cut = error.byte >= text.size();
        throw_input_error(is_cut ? "is cut off: it was not written to its end."
                                 : "is damaged at byte " + std::to_string(error.byte) + ".",
                          where, "Open an earlier copy of it.");
    }
}

Favourite favourite_of(const json& entry) {
    return {record_from_json(entry.at("record")), entry.value("thumbnail", std::string()),
            entry.value("face", std::string())};
}

/// Entries of a kind that only a newer version knows stay in the document alone.
std::vector<Favourite> favourites_of(const json& document) {
    std::vector<Favourite> favourites;
    for (const json& entry : document.value("favourites", json::array())) {
        const auto read = capture([&] { return favourite_of(entry); });
        if (read.ok()) favourites.push_back(read.value());
    }
    return favourites;
}

ProjectFile project_of(const json& document, const std::filesystem::path& folder) {
    ProjectFile file;
    Project& project = file.project;
    project.document = document.dump();
    project.created = document.value("created", std::string());
    project.mode = document.value("mode", std::string());
    if (const json model = document.value("model", json::object()); model.is_object())
        project.model = {model.value("name", std::string()), place_of(folder, model, "file"),
                         model.value("sha256", std::string())};
    const json screens = document.value("screens", json::object());
    for (const auto& [screen, state] : screens.items())
        if (state.is_object()) project.screens[screen] = state.dump();
    project.favourites = favourites_of(document);
    for (const json& entry : document.value("files", json::array())) {
        const std::string was = entry.at("path").get<std::string>(), is = place_of(folder, entry, "path");
        if (is != was) relocate(project, was, is);
        project.files.push_back(is);
        if (!is_there(is)) file.missing.push_back(is);
    }
    return file;
}

json model_json(const Project& project, json model, const std::filesystem::path& folder) {
    if (!model.is_object()) model = json::object();
    model["name"] = project.model.name;
    model["sha256"] = project.model.sha256;
    for (const char* key : {"file", "relative"}) model.erase(key);
    if (project.model.file.empty()) return model;
    model["file"] = project.model.file;
    model["relative"] = relative_to(folder, project.model.file);
    return model;
}

json screens_json(const Project& project, json screens) {
    if (!screens.is_object()) screens = json::object();
    for (const auto& [screen, state] : project.screens) {
        json now = json::parse(state);
        if (screens.contains(screen) && screens[screen].is_object())
            for (const auto& [key, value] : screens[screen].items())
                if (!now.contains(key)) now[key] = value;
        screens[screen] = std::move(now);
    }
    return screens;
}

/// Known favourites as they are now, over what is written of them; those of unknown kinds as they were.
json favourites_json(const Project& project, const json& before) {
    std::map<std::string, json> known;
    json favourites = json::array();
    for (const json& entry : before) {
        const auto read = capture([&] { return favourite_of(entry); });
        if (!read.ok()) favourites.push_back(entry);
        if (read.ok()) known[read.value().record.id] = entry;
    }
    for (const Favourite& favourite : project.favourites) {
        json entry = known.contains(favourite.record.id) ? known[favourite.record.id] : json::object();
        json record = entry.value("record", json::object());
        record.update(to_json(favourite.record));
        entry["record"] = std::move(record);
        if (!favourite.thumbnail.empty()) entry["thumbnail"] = favourite.thumbnail;
        if (!favourite.face.empty()) entry["face"] = favourite.face;
        favourites.push_back(std::move(entry));
    }
    return favourites;
}

std::string text_of(const Project& project, const std::filesystem::path& folder) {
    json document = json::parse(project.document);
    document["schema"] = std::string(kSchema) + std::to_string(kVersion);
    document["created"] = project.created;
    document["mode"] = project.mode;
    document["model"] = model_json(project, document.value("model", json::object()), folder);
    document["screens"] = screens_json(project, document.value("screens", json::object()));
    document["favourites"] = favourites_json(project, document.value("favourites", json::array()));
    json files = json::array();
    for (const std::string& file : project.files)
        files.push_back({{"path", file}, {"relative", relative_to(folder, file)}});
    document["files"] = std::move(files);
    return document.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

ProjectFile read_project(const std::filesystem::path& path) {
    const std::string text = read_file(path, kLargestProject);
    const json document = parse(text, path.string());
    try {
        ProjectFile file = project_of(document, std::filesystem::absolute(path).parent_path());
        file.sha256 = sha256_hex(std::as_bytes(std::span(text)));
        return file;
    } catch (const json::exception&) {
        throw_input_error("is damaged: a part of it is of another kind than it should be.", path.string(),
                          "Open an earlier copy of it.");
    }
}

std::string write_project(const std::filesystem::path& path, Project project, const std::string& expected) {
    if (!expected.empty() && is_there(path) && sha256_of_file(path) != expected)
        throw_usage_error("was changed by somebody else since it was opened.", path.string());
    project.files = files_named(project);
    const std::string text = text_of(project, std::filesystem::absolute(path).parent_path());
    write_file(path, text);
    return sha256_hex(std::as_bytes(std::span(text)));
}

void relocate(Project& project, const std::string& from, const std::string& to) {
    each_state_text(project, [&](std::string& text) { move_text(text, from, to); });
}

void forget_keys(Project& project, const std::string& screen, const std::vector<std::string>& known) {
    json document = json::parse(project.document);
    if (!document.contains("screens") || !document["screens"].contains(screen)) return;
    json& state = document["screens"][screen];
    if (!state.is_object()) return;
    for (const std::string& key : known) state.erase(key);
    project.document = document.dump();
}

}  // namespace bplf::project
