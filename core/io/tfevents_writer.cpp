// SPDX-License-Identifier: GPL-3.0-or-later
// The writing half of tfevents.h.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <protozero/pbf_writer.hpp>

#include "core/base/error.h"
#include "core/io/crc32c.h"
#include "core/io/tfevents.h"

namespace bplf {
namespace {

using protozero::pbf_writer;

double now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration<double>(since_epoch).count();
}

void append_number(std::string& to, const void* number, std::size_t size) {
    to.append(static_cast<const char*>(number), size);
}

void append_record(std::string& to, const std::string& data) {
    const std::uint64_t length = data.size();
    std::string header;
    append_number(header, &length, sizeof length);
    const std::uint32_t length_crc = masked_crc32c(header);
    const std::uint32_t data_crc = masked_crc32c(data);
    to += header;
    append_number(to, &length_crc, sizeof length_crc);
    to += data;
    append_number(to, &data_crc, sizeof data_crc);
}

std::string version_event() {
    std::string data;
    pbf_writer event(data);
    event.add_double(1, now());
    event.add_string(3, "brain.Event:2");
    return data;
}

std::string scalar_event(std::string_view tag, std::int64_t step, double value, double wall_time) {
    std::string data;
    pbf_writer event(data);
    event.add_double(1, wall_time > 0 ? wall_time : now());
    event.add_int64(2, step);
    pbf_writer summary(event, 5);
    pbf_writer entry(summary, 1);
    entry.add_string(1, tag.data(), tag.size());
    entry.add_float(2, static_cast<float>(value));
    return data;
}

[[noreturn]] void throw_write_error(const std::filesystem::path& path, int code) {
    throw Error(ErrorKind::kResource, std::string("the event log cannot be written: ") + std::strerror(code) + ".",
                path.string(), "Free some disk space or choose a folder you may write to.");
}

}  // namespace

std::string event_file_name(std::string_view suffix) {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host = {'h', 'o', 's', 't'};
    return "events.out.tfevents." + std::to_string(static_cast<std::int64_t>(now())) + "." + host.data() + "." +
           std::string(suffix);
}

EventWriter::EventWriter(std::filesystem::path path, std::optional<std::int64_t> resume_step) : path_(std::move(path)) {
    std::error_code code;
    const auto size = std::filesystem::file_size(path_, code);
    if (!code && size > 0) {
        size_ = read_events(path_, 0, resume_step).offset;
        if (size_ == 0) {
            throw_input_error("is not a TensorBoard event file, so nothing is appended to it.", path_.string(),
                              "Choose another name, or remove the file.");
        }
    }
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0 || ::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) {
        const int reason = errno;
        if (descriptor_ >= 0) ::close(descriptor_);
        throw_write_error(path_, reason);
    }
    if (size_ == 0) append_record(pending_, version_event());
}

EventWriter::~EventWriter() {
    try {
        flush();
    } catch (const Error&) {
        // A destructor must not throw; whoever cares has called flush().
    }
    ::close(descriptor_);
}

void EventWriter::scalar(std::string_view tag, std::int64_t step, double value, double wall_time) {
    append_record(pending_, scalar_event(tag, step, value, wall_time));
}

void EventWriter::flush() {
    std::size_t done = 0;
    while (done < pending_.size()) {
        const ssize_t written =
            ::pwrite(descriptor_, pending_.data() + done, pending_.size() - done, static_cast<off_t>(size_ + done));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const int reason = errno;
            // Best effort: a reader copes with a torn record, and a later flush() writes over it.
            static_cast<void>(!::ftruncate(descriptor_, static_cast<off_t>(size_)));
            throw_write_error(path_, reason);
        }
        done += static_cast<std::size_t>(written);
    }
    size_ += pending_.size();
    pending_.clear();
}

}  // namespace bplf
