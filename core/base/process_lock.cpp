// SPDX-License-Identifier: GPL-3.0-or-later
// flock() keeps others out. A lock of the open file (F_OFD) stands beside it because it alone can be asked after
// without being taken; who holds it stands in the file.
#include "core/base/process_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string>
#include <system_error>

#include "core/base/error.h"

namespace bplf {
namespace {

struct flock whole_file() {
    struct flock range{};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    return range;
}

void say_who(int descriptor) {
    const std::string pid = std::to_string(::getpid()) + '\n';
    if (::ftruncate(descriptor, 0) != 0) return;
    // Nobody is kept from the lock because its name could not be written.
    [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, pid.data(), pid.size(), 0);
}

std::optional<int> who(int descriptor) {
    char text[32];
    const ssize_t size = ::pread(descriptor, text, sizeof text, 0);
    int pid = 0;
    if (size <= 0 || std::from_chars(text, text + size, pid).ec != std::errc() || pid <= 0) return std::nullopt;
    return pid;
}

}  // namespace

ProcessLock::ProcessLock(const std::filesystem::path& file) {
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) {
        throw Error(ErrorKind::kResource, "cannot be written: " + std::generic_category().message(errno) + ".",
                    file.string(), "Check that the folder exists, is writable, and the disk has room.");
    }
    mine_ = ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    if (!mine_) return;
    struct flock range = whole_file();
    ::fcntl(descriptor_, F_OFD_SETLK, &range);
    say_who(descriptor_);
}

ProcessLock::~ProcessLock() {
    ::close(descriptor_);
}

std::optional<int> holder_of(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) return std::nullopt;
    struct flock range = whole_file();
    const bool is_held = ::fcntl(descriptor, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
    const std::optional<int> pid = is_held ? who(descriptor) : std::nullopt;
    ::close(descriptor);
    return pid;
}

}  // namespace bplf
