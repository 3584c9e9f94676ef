// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
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

constexpr std::string_view kMark = ".part";
constexpr std::size_t kLongestStem = 120;  // names of up to 255 bytes are allowed; ours has more around it
constexpr int kAttempts = 1000;
constexpr int kMostLinks = 40;  // as the system allows

/// ".NAME.PID-N.part.ENDING", as much of NAME as fits; the ending stays, because libraries choose by it.
std::filesystem::path temporary_beside(const std::filesystem::path& path) {
    static std::atomic<unsigned> counter{0};
    const std::string ending = path.extension().string();
    return path.parent_path() / ("." + path.filename().string().substr(0, kLongestStem) + "." +
                                 std::to_string(::getpid()) + "-" + std::to_string(counter.fetch_add(1)) +
                                 std::string(kMark) + ending.substr(0, std::min(ending.size(), kLongestStem)));
}

/// Whether a name has the form that temporary_beside() gives.
bool is_temporary(const std::string& name) {
    const std::size_t mark = name.rfind(kMark);
    if (!name.starts_with('.') || mark == std::string::npos) return false;
    const std::size_t dot = name.rfind('.', mark - 1);
    if (dot == std::string::npos || dot == 0 || mark == 0) return false;
    const std::string numbers = name.substr(dot + 1, mark - dot - 1);
    return numbers.find('-') != std::string::npos && numbers.find_first_not_of("0123456789-") == std::string::npos;
}

/// Takes away what a writer that was killed left behind: a writer at work holds a lock on its file.
void remove_if_abandoned(const std::filesystem::path& path) {
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
    if (file.number >= 0 && ::flock(file.number, LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
}

/// Once for each folder that this process writes into.
void tidy(const std::filesystem::path& folder) {
    static std::mutex mutex;
    static std::set<std::filesystem::path> tidied;
    const std::scoped_lock lock(mutex);
    if (!tidied.insert(folder).second) return;
    std::error_code code;
    std::vector<std::filesystem::path> abandoned;
    for (std::filesystem::directory_iterator entry(folder.empty() ? "." : folder, code), end; !code && entry != end;
         entry.increment(code)) {
        if (is_temporary(entry->path().filename().string())) abandoned.push_back(entry->path());
    }
    for (const auto& path : abandoned) remove_if_abandoned(path);
}

/// Creates and locks a new file; never opens one that is there, nor what a link of that name points to.
int create_locked(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (descriptor < 0) return -1;
    struct stat info{};
    const bool ours = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno == ENOLCK || errno == ENOTSUP;
    if (ours && ::fstat(descriptor, &info) == 0 && info.st_nlink > 0) return descriptor;
    ::close(descriptor);  // another process took it for abandoned in between
    errno = EEXIST;
    return -1;
}

/// Where the bytes go: behind a link to where it points, also where nothing is yet. Error(kUsage) for what no file can
/// replace.
std::filesystem::path destination_of(std::filesystem::path path) {
    namespace fs = std::filesystem;
    std::error_code code;
    if (fs::is_other(fs::status(path, code)))
        throw_usage_error("is a pipe or a device, not a file.", path.string(), "Choose the name of a file.");
    for (int links = 0; links < kMostLinks && fs::is_symlink(fs::symlink_status(path, code)); ++links) {
        const fs::path target = fs::read_symlink(path, code);
        if (code) break;
        path = path.parent_path() / target;  // an absolute one replaces it
    }
    return path;
}

void sync_folder(const std::filesystem::path& folder) {
    const std::string name = folder.empty() ? "." : folder.string();
    const int descriptor = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path path) : path_(destination_of(std::move(path))) {
    tidy(path_.parent_path());
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        temporary_ = temporary_beside(path_);
        descriptor_ = create_locked(temporary_);
        if (descriptor_ >= 0) return;
        if (errno != EEXIST) break;
    }
    throw_write_error(path_, errno);
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
