// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model tensors: what the numbers of each tensor are like.
#include <nlohmann/json.hpp>

#include "app/commands/model.h"
#include "app/commands/session.h"
#include "app/commands/tensor_report.h"
#include "core/flow/model_file.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

Json with_histogram(const inspect::TensorFacts& tensor) {
    Json json = tensor_json(tensor);
    json["count"] = tensor.numbers.count;
    json["not_finite"] = tensor.histogram.not_finite;
    json["histogram"] = {
        {"low", tensor.histogram.low}, {"high", tensor.histogram.high}, {"counts", tensor.histogram.counts}};
    return json;
}

}  // namespace

bool only_reads(const ModelTensorsOptions&) {
    return true;
}

int run(const ModelTensorsOptions& options, Session& session) {
    const std::filesystem::path path = flow::resolve_model(options.model);
    auto tensors = inspect::read_tensor_facts(path, options.bins, session.stop());
    std::erase_if(tensors, [&](const auto& tensor) { return tensor.name.find(options.filter) == std::string::npos; });
    Json list = Json::array();
    for (const inspect::TensorFacts& tensor : tensors) list.push_back(with_histogram(tensor));
    session.console().result({{"schema", "bplf.model.tensors.v1"}, {"path", path.string()}, {"tensors", list}},
                             path.string() + '\n' + tensors_text(tensors));
    return 0;
}

}  // namespace bplf::cli
