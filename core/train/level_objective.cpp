// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/level_objective.h"

#include <torch/types.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/dataset/batch_tensors.h"
#include "core/eval/bits_per_dim.h"
#include "core/flow/pyramid/haar.h"
#include "core/image/image_tensor.h"
#include "core/image/model_range.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
#include "core/ops/dequantise.h"
#include "core/sample/codes.h"
#include "core/train/together.h"

namespace bplf {
namespace {

constexpr std::int64_t kValidationBatch = 16;
constexpr double kChromaTemperature = 0.7, kDetailTemperature = 0.8;

std::string size_text(std::int64_t width, std::int64_t height) {
    return std::to_string(width) + "×" + std::to_string(height);
}

/// How often the data's side must be halved to be the level's.
std::int64_t halvings(const flow::FlowConfig& level, const Dataset& data, const std::string& name) {
    const std::string images = std::to_string(data.size()) + " images of " + size_text(data.width(), data.height());
    if (data.channels() != level.channels) {
        throw_input_error("holds " + std::string(data.channels() == 1 ? "grey" : "colour") +
                              " images, the level is of " + (level.channels == 1 ? "grey" : "colour") + " ones.",
                          name, "Build it with --channels " + std::to_string(level.channels) + ".");
    }
    if (data.height() < level.height || data.width() < level.width_px) {
        throw_input_error("holds " + images + " pixels: none can take part in a level of " +
                              size_text(level.width_px, level.height) + ", which enlarged ones would teach blur.",
                          name, "Build it with --size " + std::to_string(level.height) + " or more.");
    }
    for (std::int64_t times = 0; times < 16; ++times) {
        if (data.height() == level.height << times && data.width() == level.width_px << times) return times;
    }
    throw_input_error(
        "holds " + images + " pixels, which halved do not become " + size_text(level.width_px, level.height) + ".",
        name, "Build it with --size " + std::to_string(level.height) + ", twice or four times that.");
}

at::Tensor pixels_of_planes(const at::Tensor& planes, int n_bits) {
    return ops::quantise(flow::image_of_planes(planes).contiguous(), n_bits);
}

}  // namespace

LevelObjective::LevelObjective(flow::Level& level, const Dataset& data, const std::string& name,
                               const TrainConfig& training)
    : level_(level), data_(data), reduction_(halvings(level.config(), data, name)), seed_(training.seed) {
    level_.set_reduction(reduction_);
    patch_ = (training.patch << reduction_) / level.alignment() * level.alignment();
    frame_ = inner_frame(data.height(), data.width(), training.cut_above, training.cut_below, training.cut_sides,
                         level.alignment());
}

at::Tensor LevelObjective::cut(const at::Tensor& pixels, std::int64_t step, const BatchPlaces& places) const {
    if (patch_ == 0) return cut_frame(pixels, frame_).contiguous();
    return cut_patches(pixels, frame_, patch_, level_.alignment(), seed_, step, places);
}

at::Tensor LevelObjective::pixels_of(const std::vector<std::int64_t>& rows) const {
    return images_tensor(data_).index_select(0, at::tensor(rows, at::kLong)).to(level_.parameters().front().device());
}

std::vector<double> LevelObjective::bits_of(const std::vector<std::int64_t>& rows, const std::stop_token& stop) const {
    std::vector<double> bits;
    for (std::size_t begin = 0; begin < rows.size(); begin += kValidationBatch) {
        throw_if_stopped(stop);
        const std::size_t end = std::min<std::size_t>(rows.size(), begin + kValidationBatch);
        const std::vector<std::int64_t> some(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                                             rows.begin() + static_cast<std::ptrdiff_t>(end));
        const at::Tensor pixels = cut_frame(pixels_of(some), frame_).contiguous();
        const at::Tensor noise = dequantisation_noise(pixels, 1, 0, kDequantisationStream, some).to(pixels.device());
        const at::Tensor bound = level_.pixel_bound(pixels, noise, {});
        const at::Tensor values =
            flow::bits_per_dim(bound, level_.modelled_dimensions(pixels), level_.config().n_bits).cpu().contiguous();
        bits.insert(bits.end(), values.const_data_ptr<double>(), values.const_data_ptr<double>() + values.numel());
    }
    return bits;
}

Validation LevelObjective::validate(const std::vector<std::int64_t>& rows, Ranks& ranks,
                                    const std::stop_token& stop) const {
    const at::NoGradGuard no_grad;
    Validation result =
        summary_of_bits(measure_together(ranks, rows, [&](const auto& own) { return bits_of(own, stop); }));
    result.scalars.emplace_back("validation/condition_1x1", worst_condition_1x1(level_));
    measure_codes(rows, result);
    return result;
}

void LevelObjective::measure_codes(const std::vector<std::int64_t>& rows, Validation& result) const {
    const auto few = static_cast<std::ptrdiff_t>(std::min<std::size_t>(kValidationBatch, rows.size()));
    const at::Tensor pixels = cut_frame(pixels_of({rows.begin(), rows.begin() + few}), frame_).contiguous();
    const flow::Level::Parts parts = level_.split(level_.planes_of_pixels(pixels, {}));
    const flow::Encoded code = level_.encode(parts);
    add_code_scalars(code, result);
    const at::Tensor back = level_.decode(code.eps, parts.given).x;
    result.scalars.emplace_back("validation/inversion_error",
                                (back - parts.modelled).abs().max().item<double>() * kGreySteps);
}

void LevelObjective::write_sheet(const std::filesystem::path& path) const {
    const at::NoGradGuard no_grad;
    constexpr std::size_t kColumns = 8;
    std::vector<std::int64_t> rows = data_.rows(Split::kValidation);
    if (rows.size() < kColumns) rows = data_.rows(Split::kTrain);
    rows.resize(std::min(kColumns, rows.size()));
    std::vector<std::uint64_t> seeds(rows.size());
    std::iota(seeds.begin(), seeds.end(), 1);

    const at::Tensor planes = level_.planes_of_pixels(pixels_of(rows), {});
    const flow::Level::Parts parts = level_.split(planes);
    std::vector<at::Tensor> eps = codes_from_seeds(seeds, level_.config(), level_.code_shapes(), temperature());
    for (at::Tensor& code : eps) code = code.to(planes.device());
    const at::Tensor drawn = level_.join({level_.decode(eps, parts.given).x, parts.given});
    const at::Tensor given = level_.join({at::zeros_like(parts.modelled), parts.given});

    std::vector<Image> images;
    for (const at::Tensor& row : {given, drawn, planes}) {
        for (Image& image : to_images(pixels_of_planes(row, level_.config().n_bits).cpu())) {
            images.push_back(std::move(image));
        }
    }
    SheetLayout layout;
    layout.columns = static_cast<int>(rows.size());
    write_png(path, make_sheet(images, layout));
}

std::vector<double> LevelObjective::temperature() const {
    const bool chroma = level_.config().level == "chroma";
    return std::vector<double>(level_.code_shapes().size(), chroma ? kChromaTemperature : kDetailTemperature);
}

std::string LevelObjective::note() const {
    const std::string whole = "all " + std::to_string(data_.size()) + " images of " +
                              size_text(data_.width(), data_.height()) + " take part; of each the pixels of rows " +
                              std::to_string(frame_.top) + " to " + std::to_string(frame_.bottom) + " and columns " +
                              std::to_string(frame_.left) + " to " + std::to_string(frame_.right);
    return patch_ == 0 ? whole : whole + ", in patches of " + std::to_string(patch_);
}

}  // namespace bplf
