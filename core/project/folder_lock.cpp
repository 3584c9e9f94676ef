// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"

namespace bplf::project {

FolderLock::FolderLock(const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    // Only its owner may look in: what lies here may show photos.
    if (!code) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, code);
    const std::filesystem::path file = folder / "lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor_ < 0)
        throw Error(ErrorKind::kResource, std::string("cannot be written into: ") + std::strerror(errno) + ".",
                    folder.string(), "Check that there is room on the disk and that you may write there.");
    while (::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
    }
}

FolderLock::~FolderLock() {
    ::close(descriptor_);
}

}  // namespace bplf::project
