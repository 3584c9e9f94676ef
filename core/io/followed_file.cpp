// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/followed_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

namespace bplf {
namespace {

constexpr std::uint64_t kFingerprint = 64;

std::string read_bytes(const std::filesystem::path& path, std::uint64_t from, std::size_t count) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream.seekg(static_cast<std::streamoff>(from))) return {};
    std::string bytes(count, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

}  // namespace

std::string FollowedFile::bytes_before_offset() const {
    const std::uint64_t count = std::min(offset_, kFingerprint);
    return read_bytes(path_, offset_ - count, count);
}

bool FollowedFile::was_replaced() const {
    struct stat info{};
    if (::stat(path_.c_str(), &info) != 0) return true;
    if (inode_ == 0) return false;  // nothing was read yet
    if (info.st_ino != inode_ || info.st_dev != device_) return true;
    return static_cast<std::uint64_t>(info.st_size) < offset_ || bytes_before_offset() != seen_;
}

bool FollowedFile::has_more() const {
    std::error_code code;
    const auto size = std::filesystem::file_size(path_, code);
    return !code && size > offset_;
}

std::string FollowedFile::read_more(std::size_t limit) const {
    std::error_code code;
    const std::uint64_t size = std::filesystem::file_size(path_, code);
    if (code || size <= offset_) return {};
    return read_bytes(path_, offset_, std::min<std::uint64_t>(limit, size - offset_));
}

void FollowedFile::advance(std::uint64_t offset) {
    struct stat info{};
    if (::stat(path_.c_str(), &info) == 0) {
        inode_ = info.st_ino;
        device_ = info.st_dev;
    }
    offset_ = offset;
    seen_ = bytes_before_offset();
}

}  // namespace bplf
