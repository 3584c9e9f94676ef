// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/work_folder.h"

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "core/image/png.h"
#include "core/publish/sheet_file.h"

namespace bplf::stimuli {
namespace {

constexpr const char* kInside = "work";
constexpr const char* kKeyFile = "key";
constexpr const char* kReplaced = "replaced";

std::string facts_text(const FaceFacts& facts) {
    nlohmann::json json{{"bits_per_dim", facts.bits_per_dim}, {"probabilities", facts.probabilities}};
    if (facts.landmarks) {
        for (const Point& point : *facts.landmarks) json["landmarks"].push_back({point.x, point.y});
    }
    return json.dump();
}

FaceFacts facts_from(const std::string& text) {
    const nlohmann::json json = nlohmann::json::parse(text);
    FaceFacts facts;
    facts.bits_per_dim = json.at("bits_per_dim").get<double>();
    facts.probabilities = json.at("probabilities").get<std::vector<double>>();
    if (!json.contains("landmarks")) return facts;
    FacePoints points;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {json.at("landmarks").at(i).at(0).get<double>(), json.at("landmarks").at(i).at(1).get<double>()};
    facts.landmarks = points;
    return facts;
}

void remove_folder(const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::remove_all(folder, problem);
    if (problem)
        throw Error(ErrorKind::kResource, "The folder cannot be removed: " + problem.message() + '.', folder.string());
}

void rename_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code problem;
    std::filesystem::rename(from, to, problem);
    if (problem)
        throw Error(ErrorKind::kResource, "The folder cannot be given its name: " + problem.message() + '.',
                    to.string(), "Start the same command again: what is drawn is kept in " + from.string() + ".");
}

std::filesystem::path with_ending(std::filesystem::path path, const char* ending) {
    path += ending;
    return path;
}

/// Where the work of a set is while the set gets its name, and in it the folder that it replaces.
std::filesystem::path work_aside(const std::filesystem::path& out) {
    return with_ending(out, ".drawn");
}

/// What a build left that was stopped while its set got its name: the work and the set that was to be replaced go back,
/// or are no longer needed.
void tidy_after_stop(const std::filesystem::path& out, const std::filesystem::path& partial) {
    const std::filesystem::path aside = work_aside(out), replaced = aside / kReplaced;
    if (!std::filesystem::exists(aside / kKeyFile)) return;
    if (std::filesystem::exists(replaced) && !std::filesystem::exists(out)) rename_folder(replaced, out);
    if (std::filesystem::exists(partial) && !std::filesystem::exists(partial / kInside))
        return rename_folder(aside, partial / kInside);
    remove_folder(aside);
}

}  // namespace

WorkFolder::WorkFolder(const std::filesystem::path& out, const std::string& key, bool force) : out_(out) {
    // "set/" names the same folder as "set".
    if (!out_.has_filename()) out_ = out_.parent_path();
    path_ = with_ending(out_, ".partial");
    if (std::filesystem::exists(out_) && !std::filesystem::is_directory(out_))
        throw_usage_error("This is a file, not a folder.", out_.string(), "Give the set another name.");
    tidy_after_stop(out_, path_);
    refuse_existing(out_, force);
    const std::filesystem::path key_file = path_ / kInside / kKeyFile;
    if (std::filesystem::exists(path_)) {
        const auto before = capture([&] { return read_file(key_file, std::size_t{1} << 24); });
        if (before.ok() && before.value() == key) return;
        if (!force)
            throw_input_error("A build of another plan was stopped here.", path_.string(),
                              "Remove that folder, give the set another name, or use --force.");
        remove_folder(path_);
    }
    // A folder of this name always says whose it is: it gets the name with its key inside.
    const std::filesystem::path begun = with_ending(path_, ".new");
    remove_folder(begun);
    make_folder(begun / kInside);
    write_file(begun / kInside / kKeyFile, key);
    rename_folder(begun, path_);
}

std::filesystem::path WorkFolder::file_of(std::size_t face) const {
    return path_ / kInside / (std::to_string(face) + ".png");
}

bool WorkFolder::has_face(std::size_t face) const {
    return std::filesystem::exists(file_of(face));
}

DrawnFace WorkFolder::face(std::size_t face) const {
    const std::filesystem::path file = file_of(face);
    const std::optional<std::string> facts = read_recipe(file);
    BPLF_CHECK(facts.has_value(), "a kept face has its facts");
    return {read_png(file), facts_from(*facts)};
}

void WorkFolder::keep(std::size_t face, const DrawnFace& drawn) const {
    write_png(file_of(face), drawn.image, facts_text(drawn.facts));
}

void WorkFolder::appear() {
    const std::filesystem::path aside = work_aside(out_);
    remove_folder(aside);
    rename_folder(path_ / kInside, aside);
    if (std::filesystem::exists(out_)) rename_folder(out_, aside / kReplaced);
    rename_folder(path_, out_);
    remove_folder(aside);
}

}  // namespace bplf::stimuli
