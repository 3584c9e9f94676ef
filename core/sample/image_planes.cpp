// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/image_planes.h"

namespace bplf {
namespace {

constexpr float kRed = 0.299f, kGreen = 0.587f, kBlue = 0.114f;

}  // namespace

void rgb_to_yuv(std::vector<float>& pixels) {
    for (std::size_t i = 0; i + 2 < pixels.size(); i += 3) {
        const float red = pixels[i], blue = pixels[i + 2];
        const float luminance = red * kRed + pixels[i + 1] * kGreen + blue * kBlue;
        pixels[i] = luminance, pixels[i + 1] = blue - luminance, pixels[i + 2] = red - luminance;
    }
}

void yuv_to_rgb(std::vector<float>& pixels) {
    for (std::size_t i = 0; i + 2 < pixels.size(); i += 3) {
        const float luminance = pixels[i], blue = pixels[i + 1] + luminance, red = pixels[i + 2] + luminance;
        pixels[i] = red, pixels[i + 1] = (luminance - red * kRed - blue * kBlue) / kGreen, pixels[i + 2] = blue;
    }
}

void haar_apart(const std::vector<float>& fine, LevelGrid coarse, std::vector<float>& mean,
                std::vector<float>& details) {
    const int channels = coarse.channels, row = coarse.width * 2 * channels;
    for (int y = 0; y < coarse.height; ++y) {
        for (int x = 0; x < coarse.width; ++x) {
            const float* block = fine.data() + 2 * y * row + 2 * x * channels;
            float* middle = mean.data() + (y * coarse.width + x) * channels;
            float* bands = details.data() + (y * coarse.width + x) * channels * 3;
            for (int k = 0; k < channels; ++k) {
                const float a = block[k], b = block[channels + k], c = block[row + k], d = block[row + channels + k];
                middle[k] = (a + b + c + d) / 4;
                bands[k] = (a - b + c - d) / 2;
                bands[channels + k] = (a + b - c - d) / 2;
                bands[2 * channels + k] = (a - b - c + d) / 2;
            }
        }
    }
}

void haar_together(const std::vector<float>& mean, const std::vector<float>& details, LevelGrid coarse,
                   std::vector<float>& fine) {
    const int channels = coarse.channels, row = coarse.width * 2 * channels;
    for (int y = 0; y < coarse.height; ++y) {
        for (int x = 0; x < coarse.width; ++x) {
            float* block = fine.data() + 2 * y * row + 2 * x * channels;
            const float* middle = mean.data() + (y * coarse.width + x) * channels;
            const float* bands = details.data() + (y * coarse.width + x) * channels * 3;
            for (int k = 0; k < channels; ++k) {
                const float m = middle[k], u = bands[k], v = bands[channels + k], w = bands[2 * channels + k];
                block[k] = m + (u + v + w) / 2;
                block[channels + k] = m + (v - u - w) / 2;
                block[row + k] = m + (u - v - w) / 2;
                block[row + channels + k] = m + (w - u - v) / 2;
            }
        }
    }
}

}  // namespace bplf
