// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of pictures: <label>/*.png, or <split>/<label>/*.png.
#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/data/source.h"
#include "core/image/photo.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 10> kEndings{".png", ".jpg", ".jpeg", ".bmp",  ".tif",
                                                    ".tiff", ".webp", ".pgm", ".ppm", ".pnm"};

constexpr std::array<std::pair<std::string_view, Split>, 7> kSplitFolders{{
    {"train", Split::kTrain},
    {"training", Split::kTrain},
    {"validation", Split::kValidation},
    {"val", Split::kValidation},
    {"valid", Split::kValidation},
    {"test", Split::kTest},
    {"testing", Split::kTest},
}};

/// FER2013's folder form merges its two held-out splits; the file names keep them apart.
constexpr std::array<std::pair<std::string_view, Split>, 3> kSplitPrefixes{{
    {"Training_", Split::kTrain},
    {"PublicTest_", Split::kValidation},
    {"PrivateTest_", Split::kTest},
}};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool is_picture(const fs::path& path) {
    if (path.filename().string().starts_with(".")) return false;
    const std::string ending = lower(path.extension().string());
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

std::optional<Split> split_of_folder(const fs::path& folder) {
    for (const auto& [name, split] : kSplitFolders) {
        if (lower(folder.filename().string()) == name) return split;
    }
    return std::nullopt;
}

std::optional<Split> split_of_file(const fs::path& file) {
    for (const auto& [prefix, split] : kSplitPrefixes) {
        if (file.filename().string().starts_with(prefix)) return split;
    }
    return std::nullopt;
}

/// Entries of a folder in an order that does not depend on the file system.
std::vector<fs::path> sorted_entries(const fs::path& folder) {
    std::error_code code;
    std::vector<fs::path> entries;
    for (auto entry = fs::directory_iterator(folder, code); !code && entry != fs::directory_iterator();
         entry.increment(code)) {
        entries.push_back(entry->path());
    }
    if (code) {
        throw_input_error("cannot be listed: " + code.message() + ".", folder.string(),
                          "Check the folder and its permissions.");
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

struct Entry {
    fs::path file;
    std::string label;
    std::optional<Split> split;
};

void add_label_folder(const fs::path& folder, std::optional<Split> split, std::vector<Entry>& entries) {
    for (const fs::path& file : sorted_entries(folder)) {
        if (!fs::is_regular_file(file) || !is_picture(file)) continue;
        const auto by_name = split_of_file(file);
        entries.push_back({file, folder.filename().string(), by_name ? by_name : split});
    }
}

std::vector<Entry> list_folder(const fs::path& root) {
    std::vector<Entry> entries;
    for (const fs::path& folder : sorted_entries(root)) {
        if (!fs::is_directory(folder) || folder.filename().string().starts_with(".")) continue;
        const auto split = split_of_folder(folder);
        if (!split) {
            add_label_folder(folder, std::nullopt, entries);
            continue;
        }
        for (const fs::path& label : sorted_entries(folder)) {
            if (fs::is_directory(label)) add_label_folder(label, split, entries);
        }
    }
    return entries;
}

class ImageFolderSource final : public Source {
  public:
    ImageFolderSource(fs::path root, std::vector<Entry> entries)
        : root_(std::move(root)), entries_(std::move(entries)) {}

    std::string name() const override { return "folder:" + root_.string(); }
    std::int64_t size() const override { return static_cast<std::int64_t>(entries_.size()); }

    std::vector<std::string> class_names() const override {
        std::set<std::string> names;
        for (const Entry& entry : entries_) names.insert(entry.label);
        return {names.begin(), names.end()};
    }

    std::optional<SourceRecord> next() override {
        if (at_ == entries_.size()) return std::nullopt;
        const Entry& entry = entries_[at_++];
        SourceRecord record;
        record.label = entry.label;
        record.split = entry.split;
        record.id = entry.file.lexically_relative(root_).string();
        try {
            record.image = read_photo(entry.file);
        } catch (const Error& error) {  // one broken picture must not end the build
            record.problem = error.problem();
        }
        return record;
    }

  private:
    fs::path root_;
    std::vector<Entry> entries_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Source> open_image_folder_source(const fs::path& folder) {
    auto entries = list_folder(folder);
    if (entries.empty()) {
        throw_input_error("has no pictures in label folders.", folder.string(),
                          "Expected <label>/*.png or train/<label>/*.png (also jpg, bmp, tif, webp, pnm).");
    }
    return std::make_unique<ImageFolderSource>(folder, std::move(entries));
}

}  // namespace bplf
