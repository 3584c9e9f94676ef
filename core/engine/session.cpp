// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/session.h"

#include <algorithm>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::size_t kKeptContexts = 32;

}  // namespace

Session::Session(LoadedModel model, int threads)
    : info_(std::move(model.info)), threads_(threads), sampler_(std::move(model.plan), threads) {
    info_.sizes = sampler_.plan().sizes();
}

const Sampler& Session::sampler(const DrawnAs& as) const {
    const bool own_size = as.size == 0 || as.size == info_.height;
    if (own_size && (!as.grey || info_.channels == 1)) return sampler_;
    const std::pair key(as.size, as.grey);
    const auto found = others_.find(key);
    if (found != others_.end()) return found->second;
    return others_.try_emplace(key, sampler_.plan().drawn_as(as.size, as.grey), threads_).first->second;
}

std::vector<std::vector<float>> Session::codes_for(const Sampler& sampler, std::vector<std::vector<float>> codes) {
    const std::size_t wanted = sampler.plan().shapes().size();
    codes.erase(codes.begin(), codes.end() - static_cast<std::ptrdiff_t>(std::min(wanted, codes.size())));
    return codes;
}

std::shared_ptr<const FlowContext> Session::context(const std::vector<double>& weights) const {
    const std::lock_guard lock(cache_mutex_);
    for (const auto& [key, context] : contexts_) {
        if (key == weights) return context;
    }
    auto context = sampler_.plan().context(weights);
    if (contexts_.size() >= kKeptContexts) contexts_.erase(contexts_.begin());
    contexts_.emplace_back(weights, context);
    return context;
}

std::vector<std::vector<float>> Session::codes_of(const Latent& latent) const {
    if (latent.shapes != info_.levels) {
        throw_input_error("has levels of other shapes than the model.", latent.name,
                          "It was made with another model; encode the photo again with this one.");
    }
    return latent.levels;
}

Latent Session::latent_from(std::vector<std::vector<float>> codes) const {
    Latent latent;
    latent.shapes = info_.levels;
    latent.levels = std::move(codes);
    latent.metadata["model_sha256"] = info_.sha256;
    latent.metadata["model"] = info_.name;
    return latent;
}

void scale_levels(std::vector<std::vector<float>>& codes, const std::vector<double>& temperature) {
    for (std::size_t level = 0; level < codes.size(); ++level) {
        for (float& value : codes[level]) value = static_cast<float>(value * temperature[level]);
    }
}

}  // namespace bplf
