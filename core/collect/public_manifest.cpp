// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/public_manifest.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <sstream>
#include <unordered_map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/collect/content.h"
#include "core/collect/cutter.h"
#include "core/collect/source.h"

namespace bplf {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr int kMostPixels = 1 << 20, kMostRows = 1 << 30;
constexpr const char* kSchema = "bplf.manifest.public.v1";
constexpr const char* kShared[] = {"pixel_sha256",  "w",      "h",     "ch",       "group",  "label", "crop",
                                   "label_weights", "padded", "phash", "decision", "reason", "split", "index"};

Json header_of(const Json& build, const Dataset& dataset) {
    Json kinds = Json::array();
    for (const std::string& source : dataset.source_names()) kinds.push_back(source.substr(0, source.find(':')));
    return {{"schema", kSchema}, {"classes", dataset.class_names()}, {"profile", build.at("profile")},
            {"sources", kinds},  {"options", build.at("options")},   {"content_sha256", dataset.content_sha256()}};
}

std::string public_line(const Json& line) {
    Json shared;
    shared["source"] = line.at("source").get<std::string>().substr(0, line.at("source").get<std::string>().find(':'));
    for (const char* key : kShared) {
        if (line.contains(key)) shared[key] = line[key];
    }
    return shared.dump() + "\n";
}

[[noreturn]] void throw_damaged(const std::filesystem::path& file, std::size_t line, const std::string& why) {
    throw_input_error("is no shared manifest, or damaged: " + why + ".",
                      file.string() + ", line " + std::to_string(line), "Get the file again from who shared it.");
}

/// An image that the manifest keeps.
struct Wanted {
    Candidate candidate;
    bool found = false;
};

struct PublicManifest {
    BuildOptions options;
    std::vector<std::string> classes;
    std::vector<Wanted> images;  ///< by their row in the data set
};

std::string key_of(const std::string& hash, int width, int channels) {
    return hash + " " + std::to_string(width) + " " + std::to_string(channels);
}

void apply_header(const Json& header, PublicManifest& manifest) {
    const Json& given = header.at("options");
    BuildOptions& options = manifest.options;
    manifest.classes = header.at("classes").get<std::vector<std::string>>();
    options.profile = header.at("profile").get<std::string>();
    options.size = given.at("size").get<int>();
    options.channels = given.at("channels").get<int>();
    options.svd = given.at("svd").get<std::string>();
    options.illumination = given.at("illumination").get<std::string>();
    options.seed = given.at("seed").get<std::uint64_t>();
    options.masks = given.value("masks", false);
    options.margin = given.value("margin", 0.0);
    options.pad = given.at("pad").get<bool>() && given.at("face_crop") == "none";
    options.face_crop = "none";  // nothing is searched again
    options.stock_haar = options.rotation_retry = false;
    options.detector = nullptr;
}

/// A whole number of a line that nothing later can overflow with.
int whole(const Json& line, const char* key, int least, int most) {
    const Json& value = line.at(key);
    if (!value.is_number_integer() || value < least || value > most) {
        throw std::runtime_error(std::string("a ") + key + " that is no number from " + std::to_string(least) + " to " +
                                 std::to_string(most));
    }
    return value.get<int>();
}

CropSquare square_of(const Json& crop) {
    constexpr double kFarthest = 1e6;  // pixels; larger pictures are not read
    const auto numbers = crop.get<std::vector<double>>();
    const auto is_near = [](double number) { return std::abs(number) <= kFarthest; };
    if (numbers.size() != 4 || !std::ranges::all_of(numbers, is_near) || !(numbers[2] > 0)) {
        throw std::runtime_error("a crop that lies in no picture");
    }
    return {{numbers[0], numbers[1]}, numbers[2], numbers[3]};
}

double share_of(const Json& value) {
    const auto share = value.get<double>();
    if (!(share >= 0 && share <= 1)) throw std::runtime_error("a share that is none");
    return share;
}

std::vector<float> weights_in(const Json& shares, const std::vector<std::string>& classes) {
    std::vector<float> weights(classes.size());
    for (const auto& [name, share] : shares.items()) {
        const auto found = std::find(classes.begin(), classes.end(), name);
        if (found == classes.end()) throw std::runtime_error("unknown label " + name);
        weights[static_cast<std::size_t>(found - classes.begin())] = static_cast<float>(share_of(share));
    }
    return weights;
}

HashText hash_of(const std::string& hex) {
    const bool plain = hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!plain) throw std::runtime_error("a pixel_sha256 that is none");
    return HashText(hex);
}

Candidate shared_candidate(const Json& line, const std::vector<std::string>& classes) {
    Candidate candidate;
    candidate.hash = hash_of(line.at("pixel_sha256").get<std::string>());
    candidate.width = whole(line, "w", 1, kMostPixels);
    candidate.height = whole(line, "h", 1, kMostPixels);
    candidate.channels = whole(line, "ch", 1, 4);
    candidate.group_number = whole(line, "group", 0, kMostRows);
    const auto name = line.at("label").get<std::string>();
    const auto found = std::find(classes.begin(), classes.end(), name);
    if (found == classes.end()) throw std::runtime_error("unknown label " + name);
    candidate.label = found - classes.begin();
    candidate.split = split_from_name(line.at("split").get<std::string>());
    candidate.square = square_of(line.at("crop"));
    if (line.contains("padded")) candidate.padded = share_of(line["padded"]);
    if (line.contains("label_weights")) candidate.label_weights = weights_in(line["label_weights"], classes);
    candidate.row = whole(line, "index", 0, kMostRows);
    return candidate;
}

PublicManifest read_manifest(const std::filesystem::path& file, const BuildOptions& options) {
    std::istringstream stream(read_file(file));
    PublicManifest manifest{options, {}, {}};
    std::string text;
    for (std::size_t number = 1; std::getline(stream, text); ++number) {
        try {
            const Json line = Json::parse(text);
            if (number == 1) {
                if (line.value("schema", "") != kSchema) throw std::runtime_error("its first line is no header");
                apply_header(line, manifest);
            } else if (line.at("decision") == "keep") {
                manifest.images.push_back({shared_candidate(line, manifest.classes)});
            }
        } catch (const Error&) {
            throw;
        } catch (const std::exception& error) {
            throw_damaged(file, number, error.what());
        }
    }
    if (manifest.images.empty()) throw_damaged(file, 1, "it keeps no image");
    std::sort(manifest.images.begin(), manifest.images.end(),
              [](const Wanted& a, const Wanted& b) { return a.candidate.row < b.candidate.row; });
    return manifest;
}

/// Reads the sources and fills in the images that are wanted.
void find_images(PublicManifest& manifest, BuildReport& report, const ProgressSink& progress,
                 const std::stop_token& stop) {
    const Cutter cutter(manifest.options);
    std::unordered_map<std::string, std::vector<Wanted*>> wanted;
    for (Wanted& image : manifest.images) {
        const Candidate& one = image.candidate;
        wanted[key_of(one.hash.hex(), one.width, one.channels)].push_back(&image);
    }
    const auto start = Clock::now();
    for (std::size_t number = 0; number < manifest.options.sources.size(); ++number) {
        const auto source = open_source(manifest.options.sources[number], manifest.options.source_options);
        while (const auto record = source->next()) {
            throw_if_stopped(stop);
            ++report.read;
            if (progress) {
                Progress now{"find images", report.read, 0, "images", 0, 0, ""};
                now.seconds = std::chrono::duration<double>(Clock::now() - start).count();
                progress(now);
            }
            if (record->image.empty()) continue;
            const auto found =
                wanted.find(key_of(pixel_hash(record->image), record->image.width, record->image.channels));
            if (found == wanted.end()) continue;
            for (Wanted* image : found->second) {
                if (image->found) continue;
                image->found = true;
                image->candidate.source = number;
                image->candidate.id = record->id;
                image->candidate.word = record->label;
                image->candidate.file_hash = HashText(record->file_hash);
                Pictures& pictures = image->candidate.pictures.here();
                pictures.pixels = cutter.pixels_at(record->image, image->candidate.square);
                if (manifest.options.masks) pictures.mask = cutter.mask_at(record->image, image->candidate.square);
            }
        }
    }
}

DatasetContent content_of(PublicManifest& manifest, std::string& lines, BuildReport& report) {
    std::vector<const Candidate*> rows;
    std::vector<std::int32_t> numbers;
    std::int64_t missing = 0;
    for (Wanted& image : manifest.images) {
        Candidate& one = image.candidate;
        if (!image.found) {
            ++missing;
            continue;
        }
        one.row = report.kept++;
        rows.push_back(&one);
        numbers.push_back(static_cast<std::int32_t>(one.row));
        const std::string& source = manifest.options.sources[one.source];
        lines += manifest_line(one, static_cast<std::size_t>(one.row), source, manifest.classes, "manifest");
        ++report.counts[source][one.word][std::string(split_name(*one.split))][kKept];
    }
    report.reasons[kKept] = report.kept;
    if (missing > 0) {
        report.notes.push_back(std::to_string(missing) + " images of the manifest are not in the sources.");
    }
    DatasetContent content = rows_of(rows, manifest.classes);
    add_pixels(content, rows);
    content.channels = manifest.options.channels;
    content.height = content.width = manifest.options.size;
    content.source_names = manifest.options.sources;
    content.manifest_rows = std::move(numbers);
    return content;
}

}  // namespace

std::int64_t write_public_manifest(const std::filesystem::path& folder, const std::filesystem::path& file, bool force) {
    refuse_existing(file, force);
    const Dataset dataset = Dataset::open(folder);
    std::istringstream lines(read_file(folder / "manifest.jsonl"));
    std::string text;
    std::int64_t count = 0;
    try {
        text = header_of(Json::parse(read_file(folder / "build.json")), dataset).dump() + "\n";
        for (std::string line; std::getline(lines, line); ++count) text += public_line(Json::parse(line));
    } catch (const Json::exception&) {
        throw_input_error("holds a manifest.jsonl or build.json that cannot be read.", folder.string(),
                          "Build the data set again.");
    }
    write_file(file, text);
    return count;
}

BuildReport rebuild_dataset(const BuildOptions& options, const std::filesystem::path& manifest_file,
                            const std::filesystem::path& folder, bool force, const ProgressSink& progress,
                            const std::stop_token& stop) {
    const auto start = Clock::now();
    const auto file = folder / "dataset.safetensors";
    refuse_existing(file, force);
    PublicManifest manifest = read_manifest(manifest_file, options);
    BuildReport report;
    find_images(manifest, report, progress, stop);
    std::string lines;
    DatasetContent content = content_of(manifest, lines, report);
    if (report.kept == 0) {
        throw_input_error("keeps no image that the sources have.", manifest_file.string(),
                          "Name the sources that it was made from: it tells their kinds in its first line.");
    }
    Sha256 hash;
    hash.update(lines);
    content.metadata = {{"manifest_sha256", hash.hex()},
                        {"redistributable", "no"},
                        {"svd", manifest.options.svd},
                        {"profile", manifest.options.profile}};
    if (manifest.options.margin != 0) content.metadata["frame_margin"] = nlohmann::json(manifest.options.margin).dump();
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    write_file(folder / "manifest.jsonl", lines);
    write_file(folder / "build.json", Json{{"schema", "bplf.build.v1"},
                                           {"rebuilt_from_sha256", sha256_of_file(manifest_file)},
                                           {"tool", std::string("bplf ") + BPLF_VERSION},
                                           {"sources", options.sources},
                                           {"kept", report.kept},
                                           {"notes", report.notes}}
                                              .dump(1) +
                                          "\n");
    write_dataset(file, content);
    report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return report;
}

}  // namespace bplf
