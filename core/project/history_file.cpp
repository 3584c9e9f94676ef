// SPDX-License-Identifier: GPL-3.0-or-later
// Each change opens the journal anew under the folder's lock: another process may have put a shorter one in its place.
#include "core/project/history_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/project/folder_lock.h"

namespace bplf::project {
namespace {

constexpr std::size_t kLargestJournal = std::size_t{1} << 30;

std::string text_of(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

[[noreturn]] void throw_not_kept(const std::filesystem::path& path, int code) {
    throw Error(ErrorKind::kResource, std::string("cannot be written: ") + std::strerror(code) + ".", path.string(),
                "Free some disk space.");
}

bool ends_with_newline(int descriptor, off_t size) {
    char last = '\n';
    return size == 0 || (::pread(descriptor, &last, 1, size - 1) == 1 && last == '\n');
}

/// The whole text or nothing of it.
void write_at_end(int descriptor, const std::string& text, const std::filesystem::path& path) {
    struct stat info{};
    ::fstat(descriptor, &info);
    const std::string whole = (ends_with_newline(descriptor, info.st_size) ? "" : "\n") + text;
    std::size_t done = 0;
    while (done < whole.size()) {
        const ssize_t wrote = ::write(descriptor, whole.data() + done, whole.size() - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) {
            const int code = errno;
            if (::ftruncate(descriptor, info.st_size) != 0) throw_not_kept(path, errno);
            throw_not_kept(path, code);
        }
        done += static_cast<std::size_t>(wrote);
    }
    if (::fdatasync(descriptor) != 0) throw_not_kept(path, errno);
}

/// Applies a line to what was read before it; what is damaged changes nothing.
void take_line(const std::string& line, std::vector<HistoryRecord>& records,
               std::map<std::string, std::size_t>& places) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object()) return;
    if (json.contains("rate")) {
        const auto place = json["rate"].is_string() ? places.find(json["rate"].get<std::string>()) : places.end();
        if (place == places.end() || !json.contains("rating") || !json["rating"].is_number_integer()) return;
        records[place->second].rating = std::clamp(json["rating"].get<int>(), 0, kMostStars);
        return;
    }
    const auto record = capture([&] { return record_from_json(json); });
    if (!record.ok()) return;
    if (!places.emplace(record.value().id, records.size()).second) return;
    records.push_back(record.value());
}

}  // namespace

std::filesystem::path HistoryFile::thumbnail(const std::string& id) const {
    return folder_ / "thumbnails" / (id + ".png");
}

std::filesystem::path HistoryFile::face(const std::string& id) const {
    return folder_ / "faces" / (id + ".png");
}

std::vector<HistoryRecord> HistoryFile::read() const {
    std::vector<HistoryRecord> records;
    if (!std::filesystem::exists(journal())) return records;
    std::map<std::string, std::size_t> places;
    std::istringstream lines(read_file(journal(), kLargestJournal));
    for (std::string line; std::getline(lines, line);) take_line(line, records, places);
    return records;
}

void HistoryFile::append(const std::string& line) const {
    const int descriptor = ::open(journal().c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) throw_not_kept(journal(), errno);
    const auto written = capture([&] { write_at_end(descriptor, line, journal()); });
    ::close(descriptor);
    if (!written.ok()) throw written.error();
}

void HistoryFile::add(const HistoryRecord& record, const Image& thumbnail_image, const Image& face_image) const {
    BPLF_CHECK(is_record_id(record.id), "a record needs an id");
    const FolderLock lock(folder_);
    const auto put = [](const std::filesystem::path& path, const Image& image) {
        if (image.empty()) return;
        std::filesystem::create_directories(path.parent_path());
        write_png(path, image);
    };
    put(thumbnail(record.id), thumbnail_image);
    put(face(record.id), face_image);
    const auto kept = capture([&] { append(text_of(to_json(record))); });
    if (kept.ok()) return;
    remove_pictures(record.id);
    throw kept.error();
}

void HistoryFile::rate(const std::string& id, int rating) const {
    const FolderLock lock(folder_);
    append(text_of({{"rate", id}, {"rating", std::clamp(rating, 0, kMostStars)}}));
}

void HistoryFile::remove_pictures(const std::string& id) const {
    std::error_code code;
    std::filesystem::remove(thumbnail(id), code);
    std::filesystem::remove(face(id), code);
}

std::size_t HistoryFile::keep_only(const std::vector<HistoryRecord>& all, const std::vector<bool>& kept) const {
    std::string text;
    std::size_t gone = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (kept[i]) {
            text += text_of(to_json(all[i]));
        } else {
            ++gone;
        }
    }
    if (gone == 0) return 0;
    write_file(journal(), text);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!kept[i]) remove_pictures(all[i].id);
    return gone;
}

std::size_t HistoryFile::remove(const std::function<bool(const HistoryRecord&)>& which) const {
    const FolderLock lock(folder_);
    const std::vector<HistoryRecord> all = read();
    std::vector<bool> kept(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) kept[i] = !which(all[i]);
    return keep_only(all, kept);
}

std::size_t HistoryFile::prune(std::size_t most) const {
    const FolderLock lock(folder_);
    const std::vector<HistoryRecord> all = read();
    std::vector<bool> kept(all.size(), true);
    std::size_t left = all.size();
    for (std::size_t i = 0; i < all.size() && left > most; ++i) {
        if (all[i].rating > 0) continue;
        kept[i] = false;
        --left;
    }
    const std::size_t gone = keep_only(all, kept);
    remove_orphans(all);
    return gone;
}

/// A program that was killed between a picture and its line leaves the picture.
void HistoryFile::remove_orphans(const std::vector<HistoryRecord>& records) const {
    std::set<std::string> known;
    for (const HistoryRecord& record : records) known.insert(record.id);
    for (const char* name : {"thumbnails", "faces"}) {
        std::error_code code;
        std::vector<std::filesystem::path> orphans;
        for (std::filesystem::directory_iterator entry(folder_ / name, code), end; !code && entry != end;
             entry.increment(code)) {
            const std::string stem = entry->path().stem().string();
            if (is_record_id(stem) && !known.contains(stem)) orphans.push_back(entry->path());
        }
        for (const auto& path : orphans) std::filesystem::remove(path, code);
    }
}

Image thumbnail_of(const std::vector<Image>& pictures) {
    if (pictures.empty()) return {};
    const auto fitted = [](const Image& picture, int side) {
        const double scale = static_cast<double>(side) / std::max(picture.width, picture.height);
        const auto scaled = [scale](int length) { return std::max(1, static_cast<int>(length * scale)); };
        const Filter filter = scale < 1 ? Filter::kArea : Filter::kTriangle;
        return centred_on_black(resize(picture, scaled(picture.width), scaled(picture.height), filter), side);
    };
    if (pictures.size() == 1) return fitted(pictures[0], kThumbnailSide);
    constexpr int kHalf = kThumbnailSide / 2;
    Image sheet(kThumbnailSide, kThumbnailSide, 3);
    for (int i = 0; i < static_cast<int>(std::min<std::size_t>(pictures.size(), 4)); ++i) {
        const Image part = to_rgb(fitted(pictures[static_cast<std::size_t>(i)], kHalf));
        for (int y = 0; y < kHalf; ++y)
            for (int x = 0; x < kHalf; ++x)
                for (int c = 0; c < 3; ++c) sheet.at(i % 2 * kHalf + x, i / 2 * kHalf + y, c) = part.at(x, y, c);
    }
    return sheet;
}

}  // namespace bplf::project
