// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pickle.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

#include "core/base/error.h"
#include "core/io/mapped_file.h"
#include "core/io/pickle_machine.h"

namespace bplf {
namespace {

using Kind = PickleValue::Kind;

/// 0x1950a86a20f9469cfc6c, little-endian: the first pickle of every legacy file.
constexpr std::string_view kMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
constexpr std::int64_t kProtocolVersion = 1001;
constexpr std::int64_t kMostElements = std::int64_t{1} << 31;

/// Raw numbers behind the pickles, one block per storage.
struct Storage {
    std::string_view type;
    std::int64_t size = -1;  ///< elements, as the tensors say
    std::span<const std::byte> bytes;
};

/// A tensor before its numbers are there.
struct PendingTensor {
    std::string_view name;
    std::string_view storage;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};

std::size_t element_size(std::string_view type) {
    if (type == "torch.DoubleStorage") return 8;
    return type == "torch.HalfStorage" ? 2 : 4;
}

float half_to_float(std::uint16_t half) {
    const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16;
    const std::uint32_t exponent = (half >> 10) & 31u;
    const std::uint32_t fraction = half & 1023u;
    if (exponent == 0) {  // zero or subnormal
        const float value = static_cast<float>(fraction) * 0x1p-24f;
        return sign != 0 ? -value : value;
    }
    const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | (wide << 23) | (fraction << 13));
}

template <typename T>
T element(std::span<const std::byte> bytes, std::int64_t index) {
    T value;
    std::memcpy(&value, bytes.data() + static_cast<std::size_t>(index) * sizeof(T), sizeof(T));
    return value;
}

float float_at(const Storage& storage, std::int64_t index) {
    switch (element_size(storage.type)) {
        case 8:
            return static_cast<float>(element<double>(storage.bytes, index));
        case 2:
            return half_to_float(element<std::uint16_t>(storage.bytes, index));
        default:
            return element<float>(storage.bytes, index);
    }
}

/// Turns the pickled descriptions into tensors; remembers the storages they name.
class StateDictReader {
  public:
    StateDictReader(std::span<const std::byte> bytes, std::string where)
        : machine_(bytes, where), where_(std::move(where)) {}

    std::map<std::string, FloatTensor> read() {
        check_preamble();
        const PickleValue dict = machine_.load();
        if (dict.kind != Kind::kDict) refuse("its main object is no dictionary of tensors");
        for (std::size_t i = 0; i + 1 < dict.items->size(); i += 2) {
            add_tensor((*dict.items)[i], (*dict.items)[i + 1]);
        }
        read_storages();
        std::map<std::string, FloatTensor> tensors;
        for (const PendingTensor& pending : pending_) {
            if (!tensors.emplace(std::string(pending.name), gather(pending)).second) {
                refuse("tensor \"" + std::string(pending.name) + "\" occurs twice");
            }
        }
        return tensors;
    }

  private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw_input_error("is not a plain PyTorch state dictionary: " + what + ".", where_);
    }

    void check_preamble() {
        const PickleValue magic = machine_.load();
        if (magic.kind != Kind::kLongInteger || magic.text != kMagic) refuse("its magic number is wrong");
        const PickleValue version = machine_.load();
        if (version.kind != Kind::kInteger || version.integer != kProtocolVersion) {
            refuse("its version is not 1001");
        }
        const PickleValue system = machine_.load();
        if (system.kind != Kind::kDict) refuse("its system description is missing");
        for (std::size_t i = 0; i + 1 < system.items->size(); i += 2) {
            const PickleValue& value = (*system.items)[i + 1];
            if ((*system.items)[i].text == "little_endian" && value.integer != 1) {
                refuse("it was written on a big-endian machine");
            }
        }
    }

    void add_tensor(const PickleValue& name, const PickleValue& call) {
        if (name.kind != Kind::kText) refuse("a tensor has no name");
        const std::string what = "entry \"" + std::string(name.text) + "\" ";
        if (call.kind != Kind::kCall) refuse(what + "is not a tensor");
        const auto& arguments = *(*call.items)[1].items;
        const bool rebuild = (*call.items)[0].text.starts_with("torch._utils._rebuild_tensor");
        if (!rebuild || arguments.size() < 4 || arguments[0].kind != Kind::kStorage ||
            arguments[1].kind != Kind::kInteger) {
            refuse(what + "is not a tensor");
        }
        PendingTensor& tensor = pending_.emplace_back();
        tensor.name = name.text;
        tensor.storage = add_storage(*arguments[0].items, what);
        tensor.offset = arguments[1].integer;
        tensor.shape = integers(arguments[2], what);
        tensor.strides = integers(arguments[3], what);
        if (tensor.shape.size() != tensor.strides.size()) refuse(what + "has a shape without strides");
    }

    std::vector<std::int64_t> integers(const PickleValue& tuple, const std::string& what) const {
        if (tuple.kind != Kind::kTuple) refuse(what + "has no shape");
        std::vector<std::int64_t> numbers;
        for (const PickleValue& item : *tuple.items) {
            if (item.kind != Kind::kInteger || item.integer < 0 || item.integer > kMostElements) {
                refuse(what + "has an impossible shape");
            }
            numbers.push_back(item.integer);
        }
        return numbers;
    }

    /// A persistent id is ("storage", type, key, device, elements[, view]).
    std::string_view add_storage(const std::vector<PickleValue>& id, const std::string& what) {
        const bool valid = id.size() >= 5 && id[0].text == "storage" && id[1].kind == Kind::kGlobal &&
                           id[1].text.ends_with("Storage") && id[2].kind == Kind::kText &&
                           id[4].kind == Kind::kInteger && id[4].integer >= 0;
        if (!valid) refuse(what + "has no valid storage");
        if (id.size() > 5 && id[5].kind != Kind::kNone) refuse(what + "is a view of another storage");
        Storage& storage = storages_[id[2].text];
        if (storage.size >= 0 && (storage.size != id[4].integer || storage.type != id[1].text)) {
            refuse(what + "contradicts another tensor of its storage");
        }
        storage.type = id[1].text;
        storage.size = id[4].integer;
        return id[2].text;
    }

    void read_storages() {
        const PickleValue keys = machine_.load();
        if (keys.kind != Kind::kList) refuse("its list of storages is missing");
        auto rest = machine_.rest();
        for (const PickleValue& key : *keys.items) {
            const auto found = storages_.find(key.text);
            if (found == storages_.end()) refuse("it holds a storage no tensor uses");
            rest = fill(found->second, rest);
        }
        if (!rest.empty()) refuse("there are bytes behind its last storage");
    }

    std::span<const std::byte> fill(Storage& storage, std::span<const std::byte> rest) const {
        const auto size = static_cast<std::uint64_t>(storage.size);
        if (rest.size() < 8) refuse_short();
        if (element<std::uint64_t>(rest, 0) != size) refuse("a storage has another size than announced");
        rest = rest.subspan(8);
        const std::size_t unit = element_size(storage.type);
        if (size > rest.size() / unit) refuse_short();
        storage.bytes = rest.first(size * unit);
        return rest.subspan(size * unit);
    }

    [[noreturn]] void refuse_short() const {
        throw_input_error("ends early, inside its weights.", where_,
                          "The copy was probably interrupted. Copy it again.");
    }

    /// Row-major copy of a strided tensor.
    FloatTensor gather(const PendingTensor& pending) const {
        const Storage& storage = storages_.at(pending.storage);
        check_inside(pending, storage);
        FloatTensor tensor{pending.shape, {}};
        std::vector<std::int64_t> index(pending.shape.size(), 0);
        std::int64_t at = pending.offset;
        std::int64_t left = 1;
        for (const std::int64_t size : pending.shape) left *= size;
        tensor.values.reserve(static_cast<std::size_t>(left));
        for (; left > 0; --left) {
            tensor.values.push_back(float_at(storage, at));
            for (std::size_t axis = index.size(); axis-- > 0;) {
                at += pending.strides[axis];
                if (++index[axis] < pending.shape[axis]) break;
                at -= pending.strides[axis] * pending.shape[axis];
                index[axis] = 0;
            }
        }
        return tensor;
    }

    /// Every index must be inside the storage, and a small file must not become a huge tensor.
    void check_inside(const PendingTensor& tensor, const Storage& storage) const {
        const auto held = static_cast<std::int64_t>(storage.bytes.size() / element_size(storage.type));
        const std::string what = "tensor \"" + std::string(tensor.name) + "\" ";
        if (tensor.offset < 0 || tensor.offset > held) refuse(what + "reaches outside its storage");
        std::int64_t count = 1;
        std::int64_t last = tensor.offset;
        for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis) {
            if (tensor.shape[axis] == 0) return;
            if (count > held / tensor.shape[axis]) refuse(what + "is larger than its storage");
            count *= tensor.shape[axis];
            last += tensor.strides[axis] * (tensor.shape[axis] - 1);  // each factor below 2^31
            if (last >= held) refuse(what + "reaches outside its storage");
        }
        if (last >= held) refuse(what + "reaches outside its storage");
    }

    PickleMachine machine_;
    std::string where_;
    std::map<std::string_view, Storage> storages_;
    std::vector<PendingTensor> pending_;
};

void refuse_foreign(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.empty()) throw_input_error("is empty (0 bytes).", where, "Copy the file again.");
    const bool zip = bytes.size() >= 2 && bytes[0] == std::byte{'P'} && bytes[1] == std::byte{'K'};
    if (zip) {
        throw_input_error("is a zip archive, most likely a checkpoint of PyTorch 1.6 or later.", where,
                          "Save it in Python with "
                          "torch.save(state, FILE, _use_new_zipfile_serialization=False).");
    }
    if (bytes[0] != std::byte{0x80}) throw_input_error("is not a PyTorch state dictionary.", where);
}

}  // namespace

std::map<std::string, FloatTensor> read_legacy_state_dict(std::span<const std::byte> bytes, const std::string& where) {
    refuse_foreign(bytes, where);
    return StateDictReader(bytes, where).read();
}

std::map<std::string, FloatTensor> read_legacy_state_dict(const std::filesystem::path& path) {
    const MappedFile map(path);
    return read_legacy_state_dict(map.bytes(), path.string());
}

}  // namespace bplf
