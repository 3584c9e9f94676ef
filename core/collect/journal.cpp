// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"

namespace bplf {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSumLength = 16;

std::string with_sum(const std::string& text) {
    return sha256_hex(std::as_bytes(std::span(text))).substr(0, kSumLength) + " " + text + "\n";
}

/// The text of a line whose checksum holds.
std::optional<std::string> checked(const std::string& line) {
    if (line.size() <= kSumLength + 1) return std::nullopt;
    std::string text = line.substr(kSumLength + 1);
    return with_sum(text) == line + "\n" ? std::optional(std::move(text)) : std::nullopt;
}

std::string text_of(const std::string& key, const SearchResult& finding) {
    Json line{{"k", key}, {"s", finding.several_faces}};
    if (finding.face) {
        const Face& face = *finding.face;
        line["f"] = {face.box.x, face.box.y, face.box.width, face.box.height, face.score, face.crop_share, face.roll};
        if (face.landmarks) {
            for (const Point& point : *face.landmarks) line["l"].push_back({point.x, point.y});
        }
    }
    return line.dump();
}

std::pair<std::string, SearchResult> finding_in(const std::string& text) {
    const Json line = Json::parse(text);
    SearchResult finding;
    finding.several_faces = line.at("s").get<bool>();
    if (line.contains("f")) {
        const auto n = line.at("f").get<std::vector<double>>();
        Face face;
        face.box = {n.at(0), n.at(1), n.at(2), n.at(3)};
        face.score = n.at(4);
        face.crop_share = n.at(5);
        face.roll = n.at(6);
        if (line.contains("l")) {
            FacePoints points;
            for (std::size_t i = 0; i < points.size(); ++i) {
                points[i] = {line["l"].at(i).at(0).get<double>(), line["l"].at(i).at(1).get<double>()};
            }
            face.landmarks = points;
        }
        finding.face = face;
    }
    return {line.at("k").get<std::string>(), finding};
}

}  // namespace

Journal::Journal(std::filesystem::path file, const std::string& settings) : file_(std::move(file)) {
    if (file_.empty()) return;
    const std::string header = with_sum("bplf.journal.v1 " + settings);
    const std::size_t good = load(header);
    open_at(good);
    if (good > 0) return;
    pending_ = header;
    flush();
}

Journal::~Journal() {
    if (descriptor_ >= 0) close(descriptor_);
}

/// Length of the part that can be used; 0 when the file is of another build or missing.
std::size_t Journal::load(const std::string& header) {
    if (!std::filesystem::is_regular_file(file_)) return 0;
    const std::string text = read_file(file_);
    if (!text.starts_with(header)) return 0;
    std::size_t at = header.size();
    for (auto end = text.find('\n', at); end != std::string::npos; end = text.find('\n', at)) {
        const auto line = checked(text.substr(at, end - at));
        if (!line) break;
        findings_.insert(finding_in(*line));
        at = end + 1;
    }
    return at;
}

void Journal::open_at(std::size_t length) {
    descriptor_ = open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0 || ftruncate(descriptor_, static_cast<off_t>(length)) != 0 ||
        lseek(descriptor_, 0, SEEK_END) < 0) {
        fail(errno);
    }
}

void Journal::fail(int code) const {
    throw Error(ErrorKind::kResource, std::string("cannot be written: ") + std::strerror(code) + ".", file_.string(),
                "Make room or choose another folder; the build goes on from here.");
}

std::optional<SearchResult> Journal::find(const std::string& pixel_key) const {
    const auto found = findings_.find(pixel_key);
    return found == findings_.end() ? std::nullopt : std::optional(found->second);
}

void Journal::add(const std::string& pixel_key, const SearchResult& finding) {
    if (descriptor_ < 0 || !findings_.emplace(pixel_key, finding).second) return;
    pending_ += with_sum(text_of(pixel_key, finding));
}

void Journal::flush() {
    if (descriptor_ < 0 || pending_.empty()) return;
    for (std::size_t done = 0; done < pending_.size();) {
        const ssize_t count = write(descriptor_, pending_.data() + done, pending_.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(errno);
        done += static_cast<std::size_t>(count);
    }
    if (fsync(descriptor_) != 0) fail(errno);
    pending_.clear();
}

void Journal::finish() {
    if (descriptor_ < 0) return;
    close(std::exchange(descriptor_, -1));
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

}  // namespace bplf
