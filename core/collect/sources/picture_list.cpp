// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/sources/picture_list.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/sha256.h"
#include "core/image/photo.h"
#include "core/io/stray_file.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

/// Also of formats that cannot be read: each such file is told of.
constexpr std::array<std::string_view, 18> kEndings{".png", ".jpg",  ".jpeg", ".jpe",  ".jfif", ".bmp",
                                                    ".tif", ".tiff", ".webp", ".pgm",  ".ppm",  ".pnm",
                                                    ".gif", ".avif", ".heic", ".heif", ".jp2",  ".pbm"};

bool is_hidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

void collect_files(const fs::path& folder, int depth, std::vector<fs::path>& files) {
    for (const fs::path& entry : sorted_entries(folder)) {
        std::error_code code;
        if (fs::is_directory(entry, code)) {
            if (depth > 0 && !leads_back(entry)) collect_files(entry, depth - 1, files);
        } else if (fs::is_regular_file(entry, code)) {
            files.push_back(entry);
        }
    }
}

class PictureSource final : public Source {
  public:
    explicit PictureSource(PictureList list) : list_(std::move(list)) {}

    std::string name() const override { return list_.kind + ":" + list_.root.string(); }
    std::vector<std::string> class_names() const override { return list_.class_names; }
    std::int64_t size() const override { return static_cast<std::int64_t>(list_.entries.size()); }
    std::string collection() const override { return list_.collection; }
    std::vector<std::string> notes() const override { return list_.notes; }

    std::optional<SourceRecord> next() override {
        if (at_ == list_.entries.size()) return std::nullopt;
        return read_entry(list_.entries[at_++], list_.root);
    }

  private:
    PictureList list_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Source> make_picture_source(PictureList list) {
    return std::make_unique<PictureSource>(std::move(list));
}

SourceRecord read_entry(const PictureEntry& entry, const fs::path& root) {
    SourceRecord record;
    record.label = entry.label;
    record.split = entry.split;
    record.subject = record.group = entry.subject;
    record.sequence = entry.sequence;
    record.columns = entry.columns;
    record.label_weights = entry.label_weights;
    record.id = entry.file.lexically_relative(root).string();
    if (!entry.reason.empty()) {
        record.reason = entry.reason;
        record.problem = entry.problem;
        if (!is_picture(entry.file)) return record;
    }
    try {
        const std::string bytes = read_file(entry.file, std::size_t{1} << 30);
        record.file_hash = sha256_hex(std::as_bytes(std::span(bytes)));
        if (const auto stray = stray_content(bytes)) {
            throw_input_error(stray->problem, entry.file.string(), stray->hint);
        }
        record.image = read_photo(std::as_bytes(std::span(bytes)), entry.file.string());
    } catch (const Error& error) {  // one broken picture must not end the build
        if (entry.reason.empty()) record.problem = error.problem();
    }
    return record;
}

bool is_picture(const fs::path& path) {
    if (is_hidden(path)) return false;
    const std::string ending = lower_ending(path);
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

bool leads_back(const fs::path& folder) {
    std::error_code code;
    if (!fs::is_symlink(folder, code)) return false;
    const fs::path target = fs::canonical(folder, code);
    const fs::path place = fs::canonical(fs::absolute(folder).parent_path(), code);
    if (std::mismatch(target.begin(), target.end(), place.begin(), place.end()).first == target.end()) return true;
    // Reached through other links, it may lie in that folder all the same.
    for (fs::path above = fs::absolute(folder).parent_path(); above.has_relative_path(); above = above.parent_path()) {
        if (fs::equivalent(above, target, code)) return true;
    }
    return false;
}

std::vector<fs::path> all_entries(const fs::path& folder) {
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

std::vector<fs::path> sorted_entries(const fs::path& folder) {
    auto entries = all_entries(folder);
    std::erase_if(entries, is_hidden);
    return entries;
}

std::vector<fs::path> files_below(const fs::path& folder, int depth) {
    std::vector<fs::path> files;
    if (fs::is_directory(folder)) collect_files(folder, depth, files);
    return files;
}

}  // namespace bplf
