// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/map_registry.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <mutex>

#include "core/base/error.h"
#include "core/io/mapped_guard.h"

namespace bplf {
namespace {

/// A place for one map. Places are reused and never freed, so that the signal handler can walk their list.
struct MapPlace {
    std::atomic<const std::byte*> begin = nullptr;  ///< null while unused
    std::atomic<std::size_t> size = 0;
    std::atomic<bool> cut = false;
    int descriptor = -1;
    struct timespec written{};
    std::filesystem::path path;
    MapPlace* next = nullptr;

    bool holds(const void* address) const {
        const auto first = reinterpret_cast<std::uintptr_t>(begin.load());
        const auto at = reinterpret_cast<std::uintptr_t>(address);
        return first != 0 && at >= first && at - first < size.load();
    }
};

std::atomic<MapPlace*> first_place = nullptr;
std::mutex places_mutex;
struct sigaction former_action;

MapPlace* place_of(const void* address) {
    for (MapPlace* place = first_place.load(); place != nullptr; place = place->next)
        if (place->holds(address)) return place;
    return nullptr;
}

/// A page of a map whose file has become too short: zeros take the place of what is gone, and the reader goes on until
/// it asks. Other bus errors go where they went before.
void on_bus_error(int, siginfo_t* info, void*) {
    const int code = errno;
    const bool sent = info->si_code <= 0;  // by a process, not by reading
    MapPlace* place = sent ? nullptr : place_of(info->si_addr);
    if (place == nullptr) {
        ::sigaction(SIGBUS, &former_action, nullptr);
        if (sent) ::raise(SIGBUS);
        return;
    }
    const auto page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto page = reinterpret_cast<std::uintptr_t>(info->si_addr) / page_size * page_size;
    const auto end = reinterpret_cast<std::uintptr_t>(place->begin.load()) + place->size.load();
    place->cut = true;
    ::mmap(reinterpret_cast<void*>(page), end - page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
           -1, 0);
    errno = code;
}

void listen_once() {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action{};
        action.sa_sigaction = on_bus_error;
        action.sa_flags = SA_SIGINFO | SA_RESTART;
        ::sigemptyset(&action.sa_mask);
        ::sigaction(SIGBUS, &action, &former_action);
    });
}

/// An unused place, or a new one at the head of the list.
MapPlace& free_place() {
    for (MapPlace* place = first_place.load(); place != nullptr; place = place->next)
        if (place->begin.load() == nullptr) return *place;
    auto* place = new MapPlace;
    place->next = first_place.load();
    first_place = place;
    return *place;
}

bool was_written(const MapPlace& place) {
    struct stat info{};
    if (place.cut || ::fstat(place.descriptor, &info) != 0) return true;
    return static_cast<std::size_t>(info.st_size) != place.size || info.st_mtim.tv_sec != place.written.tv_sec ||
           info.st_mtim.tv_nsec != place.written.tv_nsec;
}

}  // namespace

void remember_map(const std::byte* data, std::size_t size, int descriptor, const std::filesystem::path& path) {
    listen_once();
    struct stat info{};
    ::fstat(descriptor, &info);
    const std::lock_guard lock(places_mutex);
    MapPlace& place = free_place();
    place.size = size;
    place.cut = false;
    place.descriptor = descriptor;
    place.written = info.st_mtim;
    place.path = path;
    place.begin = data;  // last: the place counts from here on
}

void forget_map(const std::byte* data) {
    const std::lock_guard lock(places_mutex);
    MapPlace* place = place_of(data);
    if (place == nullptr) return;
    place->begin = nullptr;
    ::close(place->descriptor);
}

void require_unwritten(const void* data) {
    std::filesystem::path path;
    {
        const std::lock_guard lock(places_mutex);
        const MapPlace* place = place_of(data);
        if (place == nullptr || !was_written(*place)) return;
        path = place->path;
    }
    throw_input_error(
        "was overwritten or cut while it was read.", path.string(),
        "Put the file back as it was and start again; to change a file in use, write another and rename it.");
}

}  // namespace bplf
