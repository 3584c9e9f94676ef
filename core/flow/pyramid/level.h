// SPDX-License-Identifier: GPL-3.0-or-later
// One level of a pyramid of flows: the density of what it adds to the image below it. Each trains by itself.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "core/flow/density.h"
#include "core/flow/pyramid/context_flow.h"

namespace bplf::flow {

/// "chroma": p(U, V | Y) of colour images; "detail": p(three Haar bands | the image of half the side). Levels speak of
/// planes: Y, U, V of a colour image (colour.h), the pixels of a grey one; [N, C, H, W] in model range.
class Level : public Density {
  public:
    /// Of config.level. Parameters are drawn from LibTorch's generator. Error(kUsage) from validate().
    explicit Level(const FlowConfig& config);

    /// What a level models and what it is given: cut out of the planes of the image, and put together again.
    struct Parts {
        at::Tensor modelled;  ///< [N, 2, H, W], or [N, 3C, H/2, W/2]
        at::Tensor given;     ///< [N, 1, H, W], or [N, C, H/2, W/2]
    };
    Parts split(const at::Tensor& planes) const;
    at::Tensor join(const Parts& parts) const;
    /// ln |det| of planes → (modelled, given), for planes of the config's size.
    double log_det() const;

    /// ln p(modelled | given), [N].
    at::Tensor log_likelihood(const Parts& parts);
    Encoded encode(const Parts& parts, const std::stop_token& stop = {});
    /// Decoded::x is what was modelled.
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& given, const std::stop_token& stop = {});
    const ContextFlow& flow() const { return *flow_; }
    /// Fine to coarse, for an image of the config's size.
    std::vector<CodeShape> code_shapes() const;

    /// Pixels may be finer than the level: 2^times as many a side are averaged, after dequantisation, as the finer
    /// levels above would see them. 0 at the start; not stored.
    void set_reduction(std::int64_t times) { reduction_ = times; }
    /// ln p(modelled | given) of images, or patches with sides divisible by 2^(reduction + 1 or the squeezes).
    at::Tensor pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) override;
    std::int64_t modelled_dimensions(const at::Tensor& pixels) const override;
    /// Planes of the level's own fineness, of 8-bit pixels (noise undefined: bin centres).
    at::Tensor planes_of_pixels(const at::Tensor& pixels, const at::Tensor& noise) const;
    /// Sides of a patch must be multiples of this many pixels.
    std::int64_t alignment() const;

  private:
    bool chroma() const { return config().level == "chroma"; }
    std::shared_ptr<ContextFlow> flow_;
    std::int64_t reduction_ = 0;
};

/// Planes of an image in model range, and back: YUV of RGB, one channel as it is.
at::Tensor planes_of_image(const at::Tensor& x);
at::Tensor image_of_planes(const at::Tensor& planes);

}  // namespace bplf::flow
