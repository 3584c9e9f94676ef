// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/eval.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands/compute.h"
#include "app/commands/eval_report.h"
#include "app/commands/eval_samples.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/collect/pack.h"
#include "core/dataset/truncated_dataset.h"
#include "core/eval/bits_per_dim.h"
#include "core/eval/data_fit.h"
#include "core/eval/psnr.h"
#include "core/flow/checkpoint.h"
#include "core/image/svd.h"

namespace bplf::cli {
namespace {

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
Dataset truncated(const Dataset& data, const SvdTruncation& svd, const std::stop_token& stop) {
    if (svd.kind == SvdTruncation::Kind::kOff) return data;
    return Dataset(truncated_dataset(data, svd, {}, stop));
}

/// The first so many of them.
std::vector<std::int64_t> first_of(std::vector<std::int64_t> rows, int count) {
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(count)));
    return rows;
}

void check_labels_used(const flow::FlowConfig& config, const EvalOptions& options) {
    if (options.labels_used == 0 || config.labels.size() >= 2) return;
    throw_usage_error("The model has no labels to choose from.", "--labels-used", "Leave it out for this model.");
}

BitsPerDimOptions measure_options(const EvalOptions& options, const Session& session) {
    BitsPerDimOptions measure;
    measure.batch_size = options.batch;
    measure.draws = options.draws;
    measure.importance = options.importance;
    measure.seed = session.options().seed_given ? session.options().seed : 0;
    return measure;
}

/// The yardsticks of the data itself.
void measure_data(const Dataset& raw, const Dataset& data, const std::vector<std::int64_t>& rows,
                  const EvalOptions& options, EvalReport& report) {
    report.coder = trivial_coder(data, rows);
    if (parse_svd_truncation(options.svd).kind == SvdTruncation::Kind::kOff) return;
    report.raw_coder = trivial_coder(raw, rows);
    report.psnr = psnr(raw, data, rows);
}

void measure_model(flow::Model& model, const Dataset& data, const std::vector<std::int64_t>& rows,
                   const EvalOptions& options, Session& session, EvalReport& report) {
    const BitsPerDimOptions measure = measure_options(options, session);
    {
        ProgressView view(session.options());
        report.bits = evaluate_bits_per_dim(model, data, rows, measure, view.sink(), session.stop());
    }
    if (report.bits.count == 0)
        throw Error(ErrorKind::kNumeric,
                    "None of the " + plural(report.bits.non_finite, "image") + " has a finite score under this model.",
                    report.model_path, "Its training left the finite range: use an earlier checkpoint of the run.");
    if (options.invert > 0)
        report.invertibility =
            measure_invertibility(model, data, first_of(rows, options.invert), options.batch, session.stop());
    if (options.labels_used > 0)
        report.discrimination = measure_discrimination(model, data, first_of(rows, options.labels_used), options.batch,
                                                       measure.seed, session.stop());
}

}  // namespace

int run(const EvalOptions& options, Session& session) {
    const SvdTruncation svd = parse_svd_truncation(options.svd);
    use_threads(session.options().threads);
    const std::string device = use_device(session.options().device);
    const flow::Checkpoint checkpoint = flow::load_checkpoint(flow::resolve_model(options.model));
    check_labels_used(checkpoint.model->config(), options);
    std::optional<nn::StoredClassifier> judge;
    if (options.samples > 0) judge = load_judge(options.classifier, checkpoint.model->config());
    const Dataset raw = open_data(options.data, image_format(checkpoint.model->config()), session.stop());
    require_image_size(checkpoint.model->config(), raw, options.data);
    label_map(checkpoint.model->config(), raw, options.data);
    const Dataset data = truncated(raw, svd, session.stop());
    const std::vector<std::int64_t> rows = rows_of(data, options);
    checkpoint.model->to(at::Device(device));
    checkpoint.model->eval();
    EvalReport report(options, data);
    report.model_path = checkpoint.path.string();
    report.model_sha256 = checkpoint.sha256;
    const auto start = std::chrono::steady_clock::now();
    measure_model(*checkpoint.model, data, rows, options, session, report);
    measure_data(raw, data, rows, options, report);
    if (judge) report.samples = draw_and_measure(options, *judge, data, rows, session);
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    session.console().result(report.json(), report.text());
    return 0;
}

}  // namespace bplf::cli
