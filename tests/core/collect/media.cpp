// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/collect/media.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>

#include "core/base/philox.h"

namespace bplf::test {

Image noise_picture(int width, int height, std::uint64_t seed) {
    const PhiloxStream stream(seed, 7);
    Image image(width, height, 1);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        image.pixels[i] = static_cast<std::uint8_t>(stream.below(256, i));
    }
    return image;
}

void write_picture(const std::filesystem::path& file, const Image& image) {
    std::filesystem::create_directories(file.parent_path());
    const cv::Mat pixels(image.height, image.width, image.channels == 1 ? CV_8UC1 : CV_8UC3,
                         const_cast<std::uint8_t*>(image.pixels.data()));
    ASSERT_TRUE(cv::imwrite(file.string(), pixels)) << file;
}

void write_avi(const std::filesystem::path& file, int frames, int width, int height) {
    std::filesystem::create_directories(file.parent_path());
    cv::VideoWriter writer(file.string(), cv::CAP_OPENCV_MJPEG, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 24,
                           {width, height});
    ASSERT_TRUE(writer.isOpened()) << file;
    for (int i = 0; i < frames; ++i) {
        writer.write(cv::Mat(height, width, CV_8UC3, cv::Scalar::all(20 + 10 * i)));
    }
}

}  // namespace bplf::test
