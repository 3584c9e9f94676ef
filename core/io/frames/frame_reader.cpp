// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of videos by OpenCV's videoio.
#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "core/io/frames/frames_module.h"

#define BPLF_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

cv::VideoCapture open_video(const char* path) {
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::VideoCapture video;
    // Files by FFmpeg and OpenCV's own MJPEG reader only: the others would take names for cameras or pipelines.
    if (!video.open(path, cv::CAP_FFMPEG)) video.open(path, cv::CAP_OPENCV_MJPEG);
    return video;
}

bplf::Image image_of(const cv::Mat& frame) {
    cv::Mat rgb;
    cv::cvtColor(frame, rgb, frame.channels() == 1 ? cv::COLOR_GRAY2RGB : cv::COLOR_BGR2RGB);
    bplf::Image image(rgb.cols, rgb.rows, 3);
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* row = rgb.ptr<std::uint8_t>(y);
        std::copy(row, row + rgb.cols * 3, &image.at(0, y));
    }
    return image;
}

}  // namespace

BPLF_EXPORT std::int64_t bplf_count_frames(const char* path) {
    try {
        cv::VideoCapture video = open_video(path);
        if (!video.isOpened()) return -1;
        std::int64_t count = 0;
        while (video.grab()) ++count;
        return count;
    } catch (const cv::Exception&) {
        return -1;
    }
}

BPLF_EXPORT bool bplf_read_frames(const char* path, const std::int64_t* numbers, std::size_t count,
                                  std::vector<bplf::Image>* images) {
    try {
        cv::VideoCapture video = open_video(path);
        std::int64_t at = 0;
        // Read forward: jumping to a frame is not exact with every codec.
        for (std::size_t i = 0; i < count; ++i) {
            for (; at <= numbers[i]; ++at) {
                if (!video.grab()) return false;
            }
            cv::Mat frame;
            if (!video.retrieve(frame) || frame.empty()) return false;
            images->push_back(image_of(frame));
        }
        return true;
    } catch (const cv::Exception&) {
        return false;
    }
}
