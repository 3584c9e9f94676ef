// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/flow/flow_cases.h"

#include <torch/csrc/autograd/autograd.h>

#include "core/flow/pyramid/pyramid.h"
#include "core/flow/registry.h"

namespace bplf::flow::test {
namespace {

FlowConfig small(FlowConfig config) {
    config.height = config.width_px = 8;
    config.levels = 2;
    config.depth = 2;
    config.width = 8;
    return config;
}

}  // namespace

FlowConfig small_flow(const std::string& system) {
    return small(find_system(system).defaults());
}

FlowConfig small_level(const std::string& level, std::int64_t channels, std::int64_t side, std::int64_t squeezes) {
    FlowConfig config;
    config.level = level;
    config.channels = channels;
    config.height = config.width_px = side;
    config.levels = squeezes;
    config.depth = 2, config.width = 8, config.features = 4;
    return config;
}

FlowConfig small_pyramid(std::int64_t channels) {
    FlowConfig base = small_flow("bplf");
    base.height = base.width_px = 4;
    base.labels = {"anger", "happy", "sad"};
    base.condition = "input+out";
    std::vector<FlowConfig> parts{base};
    if (channels == 3) parts.push_back(small_level("chroma", 3, 4, 2));
    parts.push_back(small_level("detail", channels, 8, 0));
    return pyramid_config("small", parts);
}

std::vector<FlowCase> small_flows() {
    std::vector<FlowCase> cases;
    for (const System& system : systems()) {
        const FlowConfig config = small(system.defaults());
        if (make_model(config)->exact()) cases.push_back({system.name, config});
    }
    const FlowConfig base = small_flow("bplf");
    const auto add = [&](const std::string& name, const std::function<void(FlowConfig&)>& change) {
        FlowConfig config = base;
        change(config);
        cases.push_back({name, config});
    };
    const auto label = [](FlowConfig& c) { c.labels = {"anger", "happy", "sad"}; };
    cases.push_back({"pyramid_grey", small_pyramid(1)});
    cases.push_back({"pyramid_colour", small_pyramid(3)});
    add("K4_input", [](FlowConfig& c) { c.parts = 4; });
    add("K4_output", [](FlowConfig& c) { c.parts = 4, c.dependence = "output"; });
    for (const char* sizes : {"increasing", "decreasing"}) {
        add(std::string("K3_") + sizes, [&](FlowConfig& c) { c.parts = 3, c.part_sizes = sizes; });
    }
    add("K4_increasing_output", [](FlowConfig& c) {
        c.channels = 3, c.height = c.width_px = 4, c.levels = 1;
        c.parts = 4, c.part_sizes = "increasing", c.dependence = "output", c.shared_scale = true;
    });
    add("K2_output", [](FlowConfig& c) { c.dependence = "output"; });
    add("first_identity", [](FlowConfig& c) { c.first = "identity"; });
    add("first_net_labels", [&](FlowConfig& c) { label(c), c.first = "net", c.condition = "input+out"; });
    add("scale_none", [](FlowConfig& c) { c.scale = "none"; });
    add("scale_sigmoid2", [](FlowConfig& c) { c.scale = "sigmoid2", c.order = "shift_scale"; });
    add("scale_clamp", [](FlowConfig& c) { c.scale = "clamp", c.clamp = 0.5; });
    add("shared_scale",
        [](FlowConfig& c) { c.kernels = "313", c.shared_scale = true, c.order = "shift_scale", c.scale_start = -0.2; });
    add("edge", [](FlowConfig& c) { c.position = "edge"; });
    add("map", [](FlowConfig& c) { c.position = "map"; });
    add("norm_none", [](FlowConfig& c) { c.norm = "none"; });
    add("plu", [](FlowConfig& c) { c.conv1x1 = "plu", c.flow_actnorm = true; });
    add("permutation", [](FlowConfig& c) { c.conv1x1 = "permutation"; });
    add("nice_normal", [&](FlowConfig& c) {
        c = small_flow("nice");
        label(c), c.top_prior = "std", c.condition = "input";
    });
    add("nice_layers", [&](FlowConfig& c) { c = small_flow("nice"), c.layers = {1, 3}; });
    add("standard_priors", [](FlowConfig& c) { c.split_prior = "std", c.top_prior = "std"; });
    for (const char* condition : {"out", "input", "input+out", "film"}) {
        add(std::string("labels_") + (std::string(condition) == "input+out" ? "input_out" : condition),
            [&](FlowConfig& c) { label(c), c.condition = condition, c.split_label = true, c.top_prior = "class"; });
    }
    add("label_light", [&](FlowConfig& c) { label(c), c.condition = "out", c.label_light = true; });
    add("class_map_edge_film", [&](FlowConfig& c) {
        label(c), c.condition = "film", c.top_prior = "class_map", c.position = "edge", c.flow_actnorm = true;
    });
    const auto add_other = [&](const std::string& system, const std::string& suffix,
                               const std::function<void(FlowConfig&)>& change) {
        FlowConfig config = small_flow(system);
        change(config);
        cases.push_back({system + suffix, config});
    };
    for (const char* system : {"realnvp", "flow++"}) {
        add_other(system, "_labels", [&](FlowConfig& c) { label(c), c.condition = "input+out"; });
        add_other(system, "_three_channels",
                  [](FlowConfig& c) { c.channels = 3, c.height = c.width_px = 4, c.levels = 1; });
    }
    add_other("realnvp", "_batch_norm", [](FlowConfig& c) { c.flow_batch_norm = true; });
    add_other("realnvp", "_four_by_four", [](FlowConfig& c) { c.height = c.width_px = 4, c.blocks = 1; });
    add_other("flow++", "_uniform", [](FlowConfig& c) { c.heads = 0, c.components = 1, c.dequantisation = "uniform"; });
    add("three_channels", [](FlowConfig& c) { c.channels = 3, c.height = c.width_px = 4, c.levels = 1; });
    return cases;
}

void perturb(torch::nn::Module& module, double deviation) {
    const at::NoGradGuard no_grad;
    for (at::Tensor& parameter : module.parameters()) parameter.add_(at::randn_like(parameter) * deviation);
    // Measured, not trained: buffers of which other modules have none that may be anything.
    for (const auto& buffer : module.named_buffers())
        if (buffer.key().starts_with("light.")) buffer.value().add_(at::randn_like(buffer.value()) * deviation);
}

at::Tensor random_labels(const FlowConfig& config, std::int64_t images, at::ScalarType type) {
    if (config.labels.empty()) return {};
    return at::softmax(at::randn({images, static_cast<std::int64_t>(config.labels.size())}, type), 1);
}

at::Tensor jacobian(const std::function<at::Tensor(const at::Tensor&)>& f, const at::Tensor& x) {
    const at::Tensor input = x.detach().clone().requires_grad_(true);
    const at::Tensor output = f(input).reshape({-1});
    std::vector<at::Tensor> rows;
    for (std::int64_t i = 0; i < output.size(0); ++i) {
        const auto grads = torch::autograd::grad({output[i]}, {input}, {}, /*retain_graph=*/true,
                                                 /*create_graph=*/false, /*allow_unused=*/true);
        rows.push_back(grads[0].defined() ? grads[0].reshape({-1}) : at::zeros({x.numel()}, x.options()));
    }
    return at::stack(rows);
}

double jacobian_log_det(const std::function<at::Tensor(const at::Tensor&)>& f, const at::Tensor& x) {
    return std::get<1>(at::linalg_slogdet(jacobian(f, x))).item<double>();
}

}  // namespace bplf::flow::test
