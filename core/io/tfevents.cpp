// SPDX-License-Identifier: GPL-3.0-or-later
// The reading half of tfevents.h. Field numbers: tensorflow/core/util/event.proto and summary.proto.
#include "core/io/tfevents.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>
#include <protozero/pbf_reader.hpp>
#include <sstream>

#include "core/base/error.h"
#include "core/io/crc32c.h"
#include "core/io/tensor_proto.h"

namespace bplf {
namespace {

using protozero::pbf_reader;

constexpr std::size_t kHeaderSize = 12;  // length and its CRC
constexpr std::size_t kCrcSize = 4;

/// One decoded Event message.
struct Event {
    double wall_time = 0;
    std::int64_t step = 0;
    bool is_start = false;  ///< of a session, at `step`
    std::vector<EventScalar> scalars;
};

/// The record at a place: whole, or why not.
struct Record {
    enum class State { kWhole, kEnd, kTorn, kDamaged };
    State state = State::kEnd;
    std::string data;
};

template <typename T>
T number_at(const std::string& bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

/// `left`: bytes of the file from here on.
Record read_record(std::istream& stream, std::uint64_t left) {
    if (left == 0) return {};
    if (left < kHeaderSize) return {Record::State::kTorn, {}};
    std::string header(kHeaderSize, '\0');
    stream.read(header.data(), kHeaderSize);
    const bool header_good =
        number_at<std::uint32_t>(header, 8) == masked_crc32c(std::string_view(header).substr(0, 8));
    if (!stream || !header_good) return {Record::State::kDamaged, {}};
    const auto length = number_at<std::uint64_t>(header, 0);
    left -= kHeaderSize;
    if (left < kCrcSize || length > left - kCrcSize) return {Record::State::kTorn, {}};
    Record record{Record::State::kWhole, std::string(length + kCrcSize, '\0')};
    stream.read(record.data.data(), static_cast<std::streamsize>(record.data.size()));
    const auto crc = number_at<std::uint32_t>(record.data, length);
    record.data.resize(length);
    if (!stream || crc != masked_crc32c(record.data)) record.state = Record::State::kDamaged;
    return record;
}

void read_value(pbf_reader value, Event& event) {
    EventScalar scalar;
    std::optional<double> number;
    while (value.next()) {
        switch (value.tag()) {
            case 1:
                scalar.tag = value.get_string();
                break;
            case 2:
                number = value.get_float();
                break;
            case 8:
                number = tensor_scalar(value.get_message());
                break;
            default:
                value.skip();
        }
    }
    if (!number) return;  // an image, histogram, text, …
    scalar.value = *number;
    event.scalars.push_back(std::move(scalar));
}

/// Whether the session log says that a session starts.
bool is_start(pbf_reader log) {
    constexpr int kStart = 1;
    bool starts = false;
    while (log.next()) {
        if (log.tag() == 1)
            starts = log.get_enum() == kStart;
        else
            log.skip();
    }
    return starts;
}

Event parse_event(const std::string& data) {
    Event event;
    pbf_reader message(data);
    while (message.next()) {
        switch (message.tag()) {
            case 1:
                event.wall_time = message.get_double();
                break;
            case 2:
                event.step = message.get_int64();
                break;
            case 5: {
                pbf_reader summary = message.get_message();
                while (summary.next(1)) read_value(summary.get_message(), event);
                break;
            }
            case 7:
                event.is_start = is_start(message.get_message());
                break;
            default:
                message.skip();
        }
    }
    for (EventScalar& scalar : event.scalars) {  // the summary may stand before its step
        scalar.step = event.step;
        scalar.wall_time = event.wall_time;
    }
    return event;
}

std::uint64_t open_at(std::ifstream& stream, const std::filesystem::path& path, std::uint64_t offset) {
    stream.open(path, std::ios::binary);
    std::error_code code;
    const std::uint64_t size = std::filesystem::file_size(path, code);
    if (!stream || code) {
        throw_input_error("cannot be read.", path.string(), "Check the path and its permissions.");
    }
    stream.seekg(static_cast<std::streamoff>(offset));
    return size > offset ? size - offset : 0;
}

void append(EventChunk& chunk, Event& event) {
    if (event.is_start) chunk.starts.push_back({chunk.scalars.size(), event.step});
    chunk.scalars.insert(chunk.scalars.end(), std::make_move_iterator(event.scalars.begin()),
                         std::make_move_iterator(event.scalars.end()));
}

/// `left`: bytes of the stream from `offset` on.
EventChunk read_records(std::istream& stream, std::uint64_t offset, std::uint64_t left,
                        std::optional<std::int64_t> last_step) {
    EventChunk chunk;
    chunk.offset = offset;
    const std::uint64_t end = offset + left;
    const auto stop_at_damage = [&] {
        chunk.problem = "damaged record at byte " + std::to_string(chunk.offset) + "; what stands before it was kept";
    };
    for (;;) {
        const Record record = read_record(stream, end - chunk.offset);
        chunk.torn = record.state == Record::State::kTorn;
        if (record.state == Record::State::kDamaged) stop_at_damage();
        if (record.state != Record::State::kWhole) return chunk;
        try {
            Event event = parse_event(record.data);
            if (last_step && event.step > *last_step) return chunk;
            append(chunk, event);
        } catch (const protozero::exception&) {
            stop_at_damage();
            return chunk;
        }
        chunk.offset += kHeaderSize + record.data.size() + kCrcSize;
    }
}

}  // namespace

bool is_event_file_name(std::string_view name) {
    return name.find("tfevents") != name.npos;
}

bool is_time_folder_name(std::string_view name) {
    constexpr std::size_t kDigitsOfSeconds = 10;  // from 2001 to 2286
    const std::string_view whole = name.substr(0, name.find('.'));
    const std::string_view rest = name.substr(std::min(whole.size() + 1, name.size()));
    const auto is_digits = [](std::string_view text) { return text.find_first_not_of("0123456789") == text.npos; };
    return whole.size() == kDigitsOfSeconds && is_digits(whole) && is_digits(rest);
}

EventChunk read_events(const std::filesystem::path& path, std::uint64_t offset, std::optional<std::int64_t> last_step) {
    std::ifstream stream;
    const std::uint64_t left = open_at(stream, path, offset);
    return read_records(stream, offset, left, last_step);
}

EventChunk parse_events(std::string bytes) {
    const std::uint64_t size = bytes.size();
    std::istringstream stream(std::move(bytes));
    return read_records(stream, 0, size, std::nullopt);
}

}  // namespace bplf
