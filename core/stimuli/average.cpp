// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/average.h"

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bplf::stimuli {

void PixelAverage::add(const Image& given) {
    if (count_ == 0) {
        width_ = given.width;
        height_ = given.height;
        channels_ = given.channels;
        sums_.assign(given.pixels.size(), 0);
    }
    if (given.width != width_ || given.height != height_)
        throw_input_error("The pictures to average are of " + std::to_string(width_) + "×" + std::to_string(height_) +
                              " and of " + std::to_string(given.width) + "×" + std::to_string(given.height) +
                              " pixels.",
                          "average", "Make them equally large first.");
    if (given.channels > channels_) {
        std::vector<std::int64_t> wide;
        for (const std::int64_t sum : sums_) wide.insert(wide.end(), 3, sum);
        sums_ = std::move(wide);
        channels_ = 3;
    }
    const Image image = channels_ == 3 ? to_rgb(given) : given;
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += image.pixels[i];
    ++count_;
}

Image PixelAverage::image() const {
    BPLF_CHECK(count_ > 0, "an average of something");
    Image image(width_, height_, channels_);
    for (std::size_t i = 0; i < sums_.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>((2 * sums_[i] + count_) / (2 * count_));
    return image;
}

Latent average_of_codes(const std::vector<const Latent*>& codes) {
    BPLF_CHECK(!codes.empty(), "an average of something");
    Latent mean = *codes.front();
    mean.metadata.erase("source");
    mean.metadata.erase("request");
    for (std::size_t level = 0; level < mean.levels.size(); ++level) {
        std::vector<double> sums(mean.levels[level].size());
        for (const Latent* code : codes) {
            if (code->shapes != mean.shapes)
                throw_input_error("The codes to average are of different models.", "average",
                                  "Encode all with one model.");
            for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += code->levels[level][i];
        }
        for (std::size_t i = 0; i < sums.size(); ++i)
            mean.levels[level][i] = static_cast<float>(sums[i] / static_cast<double>(codes.size()));
    }
    return mean;
}

}  // namespace bplf::stimuli
