// SPDX-License-Identifier: GPL-3.0-or-later
// TensorBoard event files: length-prefixed records with masked CRC-32C around Event messages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bplf {

/// One scalar of an event file.
struct EventScalar {
    std::string tag;
    std::int64_t step = 0;
    double wall_time = 0;  ///< seconds since 1970
    double value = 0;
};

/// Writes scalars so that a reader (and a crash) sees whole records only. Not thread-safe.
class EventWriter {
  public:
    /// Starts a new file, or goes on in an existing one behind its last whole record. With
    /// `resume_step`, first cuts the file before the first event of a later step: what a killed run
    /// had logged beyond its checkpoint is logged again. Error(kResource) when not writable,
    /// Error(kInput) when the file exists and is no event file.
    explicit EventWriter(std::filesystem::path path, std::optional<std::int64_t> resume_step = std::nullopt);
    /// Flushes, ignoring errors; call flush() to learn of them.
    ~EventWriter();
    EventWriter(const EventWriter&) = delete;
    EventWriter& operator=(const EventWriter&) = delete;

    /// Kept in memory until flush(). `wall_time` 0 means now. Stored as float, as TensorBoard does.
    void scalar(std::string_view tag, std::int64_t step, double value, double wall_time = 0);
    /// One write of whole records. Error(kResource) when the disk is full; the records are kept and
    /// the file is cut back to whole records, so a later flush() can succeed.
    void flush();

  private:
    std::filesystem::path path_;
    std::string pending_;
    std::uint64_t size_ = 0;
    int descriptor_ = -1;
};

/// A file name TensorBoard recognises: events.out.tfevents.<seconds>.<host>.<suffix>.
std::string event_file_name(std::string_view suffix = "bplf");
/// Whether TensorBoard would take a file of this name for an event file.
bool is_event_file_name(std::string_view name);
/// Whether a folder's name is a time, "1700000000.1234567", as writers name what they log of hyperparameters.
bool is_time_folder_name(std::string_view name);

/// The mark of a session that starts at a step: what was logged from that step on is logged again.
struct SessionStart {
    std::size_t position = 0;  ///< in front of this one of the scalars
    std::int64_t step = 0;
};

/// Part of an event file.
struct EventChunk {
    std::vector<EventScalar> scalars;
    std::vector<SessionStart> starts;
    std::uint64_t offset = 0;  ///< where to go on: behind the last good record
    bool torn = false;         ///< the last record is incomplete: being written, or cut off
    std::string problem;       ///< empty, or what is damaged at `offset`; nothing behind it is read
};

/// Reads from byte `offset` (0 or the offset of an earlier chunk) to the end, or to the first
/// damaged or incomplete record. Scalars are taken as simple_value and as scalar tensors.
/// `last_step`: stop before the first event of a later step. Error(kInput) when unreadable.
EventChunk read_events(const std::filesystem::path& path, std::uint64_t offset = 0,
                       std::optional<std::int64_t> last_step = std::nullopt);
/// The same from the bytes of a whole file.
EventChunk parse_events(std::string bytes);

}  // namespace bplf
