// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_set.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/pack.h"
#include "core/dataset/truncated_dataset.h"
#include "core/eval/psnr.h"
#include "core/eval/trivial_coder.h"
#include "core/study/paper.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kCoderImages = 500;  ///< a mean of these is good to a per cent
constexpr std::int64_t kWholeCifar10 = 50000;

/// What a name stands for below the data root.
struct Collection {
    std::string title, spelling, where_to_get;
    fs::path looked_for;
    Split held_out = Split::kTest;
    bool conditional = false, flip = false;
    bool found = false;
};

bool has_file(const fs::path& folder, const std::string& name) {
    return fs::exists(folder / name) || fs::exists(folder / (name + ".gz"));
}

bool has_idx_split(const fs::path& folder, const std::string& split) {
    return has_file(folder, split + "-images-idx3-ubyte") && has_file(folder, split + "-labels-idx1-ubyte");
}

bool has_cifar10(const fs::path& folder) {
    return has_file(folder, "data_batch_1.bin") && has_file(folder, "test_batch.bin");
}

Collection mnist_in(const fs::path& root) {
    const fs::path folder = root / "mnist";
    return {
        .title = "MNIST, padded to 32×32",
        .spelling = "idx:" + folder.string(),
        .where_to_get = "the four IDX files (train-images-idx3-ubyte.gz and so on) of MNIST",
        .looked_for = folder / "{train,t10k}-{images-idx3,labels-idx1}-ubyte[.gz]",
        .found = has_idx_split(folder, "train") && (has_idx_split(folder, "t10k") || has_idx_split(folder, "test"))};
}

Collection cifar10_in(const fs::path& root) {
    const fs::path folder = root / "cifar10";
    return {.title = "CIFAR-10",
            .spelling = "cifar10:" + folder.string(),
            .where_to_get = "CIFAR-10's unpacked binary version (cifar-10-binary.tar.gz)",
            .looked_for = folder / "data_batch_1.bin[.gz] and test_batch.bin[.gz]",
            .flip = true,
            .found = has_cifar10(folder) || has_cifar10(folder / "cifar-10-batches-bin")};
}

Collection faces_in(const fs::path& root) {
    const fs::path built = root / "emotionset" / "dataset.safetensors";
    if (fs::exists(built))
        return {.title = "EmotionSet",
                .spelling = built.string(),
                .where_to_get = {},
                .looked_for = built,
                .held_out = Split::kValidation,
                .conditional = true,
                .flip = true,
                .found = true};
    const fs::path folder = root / "fer2013";
    return {.title = "FER2013, whole images at 32×32",
            .spelling = "idx:" + folder.string(),
            .where_to_get = "FER2013 as IDX files, or an emotionset folder made by 'bplf dataset build'",
            .looked_for = folder / "{train,validation}-{images-idx3,labels-idx1}-ubyte[.gz]",
            .held_out = Split::kValidation,
            .conditional = true,
            .flip = true,
            .found = has_idx_split(folder, "train") &&
                     (has_idx_split(folder, "validation") || has_idx_split(folder, "val"))};
}

Collection collection_of(const std::string& name, const fs::path& root) {
    if (name == "mnist") return mnist_in(root);
    if (name == "cifar10") return cifar10_in(root);
    if (name == "faces") return faces_in(root);
    std::string known;
    for (const std::string& set : study_set_names()) known += (known.empty() ? "" : ", ") + set;
    throw_usage_error("\"" + name + "\" is no data set of the study.", "--datasets", "Use " + known + ".");
}

std::vector<std::int64_t> spread(const std::vector<std::int64_t>& rows, std::int64_t wanted) {
    const auto all = static_cast<std::int64_t>(rows.size());
    if (wanted <= 0 || wanted >= all) return rows;
    std::vector<std::int64_t> chosen;
    for (std::int64_t i = 0; i < wanted; ++i) chosen.push_back(rows[static_cast<std::size_t>(i * all / wanted)]);
    return chosen;
}

DatasetContent content_of(const Dataset& from, const std::vector<std::int64_t>& train,
                          const std::vector<std::int64_t>& held_out) {
    DatasetContent content;
    content.channels = from.channels();
    content.height = content.width = kStudySide;
    content.class_names = from.class_names();
    content.source_names = from.source_names();
    const std::size_t classes = from.class_names().size();
    for (const auto* rows : {&train, &held_out}) {
        for (const std::int64_t row : *rows) {
            const auto at = static_cast<std::size_t>(row);
            content.labels.push_back(from.labels()[at]);
            content.splits.push_back(static_cast<std::uint8_t>(rows == &train ? Split::kTrain : Split::kValidation));
            content.groups.push_back(static_cast<std::int32_t>(content.groups.size()));
            content.manifest_rows.push_back(static_cast<std::int32_t>(content.manifest_rows.size()));
            content.sources.push_back(from.sources()[at]);
            const auto planes = planes_of(centred_on_black(image_of_row(from, row), kStudySide));
            content.images.insert(content.images.end(), planes.begin(), planes.end());
            if (from.label_weights().empty()) continue;
            const auto weights = from.label_weights().subspan(at * classes, classes);
            content.label_weights.insert(content.label_weights.end(), weights.begin(), weights.end());
        }
    }
    return content;
}

void measure(StudySet& set) {
    const Dataset raw = Dataset::open(set.raw), smooth = Dataset::open(set.truncated);
    const auto rows = spread(raw.rows(Split::kValidation), kCoderImages);
    set.psnr = psnr(raw, smooth, rows);
    const TrivialCoder plain = trivial_coder(raw, rows), cut = trivial_coder(smooth, rows);
    set.png_raw = plain.png, set.png_truncated = cut.png;
    set.predictor_raw = plain.predictor, set.predictor_truncated = cut.predictor;
}

std::string partial_note(const std::string& name, const Dataset& whole) {
    const auto train = static_cast<std::int64_t>(whole.rows(Split::kTrain).size());
    if (name != "cifar10" || train >= kWholeCifar10) return {};
    return "A partial CIFAR-10: " + std::to_string(train) + " of 50000 training images were found.";
}

/// The facts that make a prepared set reusable.
Json key_of(const Collection& collection, const StudySetLimits& limits) {
    return {{"collection", collection.spelling},
            {"train", limits.train},
            {"held_out", limits.held_out},
            {"rank", kStudyRank}};
}

StudySet set_from_json(const Json& json, StudySet set) {
    json.at("title").get_to(set.title);
    json.at("note").get_to(set.note);
    json.at("labels").get_to(set.labels);
    json.at("channels").get_to(set.channels);
    json.at("flip").get_to(set.flip);
    json.at("real_pixels").get_to(set.real_pixels);
    json.at("train_images").get_to(set.train_images);
    json.at("held_out_images").get_to(set.held_out_images);
    json.at("psnr").get_to(set.psnr);
    json.at("png").at("raw").get_to(set.png_raw);
    json.at("png").at("truncated").get_to(set.png_truncated);
    json.at("predictor").at("raw").get_to(set.predictor_raw);
    json.at("predictor").at("truncated").get_to(set.predictor_truncated);
    return set;
}

/// What an earlier call left, when it is whole and was made from `key`.
std::optional<StudySet> prepared_before(const StudySet& set, const fs::path& note, const Json& key) {
    if (!fs::exists(note) || !fs::exists(set.raw) || !fs::exists(set.truncated)) return {};
    try {
        const Json json = Json::parse(read_file(note, 1 << 20));
        if (json.at("key") == key) return set_from_json(json, set);
    } catch (const nlohmann::json::exception&) {
        // A damaged note: everything is made again.
    }
    return {};
}

void make_files(StudySet& set, const Collection& collection, const StudySetLimits& limits, const ProgressSink& progress,
                const std::stop_token& stop) {
    const bool keep_size = set.name == "mnist";
    const std::optional<ImageFormat> format =
        keep_size ? std::nullopt : std::optional(ImageFormat{kStudySide, set.name == "cifar10" ? 3 : 1});
    const Dataset whole = open_data(collection.spelling, format, stop);
    if (whole.width() > kStudySide || whole.height() > kStudySide)
        throw_input_error("holds images larger than the study's 32×32.", collection.spelling,
                          "Build it with bplf dataset build --size 32.");
    const auto train = spread(whole.rows(Split::kTrain), limits.train);
    const auto held_out = spread(whole.rows(collection.held_out), limits.held_out);
    if (train.empty() || held_out.empty())
        throw_input_error("has no image to train on or to hold out.", collection.spelling);
    set.title = collection.title;
    set.note = partial_note(set.name, whole);
    set.flip = collection.flip;
    set.channels = whole.channels();
    if (collection.conditional) set.labels = whole.class_names();
    set.real_pixels = whole.image_bytes();
    set.train_images = static_cast<std::int64_t>(train.size());
    set.held_out_images = static_cast<std::int64_t>(held_out.size());
    const DatasetContent content = content_of(whole, train, held_out);
    const SvdTruncation svd{.kind = SvdTruncation::Kind::kRank, .rank = kStudyRank};
    write_dataset(set.raw, content);
    write_dataset(set.truncated, truncated_dataset(Dataset(content), svd, progress, stop));
    measure(set);
}

}  // namespace

void require_study_sets(const std::vector<std::string>& names, const fs::path& root) {
    std::string missing, remedy;
    for (const std::string& name : names) {
        const Collection collection = collection_of(name, root);
        if (collection.found) continue;
        missing += (missing.empty() ? "" : "; ") + name + " (" + collection.looked_for.string() + ")";
        remedy += " " + name + ": put " + collection.where_to_get + " there.";
    }
    if (missing.empty()) return;
    throw_input_error("lacks data sets of the study: " + missing + ".", root.string(),
                      remedy.substr(1) + " Or leave them out with --datasets.");
}

StudySet prepare_study_set(const std::string& name, const fs::path& root, const fs::path& folder,
                           const StudySetLimits& limits, const ProgressSink& progress, const std::stop_token& stop) {
    require_study_sets({name}, root);
    const Collection collection = collection_of(name, root);
    StudySet set;
    set.name = name;
    set.raw = folder / (name + "-raw.safetensors");
    set.truncated = folder / (name + "-truncated.safetensors");
    const fs::path note = folder / (name + ".json");
    const Json key = key_of(collection, limits);
    if (const auto made = prepared_before(set, note, key)) return *made;
    fs::create_directories(folder);
    make_files(set, collection, limits, progress, stop);
    Json json = to_json(set);
    json["key"] = key;
    write_file(note, json.dump(2) + "\n");
    return set;
}

Json to_json(const StudySet& set) {
    return {{"name", set.name},
            {"title", set.title},
            {"note", set.note},
            {"labels", set.labels},
            {"channels", set.channels},
            {"flip", set.flip},
            {"real_pixels", set.real_pixels},
            {"train_images", set.train_images},
            {"held_out_images", set.held_out_images},
            {"psnr", set.psnr},
            {"png", {{"raw", set.png_raw}, {"truncated", set.png_truncated}}},
            {"predictor", {{"raw", set.predictor_raw}, {"truncated", set.predictor_truncated}}}};
}

}  // namespace bplf
