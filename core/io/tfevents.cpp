// SPDX-License-Identifier: GPL-3.0-or-later
// The reading half of tfevents.h. Field numbers: tensorflow/core/util/event.proto, summary.proto
// and tensor.proto.
#include "core/io/tfevents.h"

#include <cstring>
#include <fstream>
#include <protozero/pbf_reader.hpp>

#include "core/base/error.h"
#include "core/io/crc32c.h"

namespace bplf {
namespace {

using protozero::pbf_reader;

constexpr std::size_t kHeaderSize = 12;  // length and its CRC
constexpr std::size_t kCrcSize = 4;

/// One decoded Event message.
struct Event {
    double wall_time = 0;
    std::int64_t step = 0;
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

/// The only element of a packed field; nothing when there are more.
template <typename Range>
std::optional<double> only_element(const Range& range) {
    if (range.empty() || std::next(range.begin()) != range.end()) return std::nullopt;
    return static_cast<double>(*range.begin());
}

std::optional<double> content_element(protozero::data_view content, std::int32_t dtype) {
    const std::string bytes(content);
    if (dtype == 1 && bytes.size() == 4) return number_at<float>(bytes, 0);
    if (dtype == 2 && bytes.size() == 8) return number_at<double>(bytes, 0);
    if (dtype == 3 && bytes.size() == 4) return number_at<std::int32_t>(bytes, 0);
    if (dtype == 9 && bytes.size() == 8) return static_cast<double>(number_at<std::int64_t>(bytes, 0));
    return std::nullopt;
}

/// The number of a TensorProto with one element of a number type.
std::optional<double> tensor_scalar(pbf_reader tensor) {
    std::int32_t dtype = 0;
    std::optional<double> value;
    protozero::data_view content;
    // Packed fields may also come one element at a time (wire type of the element).
    while (tensor.next()) {
        const bool packed = tensor.wire_type() == protozero::pbf_wire_type::length_delimited;
        switch (tensor.tag()) {
            case 1:
                dtype = tensor.get_enum();
                break;
            case 4:
                content = tensor.get_view();
                break;
            case 5:
                value = packed ? only_element(tensor.get_packed_float()) : tensor.get_float();
                break;
            case 6:
                value = packed ? only_element(tensor.get_packed_double()) : tensor.get_double();
                break;
            case 7:
                value = packed ? only_element(tensor.get_packed_int32()) : tensor.get_int32();
                break;
            case 10:
                value = packed ? only_element(tensor.get_packed_int64()) : static_cast<double>(tensor.get_int64());
                break;
            default:
                tensor.skip();
        }
    }
    return content.size() > 0 ? content_element(content, dtype) : value;
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

}  // namespace

bool is_event_file_name(std::string_view name) {
    return name.find("tfevents") != name.npos;
}

EventChunk read_events(const std::filesystem::path& path, std::uint64_t offset, std::optional<std::int64_t> last_step) {
    std::ifstream stream;
    const std::uint64_t end = offset + open_at(stream, path, offset);
    EventChunk chunk;
    chunk.offset = offset;
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
            chunk.scalars.insert(chunk.scalars.end(), std::make_move_iterator(event.scalars.begin()),
                                 std::make_move_iterator(event.scalars.end()));
        } catch (const protozero::exception&) {
            stop_at_damage();
            return chunk;
        }
        chunk.offset += kHeaderSize + record.data.size() + kCrcSize;
    }
}

}  // namespace bplf
