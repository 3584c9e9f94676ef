// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gif.h"

#include <gif_lib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <numeric>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/palette.h"

namespace bplf {
namespace {

constexpr int kSideLimit = 65535;
constexpr double kRateLimit = 50;

/// giflib writing into an AtomicFile. Its callback must not throw, so an error waits in `failure`.
struct Output {
    explicit Output(const std::filesystem::path& path) : file(path) {}

    AtomicFile file;
    std::exception_ptr failure;

    static int write(GifFileType* gif, const GifByteType* bytes, int count) {
        auto* self = static_cast<Output*>(gif->UserData);
        if (self->failure) return 0;
        try {
            self->file.write(std::as_bytes(std::span(bytes, static_cast<std::size_t>(count))));
            return count;
        } catch (...) {
            self->failure = std::current_exception();
            return 0;
        }
    }
};

/// Raw frames of an RGB clip between add() and finish(). Unnamed: it vanishes with the process.
class Spool {
  public:
    explicit Spool(std::string where) : where_(std::move(where)), file_(std::tmpfile()) {
        if (file_ == nullptr) fail();
    }
    ~Spool() { std::fclose(file_); }
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    void write(const std::vector<std::uint8_t>& bytes) {
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail();
    }
    void rewind() {
        if (std::fflush(file_) != 0) fail();
        if (std::fseek(file_, 0, SEEK_SET) != 0) fail();
    }
    void read(std::vector<std::uint8_t>& bytes) {
        if (std::fread(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail();
    }

  private:
    [[noreturn]] void fail() const {
        throw Error(ErrorKind::kResource, "the frames of the animation cannot be kept on disk.", where_,
                    "Free some space in the temporary folder.");
    }

    std::string where_;
    std::FILE* file_;
};

std::vector<Color> all_greys() {
    std::vector<Color> greys;
    for (int value = 0; value < 256; ++value) {
        const auto grey = static_cast<std::uint8_t>(value);
        greys.push_back({grey, grey, grey});
    }
    return greys;
}

}  // namespace

class GifWriter::Impl {
  public:
    Impl(const std::filesystem::path& path, int width, int height, double rate, int plays)
        : where_(path.string()), width_(width), height_(height), rate_(rate), plays_(plays), output_(path) {}

    ~Impl() { close(); }

    void add(const Image& frame) {
        BPLF_CHECK(frame.width == width_ && frame.height == height_, "all frames have one size");
        BPLF_CHECK(frames_ == 0 || frame.channels == channels_, "all frames are grey, or all RGB");
        channels_ = frame.channels;
        if (channels_ == 1) {
            if (frames_ == 0) open(all_greys());
            put_frame(frames_, frame.pixels);
        } else {
            if (!spool_) spool_ = std::make_unique<Spool>(where_);
            if (!histogram_) histogram_ = std::make_unique<ColorHistogram>();
            spool_->write(frame.pixels);
            histogram_->add(frame);
        }
        ++frames_;
    }

    void finish(const std::stop_token& stop, const ProgressSink& progress) {
        if (frames_ == 0) throw_usage_error("An animation needs at least one frame.", where_);
        if (spool_) encode_spooled(stop, progress);
        throw_if_stopped(stop);
        close();
        check(!failed_);
        output_.file.commit();
    }

  private:
    /// giflib's failures, or the write error behind them.
    void check(bool good) {
        if (output_.failure) std::rethrow_exception(output_.failure);
        if (!good) throw Error(ErrorKind::kResource, "the animation cannot be written.", where_);
    }

    void open(const std::vector<Color>& colors) {
        int error = 0;
        gif_ = EGifOpen(&output_, &Output::write, &error);
        check(gif_ != nullptr);
        EGifSetGifVersion(gif_, true);
        std::vector<GifColorType> entries;
        for (const Color& color : colors) entries.push_back({color[0], color[1], color[2]});
        entries.resize(256);  // giflib wants a power of two
        ColorMapObject* map = GifMakeMapObject(256, entries.data());
        if (map == nullptr) throw std::bad_alloc();
        const int result = EGifPutScreenDesc(gif_, width_, height_, 8, 0, map);
        GifFreeMapObject(map);
        check(result == GIF_OK);
        if (plays_ != 1) put_repetition();
    }

    /// The Netscape extension counts repetitions after the first showing; 0 is for ever.
    void put_repetition() {
        const int repeats = plays_ == 0 ? 0 : plays_ - 1;
        const GifByteType block[] = {1, static_cast<GifByteType>(repeats & 255),
                                     static_cast<GifByteType>(repeats >> 8)};
        check(EGifPutExtensionLeader(gif_, APPLICATION_EXT_FUNC_CODE) == GIF_OK);
        check(EGifPutExtensionBlock(gif_, 11, "NETSCAPE2.0") == GIF_OK);
        check(EGifPutExtensionBlock(gif_, 3, block) == GIF_OK);
        check(EGifPutExtensionTrailer(gif_) == GIF_OK);
    }

    /// Delays are whole hundredths of a second; rounding the frame *times* keeps the clip's length.
    int delay_of(std::int64_t frame) const {
        const auto time = [&](std::int64_t index) { return std::llround(100.0 * static_cast<double>(index) / rate_); };
        return static_cast<int>(std::min<long long>(time(frame + 1) - time(frame), 65535));
    }

    void put_frame(std::int64_t frame, std::vector<std::uint8_t> indices) {
        GraphicsControlBlock control{DISPOSE_DO_NOT, false, delay_of(frame), NO_TRANSPARENT_COLOR};
        GifByteType extension[4];
        const auto size = static_cast<int>(EGifGCBToExtension(&control, extension));
        check(EGifPutExtension(gif_, GRAPHICS_EXT_FUNC_CODE, size, extension) == GIF_OK);
        check(EGifPutImageDesc(gif_, 0, 0, width_, height_, false, nullptr) == GIF_OK);
        for (int y = 0; y < height_; ++y) {
            const std::size_t row = static_cast<std::size_t>(y) * static_cast<std::size_t>(width_);
            check(EGifPutLine(gif_, indices.data() + row, width_) == GIF_OK);
        }
    }

    void encode_spooled(const std::stop_token& stop, const ProgressSink& progress) {
        const auto start = std::chrono::steady_clock::now();
        const bool grey = histogram_->is_grey();
        const auto colors = grey ? all_greys() : histogram_->median_cut();
        histogram_.reset();
        ColorMapper mapper(colors);
        spool_->rewind();
        open(colors);
        std::vector<std::uint8_t> rgb(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 3);
        std::vector<std::uint8_t> indices(rgb.size() / 3);
        for (std::int64_t frame = 0; frame < frames_; ++frame) {
            throw_if_stopped(stop);
            spool_->read(rgb);
            for (std::size_t i = 0; i < indices.size(); ++i) {
                indices[i] = grey ? rgb[3 * i] : mapper.index_of(rgb.data() + 3 * i);
            }
            put_frame(frame, indices);
            if (!progress) continue;
            const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
            progress({"encode",
                      frame + 1,
                      frames_,
                      "frames",
                      seconds.count(),
                      static_cast<double>(frame + 1) / std::max(seconds.count(), 1e-9),
                      {}});
        }
    }

    void close() {
        if (gif_ == nullptr) return;
        int error = 0;
        failed_ = EGifCloseFile(gif_, &error) != GIF_OK;
        gif_ = nullptr;
    }

    std::string where_;
    int width_;
    int height_;
    double rate_;
    int plays_;
    Output output_;
    GifFileType* gif_ = nullptr;
    bool failed_ = false;
    int channels_ = 0;
    std::int64_t frames_ = 0;
    std::unique_ptr<Spool> spool_;
    std::unique_ptr<ColorHistogram> histogram_;
};

GifWriter::GifWriter(const std::filesystem::path& path, int width, int height, double frames_per_second, int plays) {
    if (width < 1 || height < 1 || width > kSideLimit || height > kSideLimit) {
        throw_usage_error("A GIF has 1 to 65535 pixels per side.", path.string());
    }
    if (!(frames_per_second > 0) || frames_per_second > kRateLimit) {
        throw_usage_error("A GIF shows more than 0 and at most 50 frames per second.", path.string(),
                          "Choose a lower frame rate, or write a folder of PNGs.");
    }
    if (plays < 0 || plays > kSideLimit) throw_usage_error("A GIF is shown 0 (for ever) to 65535 times.");
    impl_ = std::make_unique<Impl>(path, width, height, frames_per_second, plays);
}

GifWriter::~GifWriter() = default;

void GifWriter::add(const Image& frame) {
    impl_->add(frame);
}

void GifWriter::finish(const std::stop_token& stop, const ProgressSink& progress) {
    impl_->finish(stop, progress);
}

}  // namespace bplf
