// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gif.h"

#include <gif_lib.h>

#include <cstdlib>

#include <gmock/gmock.h>

#include "core/base/error.h"
#include "core/io/palette.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

/// A GIF read back by giflib.
struct Clip {
    std::vector<Image> frames;  ///< RGB
    std::vector<int> delays;    ///< hundredths of a second
    int repeats = -1;           ///< -1: shown once
};

Clip read_clip(const std::filesystem::path& path) {
    Clip clip;
    GifFileType* gif = DGifOpenFileName(path.c_str(), nullptr);
    if (gif == nullptr || DGifSlurp(gif) != GIF_OK) {
        ADD_FAILURE() << "not a GIF: " << path;
        return clip;
    }
    for (int i = 0; i < gif->ImageCount; ++i) {
        const SavedImage& saved = gif->SavedImages[i];
        Image frame(saved.ImageDesc.Width, saved.ImageDesc.Height, 3);
        for (std::size_t k = 0; k * 3 < frame.pixels.size(); ++k) {
            const GifColorType& color = gif->SColorMap->Colors[saved.RasterBits[k]];
            frame.pixels[3 * k] = color.Red;
            frame.pixels[3 * k + 1] = color.Green;
            frame.pixels[3 * k + 2] = color.Blue;
        }
        clip.frames.push_back(frame);
        GraphicsControlBlock control{};
        DGifSavedExtensionToGCB(gif, i, &control);
        clip.delays.push_back(control.DelayTime);
        for (int e = 0; e + 1 < saved.ExtensionBlockCount; ++e) {
            if (saved.ExtensionBlocks[e].Function != APPLICATION_EXT_FUNC_CODE) continue;
            const GifByteType* bytes = saved.ExtensionBlocks[e + 1].Bytes;
            clip.repeats = bytes[1] + 256 * bytes[2];
        }
    }
    DGifCloseFile(gif, nullptr);
    return clip;
}

Image random_image(int width, int height, int channels) {
    Image image(width, height, channels);
    for (auto& value : image.pixels) value = static_cast<std::uint8_t>(test::rng()());
    return image;
}

Image tripled(const Image& grey) {
    Image rgb(grey.width, grey.height, 3);
    for (std::size_t i = 0; i < rgb.pixels.size(); ++i) rgb.pixels[i] = grey.pixels[i / 3];
    return rgb;
}

/// A smooth coloured picture, other for each `phase`.
Image gradient(int phase) {
    Image image(40, 30, 3);
    for (int y = 0; y < 30; ++y) {
        for (int x = 0; x < 40; ++x) {
            image.at(x, y, 0) = static_cast<std::uint8_t>(100 + x * 3);
            image.at(x, y, 1) = static_cast<std::uint8_t>(60 + y * 4);
            image.at(x, y, 2) = static_cast<std::uint8_t>(90 + phase * 10);
        }
    }
    return image;
}

TEST(Gif, KeepsGreyFramesExactly) {
    const test::TempDir folder;
    std::vector<Image> frames;
    GifWriter writer(folder / "x.gif", 19, 7, 10);
    for (int i = 0; i < 4; ++i) {
        frames.push_back(random_image(19, 7, 1));
        writer.add(frames.back());
    }
    writer.finish();
    const Clip clip = read_clip(folder / "x.gif");
    ASSERT_EQ(clip.frames.size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(clip.frames[i], tripled(frames[i]));
    EXPECT_EQ(clip.repeats, 0);
}

TEST(Gif, KeepsGreyRgbFramesExactly) {
    const test::TempDir folder;
    const Image frame = tripled(random_image(16, 16, 1));
    GifWriter writer(folder / "x.gif", 16, 16, 10);
    writer.add(frame);
    writer.finish();
    EXPECT_EQ(read_clip(folder / "x.gif").frames.at(0), frame);
}

TEST(Gif, ShowsColourFramesClosely) {
    const test::TempDir folder;
    GifWriter writer(folder / "x.gif", 40, 30, 12);
    for (int i = 0; i < 3; ++i) writer.add(gradient(i));
    std::int64_t reported = 0;
    writer.finish({}, [&](const Progress& progress) { reported = progress.done; });
    EXPECT_EQ(reported, 3);
    const Clip clip = read_clip(folder / "x.gif");
    ASSERT_EQ(clip.frames.size(), 3u);
    for (int i = 0; i < 3; ++i) {
        const Image wanted = gradient(i);
        double sum = 0;
        for (std::size_t k = 0; k < wanted.pixels.size(); ++k) {
            sum += std::abs(wanted.pixels[k] - clip.frames[static_cast<std::size_t>(i)].pixels[k]);
        }
        EXPECT_LT(sum / static_cast<double>(wanted.pixels.size()), 5) << i;
    }
}

TEST(Gif, KeepsTheLengthOfTheClip) {
    const test::TempDir folder;
    GifWriter writer(folder / "x.gif", 2, 2, 30, 3);
    for (int i = 0; i < 30; ++i) writer.add(Image(2, 2, 1, 9));
    writer.finish();
    const Clip clip = read_clip(folder / "x.gif");
    int total = 0;
    for (const int delay : clip.delays) {
        EXPECT_TRUE(delay == 3 || delay == 4);
        total += delay;
    }
    EXPECT_EQ(total, 100);
    EXPECT_EQ(clip.repeats, 2);
}

TEST(Gif, PlaysOnceWithoutRepetition) {
    const test::TempDir folder;
    GifWriter writer(folder / "x.gif", 2, 2, 10, 1);
    writer.add(Image(2, 2, 1));
    writer.finish();
    EXPECT_EQ(read_clip(folder / "x.gif").repeats, -1);
}

TEST(Gif, LeavesNothingBehindWhenCancelled) {
    const test::TempDir folder;
    {
        GifWriter writer(folder / "x.gif", 40, 30, 10);
        writer.add(gradient(0));
        std::stop_source source;
        source.request_stop();
        try {
            writer.finish(source.get_token());
            FAIL();
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInterrupted);
        }
    }
    {
        GifWriter writer(folder / "y.gif", 2, 2, 10);
        writer.add(Image(2, 2, 1));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Gif, RefusesWhatItCannotHold) {
    const test::TempDir folder;
    EXPECT_THROW(GifWriter(folder / "x.gif", 0, 5, 10), Error);
    EXPECT_THROW(GifWriter(folder / "x.gif", 70000, 5, 10), Error);
    EXPECT_THROW(GifWriter(folder / "x.gif", 5, 5, 0), Error);
    EXPECT_THROW(GifWriter(folder / "x.gif", 5, 5, 51), Error);
    EXPECT_THROW(GifWriter(folder / "absent/x.gif", 5, 5, 10), Error);
    GifWriter empty(folder / "x.gif", 5, 5, 10);
    EXPECT_THROW(empty.finish(), Error);
    GifWriter mixed(folder / "y.gif", 5, 5, 10);
    mixed.add(Image(5, 5, 1));
    EXPECT_THROW(mixed.add(Image(5, 5, 3)), Error);
    EXPECT_THROW(mixed.add(Image(4, 5, 1)), Error);
}

TEST(Palette, KeepsFewColoursExactly) {
    ColorHistogram histogram;
    Image image(2, 2, 3);
    image.pixels = {10, 20, 30, 10, 20, 30, 200, 0, 0, 0, 0, 201};
    histogram.add(image);
    EXPECT_FALSE(histogram.is_grey());
    const auto colors = histogram.median_cut();
    EXPECT_THAT(colors, ::testing::UnorderedElementsAre(Color{10, 20, 30}, Color{200, 0, 0}, Color{0, 0, 201}));
    ColorMapper mapper(colors);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        const Color& color = colors[mapper.index_of(image.pixels.data() + i)];
        EXPECT_EQ(color[0], image.pixels[i]);
        EXPECT_EQ(color[2], image.pixels[i + 2]);
    }
}

TEST(Palette, NeverHasMoreThan256Colours) {
    ColorHistogram histogram;
    histogram.add(random_image(200, 200, 3));
    EXPECT_EQ(histogram.median_cut().size(), 256u);
    EXPECT_TRUE(ColorHistogram().median_cut().empty());
}

}  // namespace
}  // namespace bplf
