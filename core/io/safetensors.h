// SPDX-License-Identifier: GPL-3.0-or-later
// The safetensors container: named tensors and a string map in one file, safe to open from
// anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/mapped_file.h"

namespace bplf {

/// Element types this program stores; all little-endian.
enum class DType { kF64, kF32, kF16, kBF16, kI64, kI32, kU8, kBool };

/// Bytes per element.
std::size_t size_of(DType dtype);
/// The name in the file's header: "F64", "BF16", "BOOL", ….
std::string_view name_of(DType dtype);

/// One named tensor, row-major. `bytes` is a view: into the open file when read, the caller's when written.
struct TensorView {
    std::string name;
    DType dtype = DType::kF32;
    std::vector<std::int64_t> shape;  ///< empty for a scalar
    std::span<const std::byte> bytes;

    /// Always true for the element's own size when read from a SafetensorsFile.
    bool is_aligned(std::size_t alignment) const {
        return reinterpret_cast<std::uintptr_t>(bytes.data()) % alignment == 0;
    }

    /// The elements. Precondition: sizeof(T) == size_of(dtype) and is_aligned(alignof(T));
    /// Error(kInternal) otherwise.
    template <typename T>
    std::span<const T> as() const {
        check_element(sizeof(T), alignof(T));
        return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
    }

  private:
    void check_element(std::size_t size, std::size_t alignment) const;
};

using Metadata = std::map<std::string, std::string>;

/// An open, fully validated safetensors file. Opening reads the header only; tensors are mapped. (Where another program
/// stored a tensor at an odd place, it is copied to one that suits its type.)
/// Immutable, so safe to read from several threads. The views live as long as this object.
/// Errors: Error(kInput) saying what is wrong and where: missing, a folder, empty, cut short,
/// another format (pickles are named), a damaged header, offsets with overlaps or holes, an unknown
/// type.
class SafetensorsFile {
  public:
    explicit SafetensorsFile(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    /// In the order of their bytes in the file.
    const std::vector<TensorView>& tensors() const { return tensors_; }
    /// The header's string map ("__metadata__"); empty when there is none.
    const Metadata& metadata() const { return metadata_; }
    /// nullptr when there is no such tensor.
    const TensorView* find(std::string_view name) const;
    /// Error(kInput) naming file and tensor when there is none.
    const TensorView& tensor(std::string_view name) const;
    /// Error(kInput) naming file and key when there is none.
    const std::string& metadata_at(const std::string& key) const;

  private:
    void align_tensors();

    std::filesystem::path path_;
    MappedFile map_;
    std::vector<TensorView> tensors_;
    std::map<std::string, std::size_t, std::less<>> index_;  ///< place of a name in tensors_
    std::vector<std::vector<double>> aligned_;               ///< copies of tensors that are not aligned in the file
    Metadata metadata_;
};

/// Writes atomically. The tensors are stored by falling element size (order kept among equals), and
/// the data starts at a multiple of 64 bytes, so that each tensor is aligned for its type. Equal
/// input gives equal bytes. Errors: Error(kInternal) for duplicate names or a size that does not
/// fit the shape; Error(kResource) when the file cannot be written.
void write_safetensors(const std::filesystem::path& path, std::span<const TensorView> tensors,
                       const Metadata& metadata = {});

}  // namespace bplf
