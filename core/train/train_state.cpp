// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_state.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/io/tensors.h"

namespace bplf {
namespace {

constexpr const char* kFormat = "bplf.train_state.v1";

/// The seconds stand last: they alone differ between two runs.
at::Tensor tensor_of(const LogWindow& window) {
    return at::tensor({window.loss, window.gradient_norm, static_cast<double>(window.steps),
                       static_cast<double>(window.images), static_cast<double>(window.losses),
                       static_cast<double>(window.gradients), static_cast<double>(window.right), window.seconds},
                      at::kDouble);
}

/// States of version 0.1 have none: the line then begins anew.
LogWindow window_in(const SafetensorsFile& file) {
    LogWindow window;
    if (file.find("window") == nullptr) return window;
    const at::Tensor stored = read_tensor(file, "window");
    if (stored.numel() != 8 || stored.scalar_type() != at::kDouble)
        throw_input_error("is damaged.", file.path().string(), "Resume from another checkpoint of the run.");
    const auto* value = stored.const_data_ptr<double>();
    window.loss = value[0], window.gradient_norm = value[1], window.seconds = value[7];
    std::int64_t* const counts[] = {&window.steps, &window.images, &window.losses, &window.gradients, &window.right};
    for (std::size_t i = 0; i < std::size(counts); ++i) *counts[i] = static_cast<std::int64_t>(value[2 + i]);
    return window;
}

}  // namespace

void save_train_state(const std::filesystem::path& path, const TrainState& state) {
    const at::Tensor counters = at::tensor(
        {state.step, state.optimiser_steps, state.skipped, state.position.epoch, state.position.offset}, at::kLong);
    const at::Tensor numbers = at::tensor({state.best, state.last_validation, state.seconds}, at::kDouble);
    std::map<std::string, at::Tensor> tensors{{"counters", counters},
                                              {"numbers", numbers},
                                              {"window", tensor_of(state.window)},
                                              {"online", state.online},
                                              {"average", state.average},
                                              {"first_moment", state.first_moment},
                                              {"second_moment", state.second_moment}};
    if (state.statistics.defined() && state.statistics.numel() > 0) tensors["statistics"] = state.statistics;
    write_tensors(path, tensors, {{"format", kFormat}, {"layout", state.layout}});
}

TrainState load_train_state(const std::filesystem::path& path, const std::string& layout) {
    const SafetensorsFile file(path);
    const auto format = file.metadata().find("format");
    if (format == file.metadata().end() || format->second != kFormat) {
        throw_input_error("is not a training state of this program.", path.string(),
                          "Resume from another checkpoint of the run.");
    }
    if (file.metadata_at("layout") != layout) {
        throw_input_error("belongs to a model of another configuration.", path.string(),
                          "Resume with the run's own config, or start a new run with --warm-start.");
    }
    TrainState state;
    const at::Tensor counters = read_tensor(file, "counters");
    const at::Tensor numbers = read_tensor(file, "numbers");
    if (counters.numel() != 5 || counters.scalar_type() != at::kLong || numbers.numel() != 3 ||
        numbers.scalar_type() != at::kDouble) {
        throw_input_error("is damaged.", path.string(), "Resume from another checkpoint of the run.");
    }
    const auto* count = counters.const_data_ptr<std::int64_t>();
    const auto* number = numbers.const_data_ptr<double>();
    state.step = count[0], state.optimiser_steps = count[1], state.skipped = count[2];
    state.position = {count[3], count[4]};
    state.best = number[0], state.last_validation = number[1], state.seconds = number[2];
    state.window = window_in(file);
    if (file.find("statistics") != nullptr) state.statistics = read_tensor(file, "statistics");
    state.layout = layout;
    for (auto [name, target] : {std::pair{"online", &state.online},
                                {"average", &state.average},
                                {"first_moment", &state.first_moment},
                                {"second_moment", &state.second_moment}}) {
        *target = read_tensor(file, name);
        if (target->sizes() != state.online.sizes() || target->scalar_type() != at::kFloat) {
            throw_input_error("is damaged.", path.string(), "Resume from another checkpoint of the run.");
        }
    }
    return state;
}

}  // namespace bplf
