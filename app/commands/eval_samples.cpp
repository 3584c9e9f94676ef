// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/eval_samples.h"

#include <algorithm>

#include "app/commands/eval.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/flow/checkpoint.h"
#include "core/image/image_tensor.h"

namespace bplf::cli {
namespace {

constexpr std::int64_t kLargestRequest = 4096;

/// Faces of one kind, and how many of them.
struct Portion {
    LabelMix mix;
    std::int64_t label = 0;  ///< in the classifier's list
    std::int64_t count = 0;
};

std::vector<Portion> portions_of(std::int64_t total, const LabelledImages& real, const ModelInfo& model,
                                 const nn::EmotionClassifierOptions& judge) {
    if (model.labels.empty()) return {{{}, 0, total}};
    std::vector<std::int64_t> counts(judge.labels.size());
    for (const std::int64_t label : real.labels) ++counts[static_cast<std::size_t>(label)];
    const std::vector<std::int64_t> shares = shares_of(total, counts);
    std::vector<Portion> portions;
    for (std::size_t label = 0; label < shares.size(); ++label) {
        if (shares[label] > 0)
            portions.push_back({{{judge.labels[label], 1}}, static_cast<std::int64_t>(label), shares[label]});
    }
    return portions;
}

/// The faces of one portion from `seed` on, appended.
void draw(const Portion& portion, SampleRequest request, Session& session, ProgressView& view, Progress& progress,
          std::vector<Image>& faces) {
    request.looks = looks_of({portion.mix}, request.looks.front());
    for (std::int64_t done = 0; done < portion.count;) {
        request.count = static_cast<int>(std::min(kLargestRequest, portion.count - done));
        const std::size_t begin = faces.size();
        faces.resize(begin + static_cast<std::size_t>(request.count));
        const CellSink sink = [&](Cell cell) {
            faces[begin + static_cast<std::size_t>(cell.index)] = std::move(cell.image);
            progress.done += 1;
            progress.seconds += cell.milliseconds / 1000;
            view.show(progress);
        };
        session.engine().sample(request, sink, session.stop()).value_or_throw();
        done += request.count;
        request.seed += static_cast<std::uint64_t>(request.count);
    }
}

LabelledImages draw_all(const std::vector<Portion>& portions, SampleRequest request, bool labelled, std::int64_t total,
                        Session& session) {
    ProgressView view(session.options());
    Progress progress = progress_of("draw", static_cast<std::size_t>(total), "faces");
    LabelledImages drawn;
    std::vector<Image> faces;
    for (const Portion& portion : portions) {
        draw(portion, request, session, view, progress, faces);
        request.seed += static_cast<std::uint64_t>(portion.count);
        if (labelled) drawn.labels.insert(drawn.labels.end(), static_cast<std::size_t>(portion.count), portion.label);
    }
    drawn.pixels = to_tensor(faces);
    return drawn;
}

}  // namespace

nn::StoredClassifier load_judge(const std::string& name, const flow::FlowConfig& model) {
    nn::StoredClassifier judge = nn::load_classifier(flow::resolve_model(name));
    const nn::EmotionClassifierOptions& options = judge.model->options();
    if (options.size != model.height || options.size != model.width_px || options.channels != model.channels)
        throw_input_error("is for images of " + std::to_string(options.size) + " pixels and " +
                              plural(options.channels, "channel") + ", not for the model's.",
                          judge.path.string(), "Train one on the model's data with 'bplf train-classifier'.");
    for (const std::string& label : model.labels) classifier_label(options, label);
    return judge;
}

SampleReport draw_and_measure(const EvalOptions& options, nn::StoredClassifier& judge, const Dataset& data,
                              const std::vector<std::int64_t>& rows, Session& session) {
    const LabelledImages real = labelled_images(data, rows, judge.model->options());
    if (rows.size() < 2)
        throw_input_error("has one image only.", options.data, "Drawn faces are compared with two or more.");
    const ModelInfo model = session.load_model(options.model);
    SampleRequest request;
    request.model = options.model;
    request.seed = session.options().seed;
    request.looks = {options.look};
    SampleReport report;
    report.seed = request.seed;
    report.labels = judge.model->options().labels;
    report.look = resolved(options.look, model.own);
    report.classifier = judge.path.string();
    report.classifier_sha256 = judge.sha256;
    if (judge.metadata.contains("accuracy")) report.classifier_accuracy = judge.metadata.at("accuracy");
    const auto portions = portions_of(options.samples, real, model, judge.model->options());
    const LabelledImages drawn = draw_all(portions, request, !model.labels.empty(), options.samples, session);
    report.metrics = measure_samples(judge.model, drawn, real, session.stop());
    return report;
}

}  // namespace bplf::cli
