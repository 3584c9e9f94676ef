// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "core/base/error.h"

namespace bplf {
namespace {

[[noreturn]] void throw_write_error(const std::filesystem::path& path, int code) {
    const char* hint = code == ENOSPC                    ? "Free some disk space or choose another folder."
                       : code == EACCES || code == EROFS ? "Choose a folder you may write to."
                                                         : "Check that the folder exists and is writable.";
    throw Error(ErrorKind::kResource, std::string("cannot be written: ") + std::strerror(code) + ".", path.string(),
                hint);
}

std::filesystem::path temporary_beside(const std::filesystem::path& path) {
    static std::atomic<unsigned> counter{0};
    std::filesystem::path name = path.filename();
    name = "." + name.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(counter.fetch_add(1)) +
           ".part" + path.extension().string();
    return path.parent_path() / name;
}

void sync_folder(const std::filesystem::path& folder) {
    const std::string name = folder.empty() ? "." : folder.string();
    const int descriptor = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path path) : path_(std::move(path)), temporary_(temporary_beside(path_)) {
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor_ < 0) throw_write_error(path_, errno);
}

AtomicFile::~AtomicFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_write_error(path_, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void AtomicFile::write(std::string_view text) {
    write(std::as_bytes(std::span(text)));
}

void AtomicFile::commit() {
    if (::fsync(descriptor_) != 0) throw_write_error(path_, errno);
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw_write_error(path_, errno);
    ::close(descriptor_);
    descriptor_ = -1;
    sync_folder(path_.parent_path());
}

void write_file(const std::filesystem::path& path, std::string_view content) {
    AtomicFile file(path);
    file.write(content);
    file.commit();
}

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
    std::error_code code;
    if (std::filesystem::is_directory(path, code)) {
        throw_input_error("is a folder, not a file.", path.string());
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw_input_error(std::string("cannot be opened: ") + std::strerror(errno) + ".", path.string(),
                          "Check the path and its permissions.");
    }
    // Devices and pipes have no size, and files may grow while they are read: the limit holds for what comes.
    std::string content;
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    for (std::size_t wanted = kPiece; stream && wanted > 0;) {
        const std::size_t had = content.size();
        wanted = std::min(std::max(kPiece, had), limit + 1 - had);
        content.resize(had + wanted);
        stream.read(content.data() + had, static_cast<std::streamsize>(wanted));
        content.resize(had + static_cast<std::size_t>(stream.gcount()));
    }
    if (content.size() > limit) {
        throw_input_error("is larger than expected (over " + std::to_string(limit) + " bytes).", path.string());
    }
    return content;
}

void refuse_existing(const std::filesystem::path& path, bool force) {
    if (force || !std::filesystem::exists(path)) return;
    throw_usage_error("already exists.", path.string(), "Choose another name, or pass --force to replace it.");
}

}  // namespace bplf
