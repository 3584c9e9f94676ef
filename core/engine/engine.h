// SPDX-License-Identifier: GPL-3.0-or-later
// The façade that ui and app see: models, pictures and faces. No LibTorch behind its header or its class.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/judge.h"
#include "core/engine/types.h"

namespace bplf {

class FaceDetector;
class FlowPlan;
class Session;

/// A code and what its picture is drawn under, as in Engine::decode.
struct CodeAndLook {
    std::shared_ptr<const Latent> code;
    Look look;
};

/// Called as each cell or frame is finished, on the engine's calling thread.
using CellSink = std::function<void(Cell)>;
using FrameSink = std::function<void(int frame, const Image&)>;

/// Summary of a finished or stopped sampling run.
struct SampleSummary {
    int finished = 0;
    int requested = 0;
    double seconds = 0;
    std::vector<int> chosen;  ///< of a request that asked for the best of several: its BestOf::chosen
};

/// A model ready to draw.
struct LoadedModel {
    ModelInfo info;
    std::shared_ptr<const FlowPlan> plan;
};

/// What try_weights() found in a file.
struct WeightsFound {
    std::string configuration;
    std::int64_t parameters = 0;
};

/// What an engine stands on. The functions may throw Error, and are called on the engine's thread.
struct EngineParts {
    std::function<LoadedModel(const std::string& model)> load;
    std::function<std::vector<std::string>()> embedded;  ///< names, the default first
    std::function<std::unique_ptr<FaceDetector>(const FaceOptions& options)> detector;
    std::function<std::unique_ptr<Judge>(const std::string& classifier)> judge;
    int threads = 1;  ///< that draw at a time, at least 1
    /// Fills a file's network with its weights and keeps nothing; without it `load` is asked.
    std::function<WeightsFound(const std::string& model)> try_weights = {};
};

/// Blocking calls, one at a time, from one thread (see Worker for the thread that owns an engine in
/// the studio). No call throws: failures come back as Error. A stop leaves what was delivered valid
/// and returns Error(kInterrupted); it is noticed between the steps of the flow.
class Engine {
  public:
    explicit Engine(EngineParts parts);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Loads `model` (embedded name, .safetensors file or folder) and makes it current; on failure the
    /// previous model stays current. So it does when stopped, which is noticed when the file is read:
    /// Error(kInterrupted).
    Result<ModelInfo> load_model(const std::string& model, const std::stop_token& stop = {});
    /// Whether every tensor of its network is in the model's file, of its shape, and finite; of one level of a pyramid
    /// too. The current model stays.
    Result<WeightsFound> try_weights(const std::string& model);
    /// The current model where it was loaded by this name, else as load_model().
    Result<ModelInfo> use_model(const std::string& model);
    /// Names of embedded models with their folders, the default first.
    std::vector<std::string> embedded_models() const;

    /// Draws every cell of the request with the current model, in the order of `first` (cell indices to
    /// draw first, e.g. those under the pointer), then the rest.
    Result<SampleSummary> sample(const SampleRequest& request, const CellSink& sink, const std::stop_token& stop,
                                 const std::vector<int>& first = {});
    /// The request with the candidates named that its classifier reads best as asked, where it asks for the best of
    /// several and does not name them; sample() and latent_of() do so by themselves. They are compared at the model's
    /// smallest size of 32 pixels or more, without colour, so that all sizes have the same. Error(kUsage) for a face
    /// without a label, or with one that the classifier does not know.
    Result<SampleRequest> choose(const SampleRequest& request, const ProgressSink& progress,
                                 const std::stop_token& stop);
    /// The code a cell of a request is drawn from, temperature included.
    Result<Latent> latent_of(const SampleRequest& request, int cell);

    /// Faces in a photo, surest choice first (largest, then nearest the centre). Empty = none found.
    Result<std::vector<Face>> find_faces(const Image& photo, const FaceOptions& options);
    /// The photo cut, aligned (when landmarks are there), converted and resized as the model's
    /// training set was. `margin` widens the box by that share of its side on each side; `roll` in degrees;
    /// `size`: another of the model's sizes, 0 = its own.
    Result<Image> crop_face(const Image& photo, const Face& face, double margin, double roll, int size = 0);
    /// A face of which a part is given, with the rest drawn. Error(kUsage) where nothing is left to be drawn, or the
    /// model cannot draw it.
    Result<Completed> complete(const Completion& what, const std::stop_token& stop);

    /// Encodes a crop of the model's size. An empty `mix` means the most likely label.
    Result<Encoding> encode(const Image& crop, const LabelMix& mix, const std::stop_token& stop);
    /// The picture of a code under a look, whose temperature scales the levels. What it leaves out is that of
    /// look_as_stored(); look_of_latent() gives the one of the code's making.
    Result<Cell> decode(const Latent& latent, const Look& look, const DrawnAs& as = {});
    /// The same of many, as many at a time as there are threads, in their order; Cell::index counts them.
    Result<SampleSummary> decode_all(const std::vector<CodeAndLook>& jobs, const CellSink& sink,
                                     const std::stop_token& stop);
    /// The frames of a morph, in order, each delivered once, for frames in [from, to) (to < 0 = all).
    Result<SampleSummary> morph(const MorphRequest& request, const FrameSink& sink, const std::stop_token& stop,
                                int from = 0, int to = -1);

  private:
    const Session& session() const;
    FaceDetector& detector(const FaceOptions& options);
    Judge& judge(const std::string& classifier);
    SampleRequest chosen(const SampleRequest& request, const ProgressSink& progress, const std::stop_token& stop);
    Encoding encode_photo(const std::string& file, const LabelMix& mix, const std::stop_token& stop);

    EngineParts parts_;
    std::unique_ptr<Session> session_;
    std::string loaded_as_;
    /// Kept: reading a cascade takes longer than using it.
    std::map<std::string, std::unique_ptr<FaceDetector>> detectors_;
    std::map<std::string, std::unique_ptr<Judge>> judges_;
};

/// How to build the engine of the programs.
struct EngineOptions {
    std::string device = "auto";  ///< "auto", "cpu", "cuda", "cuda:N"
    int threads = 0;              ///< 0 = one per core
    std::string models_folder;    ///< where embedded models live; empty = found beside the program
};

/// The engine over LibTorch's checkpoints and the face finders of core/face. Error(kResource) when the device is not
/// there.
Result<std::unique_ptr<Engine>> make_engine(const EngineOptions& options);

}  // namespace bplf
