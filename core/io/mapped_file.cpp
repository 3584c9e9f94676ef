// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/io/map_registry.h"

namespace bplf {
namespace {

struct Descriptor {
    int value;
    ~Descriptor() {
        if (value >= 0) ::close(value);
    }
    int release() { return std::exchange(value, -1); }
};

[[noreturn]] void throw_open_error(const std::filesystem::path& path, int code) {
    throw_input_error(std::string("cannot be opened: ") + std::strerror(code) + ".", path.string(),
                      "Check the path and its permissions.");
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
    // O_NONBLOCK: opening a named pipe must fail below instead of waiting for a writer.
    Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat info{};
    if (file.value < 0 || ::fstat(file.value, &info) != 0) throw_open_error(path, errno);
    if (S_ISDIR(info.st_mode)) throw_input_error("is a folder, not a file.", path.string());
    if (!S_ISREG(info.st_mode)) throw_input_error("is not a regular file.", path.string());
    if (info.st_size == 0) return;
    size_ = static_cast<std::size_t>(info.st_size);
    void* memory = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file.value, 0);
    if (memory == MAP_FAILED) throw_open_error(path, errno);
    data_ = static_cast<std::byte*>(memory);
    remember_map(data_, size_, file.release(), path);
}

MappedFile::~MappedFile() {
    if (data_ == nullptr) return;
    forget_map(data_);
    ::munmap(data_, size_);
}

}  // namespace bplf
