// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>

#include "core/base/error.h"

namespace bplf {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kHeaderLimit = 100'000'000;

struct DTypeRow {
    DType dtype;
    std::string_view name;
    std::size_t size;
};

constexpr std::array<DTypeRow, 8> kDTypes{{{DType::kF64, "F64", 8},
                                           {DType::kF32, "F32", 4},
                                           {DType::kF16, "F16", 2},
                                           {DType::kBF16, "BF16", 2},
                                           {DType::kI64, "I64", 8},
                                           {DType::kI32, "I32", 4},
                                           {DType::kU8, "U8", 1},
                                           {DType::kBool, "BOOL", 1}}};

const DTypeRow& row_of(DType dtype) {
    return kDTypes[static_cast<std::size_t>(dtype)];
}

std::optional<DType> parse_dtype(std::string_view name) {
    for (const DTypeRow& row : kDTypes) {
        if (row.name == name) return row.dtype;
    }
    return std::nullopt;
}

std::string text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool starts_with(std::span<const std::byte> bytes, std::string_view magic) {
    return bytes.size() >= magic.size() && std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

/// Pickles get their own words: people have them, and must learn why they are not opened.
void refuse_pickle(std::span<const std::byte> bytes, const std::string& where) {
    const bool zip = starts_with(bytes, "PK\x03\x04");
    const bool pickle =
        bytes.size() > 2 && bytes[0] == std::byte{0x80} && bytes[1] >= std::byte{2} && bytes[1] <= std::byte{5};
    if (!zip && !pickle) return;
    throw_input_error(zip ? "is a zip archive, most likely a PyTorch checkpoint (a Python pickle), not a "
                            "safetensors file."
                          : "is a Python pickle, not a safetensors file.",
                      where,
                      "Pickles can run code when opened, so they are not loaded. Convert it in Python: "
                      "safetensors.torch.save_file(torch.load(FILE, weights_only=True), \"model.safetensors\").");
}

[[noreturn]] void throw_foreign(const std::string& where) {
    throw_input_error("is not a safetensors file.", where,
                      "Choose a .safetensors file written by BPLF or another safetensors writer.");
}

[[noreturn]] void throw_damaged(const std::string& what, const std::string& where) {
    throw_input_error("has a damaged header: " + what + ".", where, "Copy the file again from its source.");
}

[[noreturn]] void throw_short(std::uint64_t have, std::uint64_t want, const std::string& where) {
    throw_input_error("ends early (" + std::to_string(have) + " of " + std::to_string(want) + " bytes).", where,
                      "The copy was probably interrupted. Copy it again.");
}

std::uint64_t header_length(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.empty()) throw_input_error("is empty (0 bytes).", where, "Copy the file again.");
    refuse_pickle(bytes, where);
    if (bytes.size() <= kLengthBytes) throw_foreign(where);
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (bytes[kLengthBytes] != std::byte{'{'}) throw_foreign(where);
    if (length < 2 || length > kHeaderLimit) {
        throw_damaged("its length is said to be " + std::to_string(length) + " bytes", where);
    }
    if (length > bytes.size() - kLengthBytes) throw_short(bytes.size(), kLengthBytes + length, where);
    return length;
}

/// Looks over a header before anything is built of it, in linear time and without memory for what is nested: a name
/// that occurs twice, or more nesting than the format has, is refused. (The parser's own callback takes quadratic
/// time.)
class HeaderCheck final : public nlohmann::json_sax<Json> {
  public:
    const std::string& problem() const { return problem_; }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return enter(); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override { return leave(); }
    bool key(string_t& name) override {
        if (depth_ != 1 || names_.insert(name).second) return true;
        problem_ = "\"" + name + "\" occurs twice";
        return false;
    }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
        problem_ = "it is not valid JSON";
        return false;
    }

  private:
    bool enter() {
        if (++depth_ <= kDeepest) return true;
        problem_ = "it is nested deeper than the format allows";
        return false;
    }
    bool leave() {
        --depth_;
        return true;
    }

    static constexpr int kDeepest = 8;  // the format has three; what others add beside stays readable
    int depth_ = 0;
    std::unordered_set<std::string> names_;
    std::string problem_;
};

Json parse_header(std::span<const std::byte> header, const std::string& where) {
    const std::string text = text_of(header);
    HeaderCheck check;
    if (!Json::sax_parse(text, &check)) throw_damaged(check.problem(), where);
    try {
        Json json = Json::parse(text);
        if (!json.is_object()) throw_damaged("it is not a JSON object", where);
        return json;
    } catch (const Json::exception&) {
        throw_damaged("it is not valid JSON", where);
    }
}

Metadata parse_metadata(const Json& json, const std::string& where) {
    Metadata metadata;
    if (!json.is_object()) throw_damaged("__metadata__ is not an object", where);
    for (const auto& [key, value] : json.items()) {
        if (!value.is_string()) throw_damaged("metadata \"" + key + "\" is not a string", where);
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

/// Elements times element size, or nothing when that leaves 63 bits.
std::optional<std::uint64_t> byte_count(const std::vector<std::int64_t>& shape, std::size_t element) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    std::uint64_t count = element;
    for (const std::int64_t size : shape) {
        const auto factor = static_cast<std::uint64_t>(size);
        if (size < 0 || (factor != 0 && count > kMost / factor)) return std::nullopt;
        count *= factor;
    }
    return count;
}

std::uint64_t unsigned_number(const Json& json, const std::string& what, const std::string& where) {
    if (!json.is_number_unsigned()) throw_damaged(what + " is not a whole number", where);
    return json.get<std::uint64_t>();
}

const Json& field(const Json& entry, const char* key, bool (Json::*is)() const noexcept, const std::string& what,
                  const std::string& where) {
    const auto found = entry.find(key);
    if (found == entry.end() || !((*found).*is)()) {
        throw_damaged(what + " has no valid \"" + key + "\"", where);
    }
    return *found;
}

TensorView parse_tensor(const std::string& name, const Json& entry, std::span<const std::byte> data,
                        const std::string& where) {
    const std::string what = "tensor \"" + name + "\"";
    if (!entry.is_object()) throw_damaged(what + " is not an object", where);
    TensorView tensor;
    tensor.name = name;
    const auto dtype_name = field(entry, "dtype", &Json::is_string, what, where).get<std::string>();
    const auto dtype = parse_dtype(dtype_name);
    if (!dtype) {
        throw_input_error(what + " has the type " + dtype_name + ", which is not supported.", where,
                          "Supported are F64, F32, F16, BF16, I64, I32, U8 and BOOL.");
    }
    tensor.dtype = *dtype;
    for (const Json& size : field(entry, "shape", &Json::is_array, what, where)) {
        const std::uint64_t extent = unsigned_number(size, "the shape of " + what, where);
        tensor.shape.push_back(static_cast<std::int64_t>(extent));
    }
    const Json& offsets = field(entry, "data_offsets", &Json::is_array, what, where);
    if (offsets.size() != 2) throw_damaged(what + " has no valid \"data_offsets\"", where);
    const std::uint64_t begin = unsigned_number(offsets[0], "the offset of " + what, where);
    const std::uint64_t end = unsigned_number(offsets[1], "the offset of " + what, where);
    if (begin > end) throw_damaged(what + " ends before it begins", where);
    if (byte_count(tensor.shape, size_of(tensor.dtype)) != end - begin) {
        throw_damaged(what + " has " + std::to_string(end - begin) + " bytes, which does not fit its shape and type",
                      where);
    }
    if (end > data.size()) throw_short(data.size(), end, where + " (data of " + what + ")");
    tensor.bytes = data.subspan(begin, end - begin);
    return tensor;
}

/// The tensors must tile the data exactly: no overlap, no hole, nothing behind the last one.
void sort_and_check_tiling(std::vector<TensorView>& tensors, std::span<const std::byte> data,
                           const std::string& where) {
    std::stable_sort(tensors.begin(), tensors.end(), [](const TensorView& a, const TensorView& b) {
        return a.bytes.data() != b.bytes.data() ? a.bytes.data() < b.bytes.data() : a.bytes.size() < b.bytes.size();
    });
    const std::byte* next = data.data();
    for (const TensorView& tensor : tensors) {
        if (tensor.bytes.data() < next) {
            throw_damaged("tensor \"" + tensor.name + "\" overlaps another one", where);
        }
        if (tensor.bytes.data() > next) {
            throw_damaged("there is a hole before tensor \"" + tensor.name + "\"", where);
        }
        next = tensor.bytes.data() + tensor.bytes.size();
    }
    if (next != data.data() + data.size()) {
        throw_damaged("there are bytes behind the last tensor", where);
    }
}

}  // namespace

std::size_t size_of(DType dtype) {
    return row_of(dtype).size;
}
std::string_view name_of(DType dtype) {
    return row_of(dtype).name;
}

void TensorView::check_element(std::size_t size, std::size_t alignment) const {
    BPLF_CHECK(size == size_of(dtype), "tensor " + name + " is read as another type");
    BPLF_CHECK(is_aligned(alignment), "tensor " + name + " is not aligned");
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : path_(path), map_(path) {
    const std::string where = path.string();
    const auto bytes = map_.bytes();
    const std::uint64_t length = header_length(bytes, where);
    const auto data = bytes.subspan(kLengthBytes + length);
    const Json header = parse_header(bytes.subspan(kLengthBytes, length), where);
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") {
            metadata_ = parse_metadata(entry, where);
        } else {
            tensors_.push_back(parse_tensor(name, entry, data, where));
        }
    }
    sort_and_check_tiling(tensors_, data, where);
    for (std::size_t i = 0; i < tensors_.size(); ++i) index_.emplace(tensors_[i].name, i);
    align_tensors();
}

void SafetensorsFile::align_tensors() {
    for (TensorView& tensor : tensors_) {
        if (tensor.is_aligned(size_of(tensor.dtype))) continue;
        auto& copy = aligned_.emplace_back((tensor.bytes.size() + sizeof(double) - 1) / sizeof(double));
        std::ranges::copy(tensor.bytes, std::as_writable_bytes(std::span(copy)).begin());
        tensor.bytes = std::as_bytes(std::span(copy)).first(tensor.bytes.size());
    }
}

const TensorView* SafetensorsFile::find(std::string_view name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? nullptr : &tensors_[found->second];
}

const TensorView& SafetensorsFile::tensor(std::string_view name) const {
    const TensorView* found = find(name);
    if (found == nullptr) {
        throw_input_error("has no tensor \"" + std::string(name) + "\".", path_.string(),
                          "The file was made for something else, or by another version.");
    }
    return *found;
}

const std::string& SafetensorsFile::metadata_at(const std::string& key) const {
    const auto found = metadata_.find(key);
    if (found == metadata_.end()) {
        throw_input_error("has no metadata entry \"" + key + "\".", path_.string(),
                          "The file was made for something else, or by another version.");
    }
    return found->second;
}

}  // namespace bplf
