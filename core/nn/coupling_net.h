// SPDX-License-Identifier: GPL-3.0-or-later
// The network g of a coupling (core/flow/README.md#the-network-g): three convolutions that turn one half (and the
// label) into [raw | μ].
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <array>

namespace bplf::nn {

/// How the label enters g (core/flow/README.md#labels).
enum class Condition { kNone, kOut, kInput, kInputOut, kFilm };
/// Whether the label enters the hidden layers, the output.
bool has_hidden_label(Condition condition);
bool has_output_label(Condition condition);
/// What g knows of the place: nothing, Glow's border indicator, or a learned map (ties it to one size).
enum class Position { kNone, kEdge, kMap };

struct CouplingNetOptions {
    std::int64_t in_channels = 2;
    std::int64_t out_channels = 4;                 ///< 2 · channels of the transformed part
    std::int64_t width = 64;                       ///< hidden channels
    std::array<std::int64_t, 3> kernels{3, 3, 3};  ///< odd; {3, 1, 3} is Glow's g
    bool actnorm = true;                           ///< actnorm after the hidden convolutions, else plain biases
    Condition condition = Condition::kNone;
    Position position = Position::kNone;
    std::int64_t labels = 0;                ///< classes of h; 0 needs kNone
    std::int64_t height = 0, width_px = 0;  ///< of the input, for Position::kMap
};

/// conv → norm → ReLU → conv → norm → ReLU → zero-initialised conv · exp(3 · logs). Parameters are float32
/// (or float64 after to()); the convolutions run in `compute_type`.
class CouplingNetImpl : public torch::nn::Module {
  public:
    explicit CouplingNetImpl(CouplingNetOptions options);

    /// x: [N, in, H, W]; h: [N, labels], rows >= 0 with sum 1, ignored without a condition. Returns [N, out, H, W] in
    /// x's dtype.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& h);

    /// bfloat16 on CPUs that have it, else float32; evaluation and inversion use float32. Default: x's dtype.
    void set_compute_type(std::optional<at::ScalarType> type) { compute_type_ = type; }
    const CouplingNetOptions& options() const { return options_; }
    void pretty_print(std::ostream& stream) const override;

  private:
    struct Hidden {
        at::Tensor weight, bias, logs, label_weight, label_gain, position;
    };
    Hidden make_hidden(const std::string& name, std::int64_t in, std::int64_t kernel);
    at::Tensor run_hidden(Hidden& layer, const at::Tensor& x, const at::Tensor& h);
    void initialise_norm(Hidden& layer, const at::Tensor& x, at::ScalarType type);
    at::Tensor run_last(const at::Tensor& x, const at::Tensor& h);

    CouplingNetOptions options_;
    Hidden a_, b_;
    at::Tensor last_weight_, last_bias_, last_logs_, last_label_;
    std::optional<at::ScalarType> compute_type_;
};
TORCH_MODULE(CouplingNet);

/// While alive on this thread, every actnorm sets itself from the batch that passes (data-dependent
/// initialisation, core/flow/README.md#actnorm).
class InitialisationGuard {
  public:
    InitialisationGuard();
    ~InitialisationGuard();
    InitialisationGuard(const InitialisationGuard&) = delete;
    InitialisationGuard& operator=(const InitialisationGuard&) = delete;
    static bool active();
};

/// bias and logs such that (x + bias) · exp(3 · logs) has mean 0 and deviation 1 per channel over N, H, W.
std::pair<at::Tensor, at::Tensor> actnorm_statistics(const at::Tensor& x);

/// Glow's gain exp(3 · logs): the factor makes the logarithm learn three times as fast.
inline constexpr double kLogScaleFactor = 3.0;

}  // namespace bplf::nn
