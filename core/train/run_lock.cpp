// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/base/error.h"

namespace bplf {

RunLock::RunLock(const std::filesystem::path& root) {
    std::error_code code;
    std::filesystem::create_directories(root, code);
    const std::filesystem::path file = root / ".lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) {
        throw Error(ErrorKind::kResource, "cannot be written: " + std::generic_category().message(errno) + ".",
                    file.string(), "Check that the folder exists, is writable, and the disk has room.");
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    const bool held = errno == EWOULDBLOCK;
    ::close(descriptor_);
    // A file system without locks must not keep anyone from training.
    descriptor_ = -1;
    if (held) {
        throw_usage_error("is being trained already.", root.string(),
                          "Wait until that training has ended, or choose another --out.");
    }
}

RunLock::~RunLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace bplf
