// SPDX-License-Identifier: GPL-3.0-or-later
// Videos, read back by FFmpeg's own demuxer and decoder.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/film_writer.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

/// A decoded clip: the luma plane and the two colour planes of each frame.
struct Clip {
    int width = 0, height = 0;
    double rate = 0;
    std::vector<std::vector<int>> luma, blue, red;
};

void append_plane(std::vector<std::vector<int>>& frames, const AVFrame& frame, int plane) {
    const int shift = plane == 0 ? 0 : 1;
    std::vector<int> values;
    for (int y = 0; y < (frame.height >> shift); ++y)
        for (int x = 0; x < (frame.width >> shift); ++x)
            values.push_back(frame.data[plane][y * frame.linesize[plane] + x]);
    frames.push_back(values);
}

void drain(AVCodecContext* decoder, AVFrame* frame, Clip& clip) {
    while (avcodec_receive_frame(decoder, frame) == 0) {
        append_plane(clip.luma, *frame, 0);
        append_plane(clip.blue, *frame, 1);
        append_plane(clip.red, *frame, 2);
    }
}

Clip read_clip(const std::filesystem::path& path) {
    Clip clip;
    AVFormatContext* format = nullptr;
    if (avformat_open_input(&format, path.c_str(), nullptr, nullptr) < 0) {
        ADD_FAILURE() << "not a video: " << path;
        return clip;
    }
    avformat_find_stream_info(format, nullptr);
    const AVStream* stream = format->streams[0];
    EXPECT_EQ(stream->codecpar->codec_id, AV_CODEC_ID_H264);
    clip.width = stream->codecpar->width;
    clip.height = stream->codecpar->height;
    clip.rate = av_q2d(stream->avg_frame_rate);
    AVCodecContext* decoder = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264));
    avcodec_parameters_to_context(decoder, stream->codecpar);
    avcodec_open2(decoder, nullptr, nullptr);
    AVPacket* packet = av_packet_alloc();
    AVFrame* frame = av_frame_alloc();
    while (av_read_frame(format, packet) == 0) {
        avcodec_send_packet(decoder, packet);
        drain(decoder, frame, clip);
        av_packet_unref(packet);
    }
    avcodec_send_packet(decoder, nullptr);
    drain(decoder, frame, clip);
    av_frame_free(&frame);
    av_packet_free(&packet);
    avcodec_free_context(&decoder);
    avformat_close_input(&format);
    return clip;
}

/// Squares of 8 × 8 pixels, as an enlarged face has them.
Image blocks(int width, int height, int channels, int phase) {
    Image image(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                image.at(x, y, c) = static_cast<std::uint8_t>((x / 8 * 37 + y / 8 * 59 + phase * 16 + c * 80) % 256);
    return image;
}

void write(const std::filesystem::path& path, const std::vector<Image>& frames, double rate) {
    const auto writer = make_film_writer(path, frames.front().width, frames.front().height, rate);
    for (const Image& frame : frames) writer->add(frame);
    writer->finish();
}

/// ITU-R BT.709, video range.
double luma_of(const Image& image, int x, int y) {
    const auto at = [&](int c) { return static_cast<double>(image.at(x, y, image.channels == 1 ? 0 : c)); };
    return 16 + 219 * (0.2126 * at(0) + 0.7152 * at(1) + 0.0722 * at(2)) / 255;
}

TEST(Mp4, HoldsEveryFrameAtItsRateAndSize) {
    const test::TempDir folder;
    std::vector<Image> frames;
    for (int i = 0; i < 30; ++i) frames.push_back(blocks(64, 48, 1, i));
    write(folder / "x.mp4", frames, 12.5);
    const Clip clip = read_clip(folder / "x.mp4");
    EXPECT_EQ(clip.luma.size(), 30u);
    EXPECT_EQ(clip.width, 64);
    EXPECT_EQ(clip.height, 48);
    EXPECT_NEAR(clip.rate, 12.5, 1e-6);
}

TEST(Mp4, ShowsGreyAndColourAsTheyAre) {
    for (const int channels : {1, 3}) {
        const test::TempDir folder;
        const std::vector<Image> frames{blocks(64, 64, channels, 0), blocks(64, 64, channels, 1)};
        write(folder / "x.mp4", frames, 10);
        const Clip clip = read_clip(folder / "x.mp4");
        ASSERT_EQ(clip.luma.size(), 2u);
        for (std::size_t i = 0; i < 2; ++i) {
            double squares = 0;
            for (int y = 0; y < 64; ++y)
                for (int x = 0; x < 64; ++x)
                    squares +=
                        std::pow(clip.luma[i][static_cast<std::size_t>(y * 64 + x)] - luma_of(frames[i], x, y), 2);
            EXPECT_LT(std::sqrt(squares / 4096), channels == 1 ? 2.5 : 6.0) << channels;
        }
    }
}

TEST(Mp4, KeepsHues) {
    const test::TempDir folder;
    Image red(32, 32, 3);
    for (std::size_t i = 0; i < red.pixels.size(); i += 3) red.pixels[i] = 255;
    write(folder / "x.mp4", {red, red}, 10);
    const Clip clip = read_clip(folder / "x.mp4");
    ASSERT_EQ(clip.red.size(), 2u);
    EXPECT_NEAR(clip.luma[0][200], 62.6, 2);  // 16 + 219 · 0.2126
    EXPECT_NEAR(clip.blue[0][50], 102.3, 2);  // 128 − 224 · 0.2126 / 1.8556
    EXPECT_NEAR(clip.red[0][50], 240, 2);
}

TEST(Mp4, PadsOddSizesToEven) {
    const test::TempDir folder;
    write(folder / "x.mp4", {Image(33, 17, 1, 200)}, 10);
    const Clip clip = read_clip(folder / "x.mp4");
    EXPECT_EQ(clip.width, 34);
    EXPECT_EQ(clip.height, 18);
    ASSERT_EQ(clip.luma.size(), 1u);
    EXPECT_NEAR(clip.luma[0].back(), 16 + 219 * 200 / 255.0, 2);
}

TEST(Mp4, IsTheSameFileEveryTime) {
    const test::TempDir folder;
    const std::vector<Image> frames{blocks(64, 64, 1, 0), blocks(64, 64, 1, 3)};
    write(folder / "a.mp4", frames, 10);
    write(folder / "b.mp4", frames, 10);
    EXPECT_EQ(read_file(folder / "a.mp4"), read_file(folder / "b.mp4"));
}

TEST(Mp4, LeavesNothingBehindWhenCancelled) {
    const test::TempDir folder;
    {
        const auto writer = make_film_writer(folder / "x.mp4", 32, 32, 10);
        writer->add(Image(32, 32, 1));
        std::stop_source source;
        source.request_stop();
        EXPECT_THROW(writer->finish(source.get_token()), Error);
    }
    make_film_writer(folder / "y.mp4", 32, 32, 10)->add(Image(32, 32, 1));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Mp4, RefusesWhatItCannotHold) {
    const test::TempDir folder;
    EXPECT_THROW(make_film_writer(folder / "x.mp4", 0, 5, 10), Error);
    EXPECT_THROW(make_film_writer(folder / "x.mp4", 9000, 5, 10), Error);
    EXPECT_THROW(make_film_writer(folder / "x.mp4", 32, 32, 0), Error);
    EXPECT_THROW(make_film_writer(folder / "x.mp4", 32, 32, 51), Error);
    EXPECT_THROW(make_film_writer(folder / "absent/x.mp4", 32, 32, 10), Error);
    EXPECT_THROW(make_film_writer(folder / "x.webm", 32, 32, 10), Error);
    EXPECT_THROW(make_film_writer(folder / "x.mp4", 32, 32, 10)->finish(), Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Mp4, SaysThatAModuleIsMissing) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";  // a process that has not loaded the module yet
    EXPECT_EXIT(
        {
            const test::TempDir folder;
            setenv("BPLF_VIDEO_MODULE", "/proc/version", 1);  // a file, but no library
            try {
                make_film_writer(folder / "x.mp4", 32, 32, 10);
            } catch (const Error& error) {
                std::exit(error.kind() == ErrorKind::kResource ? 7 : 8);
            }
            std::exit(9);
        },
        testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace bplf
