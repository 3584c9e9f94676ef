// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace bplf {
namespace {

/// Where a file system has no nameless files, one whose name is taken away at once.
int open_nameless(const std::filesystem::path& folder) {
    const int nameless = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return nameless;
    std::string name = (folder / ".aside-XXXXXX").string();
    const int named = mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) unlink(name.c_str());
    return named;
}

}  // namespace

Spool::Spool(std::filesystem::path folder) : folder_(std::move(folder)), descriptor_(open_nameless(folder_)) {
    if (descriptor_ < 0) fail(errno);
}

Spool::~Spool() {
    if (descriptor_ >= 0) close(descriptor_);
}

void Spool::fail(int code) const {
    throw Error(ErrorKind::kResource, std::string("cannot hold what is put aside: ") + std::strerror(code) + ".",
                folder_.string(), "Make room or choose another folder.");
}

std::int64_t Spool::append(std::span<const std::uint8_t> bytes) {
    const std::int64_t at = size_;
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t count =
            pwrite(descriptor_, bytes.data() + done, bytes.size() - done, at + static_cast<off_t>(done));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(errno);
        done += static_cast<std::size_t>(count);
    }
    size_ += static_cast<std::int64_t>(bytes.size());
    return at;
}

void Spool::read(std::int64_t at, std::span<std::uint8_t> out) const {
    for (std::size_t done = 0; done < out.size();) {
        const ssize_t count = pread(descriptor_, out.data() + done, out.size() - done, at + static_cast<off_t>(done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail(count < 0 ? errno : EIO);
        done += static_cast<std::size_t>(count);
    }
}

}  // namespace bplf
