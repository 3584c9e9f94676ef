// SPDX-License-Identifier: GPL-3.0-or-later
// The façade that ui and app see: models, pictures and faces without LibTorch in the header.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/types.h"

namespace bplf {

/// Called as each cell or frame is finished, on the engine's calling thread.
using CellSink = std::function<void(Cell)>;
using FrameSink = std::function<void(int frame, const Image&)>;

/// Summary of a finished or stopped sampling run.
struct SampleSummary {
    int finished = 0;
    int requested = 0;
    double seconds = 0;
};

/// Blocking calls, one at a time, from one thread (see Worker for the thread that owns an engine in
/// the studio). No call throws: failures come back as Error. A stop leaves what was delivered valid
/// and returns Error(kInterrupted); it is noticed between the steps of the flow.
class Engine {
  public:
    virtual ~Engine() = default;

    /// Loads `model` (embedded name, .safetensors file or folder) and makes it current; on failure the
    /// previous model stays current.
    virtual Result<ModelInfo> load_model(const std::string& model) = 0;
    /// Names of embedded models with their folders, the default first.
    virtual std::vector<std::string> embedded_models() const = 0;

    /// Draws every cell of the request with the current model, in the order of `first` (cell indices to
    /// draw first, e.g. those under the pointer), then the rest.
    virtual Result<SampleSummary> sample(const SampleRequest& request, const CellSink& sink,
                                         const std::stop_token& stop, const std::vector<int>& first = {}) = 0;
    /// The code a cell of a request is drawn from, temperature included.
    virtual Result<Latent> latent_of(const SampleRequest& request, int cell) = 0;

    /// Faces in a photo, surest choice first (largest, then nearest the centre). Empty = none found.
    virtual Result<std::vector<FaceBox>> find_faces(const Image& photo, const FaceOptions& options) = 0;
    /// The photo cut, aligned (when landmarks are there), converted and resized as the model's
    /// training set was. `margin` widens the box by that share of its side on each side; `roll` in degrees.
    virtual Result<Image> crop_face(const Image& photo, const FaceBox& face, double margin, double roll) = 0;

    /// Encodes a crop of the model's size. An empty `mix` means the most likely label.
    virtual Result<Encoding> encode(const Image& crop, const LabelMix& mix, const std::stop_token& stop) = 0;
    /// The picture of a code under a look, whose temperature scales the levels. What it leaves out is that of
    /// look_as_stored(); look_of_latent() gives the one of the code's making.
    virtual Result<Cell> decode(const Latent& latent, const Look& look) = 0;
    /// The frames of a morph, in order, each delivered once, for frames in [from, to) (to < 0 = all).
    virtual Result<SampleSummary> morph(const MorphRequest& request, const FrameSink& sink, const std::stop_token& stop,
                                        int from = 0, int to = -1) = 0;
};

/// How to build the real engine.
struct EngineOptions {
    std::string device = "auto";  ///< "auto", "cpu", "cuda", "cuda:N"
    int threads = 0;              ///< 0 = one per core
    std::string models_folder;    ///< where embedded models live; empty = found beside the program
};

/// The LibTorch engine. Error(kResource) when the device is not there.
Result<std::unique_ptr<Engine>> make_engine(const EngineOptions& options);

/// An engine without LibTorch for tests of the studio: deterministic drawn "faces" whose look depends
/// on every field of the request; `milliseconds_per_cell` slows it down.
std::unique_ptr<Engine> make_null_engine(double milliseconds_per_cell = 0);

}  // namespace bplf
