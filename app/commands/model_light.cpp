// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model even-light: a copy of a flow whose labels are equally bright.
#include <ATen/Parallel.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/commands/model.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/atomic_file.h"
#include "core/flow/checkpoint.h"
#include "core/sample/even_light.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The model's own temperatures and intensity, as its file has them.
LightRequest light_request(const ModelEvenLightOptions& options, const ModelInfo& model, std::uint64_t seed) {
    return {model.own.temperature, options.intensity.value_or(*model.own.intensity), options.codes, seed};
}

Json rows_json(const std::vector<LabelLightness>& rows) {
    Json list = Json::array();
    for (const LabelLightness& row : rows)
        list.push_back({{"label", row.label}, {"mean", row.mean}, {"contrast", row.contrast}});
    return list;
}

std::string rows_text(const EvenedLight& evened) {
    std::string text = "label         mean: before   after   contrast: before   after\n";
    for (std::size_t k = 0; k < evened.before.size(); ++k) {
        const LabelLightness &before = evened.before[k], &after = evened.after[k];
        char line[160];
        std::snprintf(line, sizeof line, "%-12.60s %13.1f %7.1f %18.1f %7.1f\n", before.label.c_str(), before.mean,
                      after.mean, before.contrast, after.contrast);
        text += line;
    }
    return text;
}

}  // namespace

int run(const ModelEvenLightOptions& options, Session& session) {
    refuse_existing(options.out, session.options().force);
    const flow::Checkpoint checkpoint = flow::load_checkpoint(flow::resolve_model(options.model));
    const ModelInfo model = session.load_model(options.model);
    const LightRequest request = light_request(options, model, session.options().seed);
    ProgressView view(session.options());
    const EvenedLight evened =
        even_light(checkpoint.model, request, at::get_num_threads(), view.sink(), session.stop());
    auto metadata = checkpoint.metadata;
    // Likelihoods of photographs are others now.
    for (const char* key : {"bits_per_dim", "usual_bits_per_dim", "bits_per_dim_images"}) metadata.erase(key);
    flow::save_checkpoint(options.out, *evened.model, metadata);
    session.console().result({{"schema", "bplf.model.even_light.v1"},
                              {"out", options.out},
                              {"codes", request.codes},
                              {"intensity", request.intensity},
                              {"before", rows_json(evened.before)},
                              {"after", rows_json(evened.after)}},
                             rows_text(evened) + options.out + ": over the same " + plural(request.codes, "code") +
                                 " at intensity " + fixed(request.intensity, 1) + " the labels' means now lie within " +
                                 fixed(spread_of_means(evened.after), 2) + " grey levels, their contrasts within " +
                                 fixed(100 * spread_of_contrasts(evened.after), 1) + " %");
    return 0;
}

}  // namespace bplf::cli
