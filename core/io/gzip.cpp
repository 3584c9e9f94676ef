// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gzip.h"

#include <algorithm>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#ifdef BPLF_HAVE_ZLIB
#include <zlib.h>
#endif

namespace bplf {
namespace {

bool is_gzip(const std::string& bytes) {
    return bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
}

#ifdef BPLF_HAVE_ZLIB

[[noreturn]] void throw_damaged(const std::filesystem::path& path, const char* what) {
    throw_input_error(what, path.string(), "Copy or download the file again.");
}

/// The inflate state of a gzip file; several members in a row are read as one.
class Inflater {
  public:
    explicit Inflater(const std::filesystem::path& path) : path_(path) {
        constexpr int kGzipOnly = 16 + MAX_WBITS;
        if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
    }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    std::vector<std::uint8_t> run(std::string& packed, std::size_t limit) {
        std::vector<std::uint8_t> out;
        std::vector<std::uint8_t> chunk(std::size_t{1} << 20);
        std::size_t at = 0;
        while (true) {
            const bool ended = step(packed, at, chunk, out);
            if (out.size() > limit) throw_damaged(path_, "unpacks to more than is allowed.");
            if (ended && at == packed.size()) return out;
            if (ended && inflateReset(&stream_) != Z_OK) throw_damaged(path_, "is damaged (gzip).");
        }
    }

  private:
    bool step(std::string& packed, std::size_t& at, std::vector<std::uint8_t>& chunk, std::vector<std::uint8_t>& out) {
        const auto available = static_cast<uInt>(std::min<std::size_t>(packed.size() - at, 1u << 30));
        stream_.next_in = reinterpret_cast<Bytef*>(packed.data() + at);
        stream_.avail_in = available;
        stream_.next_out = chunk.data();
        stream_.avail_out = static_cast<uInt>(chunk.size());
        const int code = inflate(&stream_, Z_NO_FLUSH);
        at += available - stream_.avail_in;
        const std::size_t produced = chunk.size() - stream_.avail_out;
        out.insert(out.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(produced));
        if (code == Z_STREAM_END) return true;
        if (code == Z_BUF_ERROR || (code == Z_OK && at == packed.size() && produced == 0)) {
            throw_damaged(path_, "is cut short: the gzip data ends too early.");
        }
        if (code != Z_OK) throw_damaged(path_, "is damaged (gzip).");
        return false;
    }

    const std::filesystem::path& path_;
    z_stream stream_{};
};

std::vector<std::uint8_t> unpack(const std::filesystem::path& path, std::string& packed, std::size_t limit) {
    return Inflater(path).run(packed, limit);
}

#else

std::vector<std::uint8_t> unpack(const std::filesystem::path& path, std::string&, std::size_t) {
    throw_input_error("is packed with gzip, which this build cannot read (built without zlib).", path.string(),
                      "Unpack it with gunzip, or install zlib1g-dev and rebuild.");
}

#endif

}  // namespace

std::vector<std::uint8_t> read_maybe_gzip(const std::filesystem::path& path, std::size_t limit) {
    std::string bytes = read_file(path, limit);
    if (is_gzip(bytes)) return unpack(path, bytes, limit);
    return {bytes.begin(), bytes.end()};
}

std::filesystem::path find_maybe_gzip(const std::filesystem::path& folder, const std::string& name) {
    for (const char* ending : {"", ".gz"}) {
        const auto path = folder / (name + ending);
        if (std::filesystem::is_regular_file(path)) return path;
    }
    return {};
}

}  // namespace bplf
