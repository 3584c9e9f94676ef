// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/label_folders.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/letter_case.h"
#include "core/collect/split_words.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr int kWrappers = 3;  // folders around the classes that are passed over
constexpr int kDepth = 16;

constexpr std::array<std::pair<std::string_view, Split>, 3> kSplitPrefixes{{
    {"Training_", Split::kTrain},
    {"PublicTest_", Split::kValidation},
    {"PrivateTest_", Split::kTest},
}};

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

bool is_leftover_folder(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.starts_with('.') || name == "__MACOSX" || name == "@eaDir";
}

bool is_passed_by(const fs::path& folder) {
    return is_leftover_folder(folder) || leads_back(folder);
}

std::string why_not_entered(const fs::path& folder) {
    if (leads_back(folder)) return "is a link to a folder that it lies in";
    if (is_leftover_folder(folder)) return "is a folder that file managers and programs leave behind";
    return "lies deeper than the folders that are looked into";
}

/// What a file is that is no picture; empty for pictures.
std::string why_no_picture(const fs::path& file) {
    constexpr std::array<std::string_view, 4> kLeft{"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"};
    const std::string name = file.filename().string();
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return "is a link to nothing";
    if (!fs::is_regular_file(file, ignored)) return "is neither a file nor a folder";
    if (name.starts_with('.') || std::ranges::find(kLeft, lower_case(name)) != kLeft.end()) {
        return "was left behind by a file manager";
    }
    return is_picture(file) ? "" : "is no picture by its name";
}

class Lister {
  public:
    std::vector<PictureEntry> run(const fs::path& root) {
        list_root(unwrapped(root), std::nullopt);
        entries_.insert(entries_.end(), others_.begin(), others_.end());
        return std::move(entries_);
    }

  private:
    /// The folder below that holds the classes, where only it and few loose files lie in the way.
    fs::path unwrapped(fs::path folder) {
        for (int i = 0; i < kWrappers; ++i) {
            const std::vector<fs::path> folders = class_folders(folder);
            if (folders.size() != 1 || !is_wrapper(folders[0])) return folder;
            for (const fs::path& entry : all_entries(folder)) {
                if (is_folder(entry) && entry != folders[0]) add_other(entry);
                if (!is_folder(entry)) add_file(entry, "", std::nullopt);
            }
            folder = folders[0];
        }
        return folder;
    }

    static std::vector<fs::path> class_folders(const fs::path& folder) {
        auto folders = all_entries(folder);
        std::erase_if(folders, [](const fs::path& entry) { return !is_folder(entry) || is_passed_by(entry); });
        return folders;
    }

    /// Neither a split nor a label: most of its pictures lie in folders of their own.
    static bool is_wrapper(const fs::path& folder) {
        const std::string name = folder.filename().string();
        if (split_of_word(name) || canonical_label(name)) return false;
        const auto loose = std::ranges::count_if(sorted_entries(folder), is_picture);
        const auto all = std::ranges::count_if(files_below(folder), is_picture);
        return all > 2 * loose;
    }

    void list_root(const fs::path& root, std::optional<Split> split) {
        for (const fs::path& entry : all_entries(root)) {
            if (!is_folder(entry)) {
                add_file(entry, "", split);
            } else if (is_passed_by(entry)) {
                add_other(entry);
            } else if (const auto named = split_of_word(entry.filename().string()); named && !split) {
                list_root(unwrapped(entry), named);
            } else {
                list_label(entry, entry.filename().string(), split, 0);
            }
        }
    }

    void list_label(const fs::path& folder, const std::string& label, std::optional<Split> split, int depth) {
        for (const fs::path& entry : all_entries(folder)) {
            if (!is_folder(entry)) {
                add_file(entry, label, split);
            } else if (is_passed_by(entry) || depth == kDepth) {
                add_other(entry);
            } else {
                const auto named = split_of_word(entry.filename().string());
                list_label(entry, label, split ? split : named, depth + 1);
            }
        }
    }

    void add_file(const fs::path& file, const std::string& label, std::optional<Split> split) {
        if (!why_no_picture(file).empty()) return add_other(file);
        PictureEntry entry;
        entry.file = file;
        entry.label = label;
        const auto by_name = split_of_file_name(file);
        entry.split = by_name ? by_name : split;
        if (label.empty()) {
            entry.label = "none";
            entry.reason = "excluded_label";
            entry.problem = "lies in no label's folder";
        }
        entries_.push_back(std::move(entry));
    }

    void add_other(const fs::path& path) {
        PictureEntry entry;
        entry.file = path;
        entry.label = "none";
        entry.reason = "no_picture";
        entry.problem = is_folder(path) ? why_not_entered(path) : why_no_picture(path);
        others_.push_back(std::move(entry));
    }

    std::vector<PictureEntry> entries_, others_;
};

}  // namespace

std::optional<Split> split_of_file_name(const fs::path& file) {
    for (const auto& [prefix, split] : kSplitPrefixes) {
        if (file.filename().string().starts_with(prefix)) return split;
    }
    return std::nullopt;
}

std::vector<PictureEntry> list_label_folders(const fs::path& root) {
    return Lister().run(root);
}

}  // namespace bplf
