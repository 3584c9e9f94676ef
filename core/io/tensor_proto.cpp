// SPDX-License-Identifier: GPL-3.0-or-later
// Field numbers and types: tensorflow/core/framework/tensor.proto, tensor_shape.proto and types.proto.
#include "core/io/tensor_proto.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>

namespace bplf {
namespace {

using protozero::pbf_reader;

enum class DataType : std::int32_t {
    kFloat = 1,
    kDouble = 2,
    kInt32 = 3,
    kUint8 = 4,
    kInt16 = 5,
    kInt8 = 6,
    kInt64 = 9,
    kBool = 10,
    kBfloat16 = 14,
    kUint16 = 17,
    kHalf = 19,
    kUint32 = 22,
    kUint64 = 23
};

double from_bfloat16(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits.
double from_half(std::uint16_t bits) {
    const int exponent = bits >> 10 & 0x1f, fraction = bits & 0x3ff;
    double magnitude = std::ldexp(exponent == 0 ? fraction : fraction + 1024, (exponent == 0 ? 1 : exponent) - 25);
    if (exponent == 0x1f) {
        magnitude = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    }
    return bits >> 15 != 0 ? -magnitude : magnitude;
}

template <typename T>
std::optional<double> only(protozero::data_view bytes) {
    if (bytes.size() != sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return static_cast<double>(value);
}

std::optional<double> content_element(protozero::data_view bytes, DataType type) {
    std::uint16_t bits = 0;
    if (bytes.size() == sizeof bits) std::memcpy(&bits, bytes.data(), sizeof bits);
    switch (type) {
        case DataType::kFloat:
            return only<float>(bytes);
        case DataType::kDouble:
            return only<double>(bytes);
        case DataType::kInt32:
            return only<std::int32_t>(bytes);
        case DataType::kUint8:
        case DataType::kBool:
            return only<std::uint8_t>(bytes);
        case DataType::kInt16:
            return only<std::int16_t>(bytes);
        case DataType::kInt8:
            return only<std::int8_t>(bytes);
        case DataType::kInt64:
            return only<std::int64_t>(bytes);
        case DataType::kUint16:
            return only<std::uint16_t>(bytes);
        case DataType::kUint32:
            return only<std::uint32_t>(bytes);
        case DataType::kUint64:
            return only<std::uint64_t>(bytes);
        case DataType::kBfloat16:
            return bytes.size() == sizeof bits ? std::optional(from_bfloat16(bits)) : std::nullopt;
        case DataType::kHalf:
            return bytes.size() == sizeof bits ? std::optional(from_half(bits)) : std::nullopt;
    }
    return std::nullopt;
}

/// Elements of one typed field, as far as it matters whether it is one.
class Elements {
  public:
    /// Packed, or one element at a time (wire type of the element).
    template <typename Packed, typename Single>
    void read(pbf_reader& tensor, const Packed& packed, const Single& single) {
        if (tensor.wire_type() != protozero::pbf_wire_type::length_delimited) return add(static_cast<double>(single()));
        for (const auto value : packed()) {
            add(static_cast<double>(value));
            if (count_ > 1) return;
        }
    }
    std::optional<double> only_one() const { return count_ == 1 ? std::optional(value_) : std::nullopt; }

  private:
    void add(double value) {
        value_ = value;
        ++count_;
    }
    double value_ = 0;
    int count_ = 0;
};

/// Whether the shape is that of one element; an unknown rank may be.
bool is_single(pbf_reader shape) {
    bool single = true;
    while (shape.next()) {
        if (shape.tag() != 2) {
            shape.skip();
            continue;
        }
        pbf_reader dimension = shape.get_message();
        std::int64_t size = 0;
        while (dimension.next()) {
            if (dimension.tag() == 1)
                size = dimension.get_int64();
            else
                dimension.skip();
        }
        single = single && size == 1;
    }
    return single;
}

}  // namespace

std::optional<double> tensor_scalar(pbf_reader tensor) {
    auto type = static_cast<DataType>(0);  // what a message without the field means
    Elements elements;
    protozero::data_view content;
    while (tensor.next()) {
        switch (tensor.tag()) {
            case 1:
                type = static_cast<DataType>(tensor.get_enum());
                break;
            case 2:
                if (!is_single(tensor.get_message())) return std::nullopt;
                break;
            case 4:
                content = tensor.get_view();
                break;
            case 5:
                elements.read(tensor, [&] { return tensor.get_packed_float(); }, [&] { return tensor.get_float(); });
                break;
            case 6:
                elements.read(tensor, [&] { return tensor.get_packed_double(); }, [&] { return tensor.get_double(); });
                break;
            case 7:
            case 13:  // half_val: the bits
                elements.read(tensor, [&] { return tensor.get_packed_int32(); }, [&] { return tensor.get_int32(); });
                break;
            case 10:
                elements.read(tensor, [&] { return tensor.get_packed_int64(); }, [&] { return tensor.get_int64(); });
                break;
            case 11:
                elements.read(tensor, [&] { return tensor.get_packed_bool(); }, [&] { return tensor.get_bool(); });
                break;
            case 16:
                elements.read(tensor, [&] { return tensor.get_packed_uint32(); }, [&] { return tensor.get_uint32(); });
                break;
            case 17:
                elements.read(tensor, [&] { return tensor.get_packed_uint64(); }, [&] { return tensor.get_uint64(); });
                break;
            default:
                tensor.skip();
        }
    }
    if (content.size() > 0) return content_element(content, type);
    const std::optional<double> value = elements.only_one();
    const bool is_bits = type == DataType::kHalf || type == DataType::kBfloat16;
    if (!value || !is_bits) return value;
    if (!(*value >= 0 && *value <= 0xffff)) return std::nullopt;
    const auto bits = static_cast<std::uint16_t>(*value);
    return type == DataType::kHalf ? from_half(bits) : from_bfloat16(bits);
}

}  // namespace bplf
