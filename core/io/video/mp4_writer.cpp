// SPDX-License-Identifier: GPL-3.0-or-later
// H.264 in MP4 through FFmpeg's libraries.
#include "core/io/video/mp4_module.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/film_writer.h"

namespace bplf {
namespace {

constexpr int kLongestSide = 8192;  // level 6.2 of H.264
constexpr int kPrecision = 100'000;
/// Almost lossless on enlarged pixels, whose edges a usual 23 smears.
constexpr const char* kQuality = "12";

template <auto Free>
struct FreeHandle {
    template <typename T>
    void operator()(T* handle) const {
        Free(&handle);
    }
};
struct FreeFormat {
    void operator()(AVFormatContext* format) const {
        if (format->pb != nullptr) avio_closep(&format->pb);
        avformat_free_context(format);
    }
};
struct FreeScaler {
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

/// Rows and columns doubled up to even counts: colour is stored for every second pixel.
Image padded_to_even(const Image& image, int width, int height) {
    if (image.width == width && image.height == height) return image;
    Image padded(width, height, image.channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < image.channels; ++c)
                padded.at(x, y, c) = image.at(std::min(x, image.width - 1), std::min(y, image.height - 1), c);
    return padded;
}

class Mp4Writer final : public FilmWriter {
  public:
    Mp4Writer(const std::string& path, int width, int height, double rate)
        : where_(path), width_(width), height_(height), file_(path) {
        if (width < 1 || height < 1 || width > kLongestSide || height > kLongestSide)
            throw_usage_error("A video has 1 to " + std::to_string(kLongestSide) + " pixels a side.", where_,
                              "Choose a smaller size.");
        if (!(rate > 0 && rate <= kFastestFilm))
            throw_usage_error("A video has more than 0 and at most 50 frames per second.", where_);
        av_log_set_level(AV_LOG_QUIET);
        open_encoder(av_d2q(rate, kPrecision));
        open_file();
    }

    void add(const Image& frame) override {
        BPLF_CHECK(frame.width == width_ && frame.height == height_, "all frames have one size");
        const Image even = padded_to_even(frame, encoder_->width, encoder_->height);
        const auto format = even.channels == 1 ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_RGB24;
        if (!scaler_) open_scaler(format);
        check(av_frame_make_writable(frame_.get()));
        const std::array<const std::uint8_t*, 4> from{even.pixels.data()};
        const std::array<int, 4> stride{even.width * even.channels};
        sws_scale(scaler_.get(), from.data(), stride.data(), 0, even.height, frame_->data, frame_->linesize);
        frame_->pts = frames_++;
        check(avcodec_send_frame(encoder_.get(), frame_.get()));
        write_packets();
    }

    void finish(const std::stop_token& stop, const ProgressSink&) override {
        if (frames_ == 0) throw_usage_error("A video needs at least one frame.", where_);
        throw_if_stopped(stop);
        check(avcodec_send_frame(encoder_.get(), nullptr));
        write_packets();
        check(av_write_trailer(format_.get()));
        check(avio_closep(&format_->pb));
        file_.commit();
    }

  private:
    void check(int result) const {
        if (result >= 0) return;
        std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
        av_strerror(result, text.data(), text.size());
        throw Error(ErrorKind::kResource, std::string("The video cannot be written: ") + text.data() + ".", where_,
                    "Free some space or choose another place.");
    }

    void open_encoder(AVRational rate) {
        const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_H264);
        if (codec == nullptr)
            throw Error(ErrorKind::kResource, "This machine's FFmpeg cannot encode H.264.", where_,
                        "Install its x264 encoder, or write a GIF.");
        encoder_.reset(avcodec_alloc_context3(codec));
        encoder_->width = width_ + width_ % 2;
        encoder_->height = height_ + height_ % 2;
        encoder_->time_base = av_inv_q(rate);
        encoder_->framerate = rate;
        encoder_->pix_fmt = AV_PIX_FMT_YUV420P;  // the one layout that every player shows
        encoder_->color_range = AVCOL_RANGE_MPEG;
        encoder_->colorspace = AVCOL_SPC_BT709;
        encoder_->color_primaries = AVCOL_PRI_BT709;
        encoder_->color_trc = AVCOL_TRC_BT709;
        encoder_->thread_count = 1;  // the same bytes whatever the machine
        encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        av_opt_set(encoder_->priv_data, "crf", kQuality, 0);
        check(avcodec_open2(encoder_.get(), codec, nullptr));
        packet_.reset(av_packet_alloc());
        frame_.reset(av_frame_alloc());
        frame_->format = encoder_->pix_fmt;
        frame_->width = encoder_->width;
        frame_->height = encoder_->height;
        frame_->color_range = encoder_->color_range;
        check(av_frame_get_buffer(frame_.get(), 0));
    }

    void open_file() {
        const std::string url = "file:" + file_.temporary_path().string();
        AVFormatContext* format = nullptr;
        check(avformat_alloc_output_context2(&format, nullptr, "mp4", url.c_str()));
        format_.reset(format);
        stream_ = avformat_new_stream(format, nullptr);
        if (stream_ == nullptr) throw std::bad_alloc();
        stream_->time_base = encoder_->time_base;
        stream_->avg_frame_rate = encoder_->framerate;
        check(avcodec_parameters_from_context(stream_->codecpar, encoder_.get()));
        check(avio_open(&format->pb, url.c_str(), AVIO_FLAG_WRITE));
        AVDictionary* options = nullptr;
        av_dict_set(&options, "movflags", "+faststart", 0);  // plays while it is still being loaded
        const int result = avformat_write_header(format, &options);
        av_dict_free(&options);
        check(result);
    }

    void open_scaler(AVPixelFormat from) {
        scaler_.reset(sws_getContext(encoder_->width, encoder_->height, from, encoder_->width, encoder_->height,
                                     encoder_->pix_fmt, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr,
                                     nullptr, nullptr));
        if (!scaler_) throw std::bad_alloc();
        const int* matrix = sws_getCoefficients(SWS_CS_ITU709);
        sws_setColorspaceDetails(scaler_.get(), matrix, 1, matrix, 0, 0, 1 << 16, 1 << 16);
    }

    void write_packets() {
        for (;;) {
            const int result = avcodec_receive_packet(encoder_.get(), packet_.get());
            if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return;
            check(result);
            packet_->duration = 1;
            av_packet_rescale_ts(packet_.get(), encoder_->time_base, stream_->time_base);
            packet_->stream_index = stream_->index;
            check(av_interleaved_write_frame(format_.get(), packet_.get()));
        }
    }

    std::string where_;
    int width_, height_;
    std::int64_t frames_ = 0;
    AtomicFile file_;
    std::unique_ptr<AVCodecContext, FreeHandle<avcodec_free_context>> encoder_;
    std::unique_ptr<AVFrame, FreeHandle<av_frame_free>> frame_;
    std::unique_ptr<AVPacket, FreeHandle<av_packet_free>> packet_;
    std::unique_ptr<AVFormatContext, FreeFormat> format_;
    std::unique_ptr<SwsContext, FreeScaler> scaler_;
    AVStream* stream_ = nullptr;
};

}  // namespace
}  // namespace bplf

extern "C" __attribute__((visibility("default"))) bplf::FilmWriter* bplf_make_mp4_writer(const char* path, int width,
                                                                                         int height,
                                                                                         double frames_per_second) {
    return new bplf::Mp4Writer(path, width, height, frames_per_second);
}
