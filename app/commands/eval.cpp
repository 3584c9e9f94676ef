// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/eval.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/commands/compute.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/data/builder.h"
#include "core/eval/bits_per_dim.h"
#include "core/flow/checkpoint.h"
#include "core/image/svd.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::int64_t> rows_of(const Dataset& data, const EvalOptions& options) {
    std::vector<std::int64_t> rows = data.rows(split_from_name(options.split));
    if (rows.empty())
        throw_input_error("The data set has no image in the split \"" + options.split + "\".", options.data,
                          "See 'bplf dataset info' for what it has.");
    if (options.limit > 0 && rows.size() > static_cast<std::size_t>(options.limit))
        rows.resize(static_cast<std::size_t>(options.limit));
    return rows;
}

/// The data set with every image truncated, as training on truncated images sees it.
Dataset truncated(const Dataset& data, const SvdTruncation& svd) {
    if (svd.kind == SvdTruncation::Kind::kOff) return data;
    DatasetContent content;
    content.channels = data.channels();
    content.height = data.height();
    content.width = data.width();
    content.labels.assign(data.labels().begin(), data.labels().end());
    content.splits.assign(data.splits().begin(), data.splits().end());
    content.groups.assign(data.groups().begin(), data.groups().end());
    content.manifest_rows.assign(data.manifest_rows().begin(), data.manifest_rows().end());
    content.sources.assign(data.sources().begin(), data.sources().end());
    content.class_names = data.class_names();
    content.source_names = data.source_names();
    for (std::int64_t row = 0; row < data.size(); ++row) {
        const Image image = truncate_svd(image_of_row(data, row), svd);
        for (int c = 0; c < image.channels; ++c)
            for (int y = 0; y < image.height; ++y)
                for (int x = 0; x < image.width; ++x) content.images.push_back(image.at(x, y, c));
    }
    return Dataset(std::move(content));
}

Json label_json(const BitsPerDim& result, const Dataset& data) {
    Json json = Json::object();
    for (std::size_t label = 0; label < result.per_label.size(); ++label)
        json[data.class_names()[label]] = result.per_label[label];
    return json;
}

std::string result_text(const BitsPerDim& result, const Dataset& data, const EvalOptions& options,
                        double seconds) {
    std::string text = options.model + " on " + options.data + ' ' + options.split + ": " +
                       fixed(result.mean, 5) + " bits/dim, standard error " + fixed(result.standard_error, 5) +
                       ", " + fixed(result.nats, 2) + " nats per image, " + plural(result.count, "image") +
                       " of " + std::to_string(data.width()) + 'x' + std::to_string(data.height()) + 'x' +
                       std::to_string(data.channels()) + " in " + duration_text(seconds) + '\n';
    for (std::size_t label = 0; label < result.per_label.size(); ++label)
        text += "  " + data.class_names()[label] + ": " + fixed(result.per_label[label], 4) + '\n';
    if (result.non_finite > 0)
        text += "  " + plural(result.non_finite, "image") + " left out: not finite\n";
    return text;
}

}  // namespace

int run(const EvalOptions& options, Session& session) {
    const SvdTruncation svd = parse_svd_truncation(options.svd);
    use_threads(session.options().threads);
    const std::string device = use_device(session.options().device);
    const flow::Checkpoint checkpoint = flow::load_checkpoint(flow::resolve_model(options.model));
    const ImageFormat format = image_format(checkpoint.model->config());
    const Dataset data = truncated(open_data(options.data, format, session.stop()), svd);
    const std::vector<std::int64_t> rows = rows_of(data, options);
    checkpoint.model->to(at::Device(device));
    checkpoint.model->eval();
    BitsPerDimOptions measure;
    measure.batch_size = options.batch;
    measure.draws = options.draws;
    measure.seed = session.options().seed_given ? session.options().seed : 0;
    ProgressView view(session.options());
    const auto start = std::chrono::steady_clock::now();
    const BitsPerDim result =
        evaluate_bits_per_dim(*checkpoint.model, data, rows, measure, view.sink(), session.stop());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const Json json{{"schema", "bplf.eval.result.v1"},
                    {"model", checkpoint.path.string()},
                    {"model_sha256", checkpoint.sha256},
                    {"data", options.data},
                    {"data_sha256", data.content_sha256()},
                    {"split", options.split},
                    {"svd", options.svd},
                    {"draws", options.draws},
                    {"bits_per_dim", result.mean},
                    {"standard_error", result.standard_error},
                    {"nats", result.nats},
                    {"count", result.count},
                    {"non_finite", result.non_finite},
                    {"per_label", label_json(result, data)},
                    {"seconds", seconds}};
    session.console().result(json, result_text(result, data, options, seconds));
    return 0;
}

}  // namespace bplf::cli
