// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/tensor_report.h"

#include <nlohmann/json.hpp>

#include "core/base/number_text.h"

namespace bplf::cli {

using Json = nlohmann::ordered_json;

Json tensor_json(const inspect::TensorFacts& tensor) {
    Json json{{"name", tensor.name}, {"dtype", tensor.type}, {"shape", tensor.shape}};
    if (tensor.numbers.count == 0) return json;
    json["min"] = tensor.numbers.min;
    json["max"] = tensor.numbers.max;
    json["mean"] = tensor.numbers.mean;
    json["std"] = tensor.numbers.sd;
    return json;
}

Json tensors_json(const std::vector<inspect::TensorFacts>& tensors) {
    Json list = Json::array();
    for (const inspect::TensorFacts& tensor : tensors) list.push_back(tensor_json(tensor));
    return list;
}

std::string tensors_text(const std::vector<inspect::TensorFacts>& tensors) {
    std::string text;
    for (const inspect::TensorFacts& tensor : tensors) {
        text += "  " + tensor.name + "  " + tensor.type + "  " + inspect::shape_text(tensor.shape);
        const TensorStatistics& found = tensor.numbers;
        if (found.count > 0)
            text += "  min " + fixed(found.min, 4) + ", max " + fixed(found.max, 4) + ", mean " + fixed(found.mean, 4) +
                    ", std " + fixed(found.sd, 4);
        if (tensor.histogram.not_finite > 0)
            text += "  " + plural(tensor.histogram.not_finite, "number") + " NaN or infinite";
        text += '\n';
    }
    return text;
}

}  // namespace bplf::cli
