// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;

/// An open file, closed at the end; -1 where it could not be opened.
struct Descriptor {
    int number;

    explicit Descriptor(int opened) : number(opened) {}
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
};

[[noreturn]] void throw_read_error(const std::filesystem::path& path, const char* verb, int code) {
    throw_input_error(std::string("cannot be ") + verb + ": " + std::strerror(code) + ".", path.string(),
                      "Check the path and its permissions.");
}

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
    // Not waiting: the opening of a pipe would, until somebody writes into it.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat info{};
    if (file.number < 0 || ::fstat(file.number, &info) != 0) throw_read_error(path, "opened", errno);
    if (S_ISDIR(info.st_mode)) throw_input_error("is a folder, not a file.", path.string());
    if (!S_ISREG(info.st_mode)) {
        throw_input_error("is a pipe or a device, not a file.", path.string(), "Save its content as a file first.");
    }
    std::string content;
    content.reserve(std::min(limit, static_cast<std::size_t>(info.st_size)));
    std::vector<char> chunk(kChunk);
    for (std::size_t size = static_cast<std::size_t>(info.st_size); size <= limit;) {
        const ssize_t count = ::read(file.number, chunk.data(), chunk.size());
        if (count == 0) return content;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_read_error(path, "read", errno);
        content.append(chunk.data(), static_cast<std::size_t>(count));
        size = std::max(size, content.size());
    }
    throw_input_error("is larger than expected (more than " + std::to_string(limit) + " bytes).", path.string());
}

void refuse_existing(const std::filesystem::path& path, bool force) {
    if (force || !std::filesystem::exists(path)) return;
    throw_usage_error("already exists.", path.string(), "Choose another name, or pass --force to replace it.");
}

}  // namespace bplf
