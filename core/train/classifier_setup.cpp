// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/classifier_setup.h"

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/pack.h"
#include "core/train/run_folder.h"

namespace bplf {

ClassifierRequest complete_request(ClassifierRequest request) {
    if (request.resume) {
        const RunFolder run(request.out);
        run.last_checkpoint();  // says what is missing
        try {
            const auto json = nlohmann::json::parse(read_file(run.config_file(), 1 << 20));
            request.config = classifier_config_from_json(json.at("classifier"));
            request.size = json.at("size").get<std::int64_t>();
            if (request.data.empty()) request.data = json.at("data").get<std::string>();
        } catch (const nlohmann::json::exception& error) {
            throw_input_error(std::string("is not the settings of a classifier's run: ") + error.what() + ".",
                              run.config_file().string(), "Flows are resumed with bplf train --resume.");
        }
    }
    if (request.steps > 0) request.config.steps = request.steps;
    request.config.schedule.total = request.config.steps;
    validate(request.config);
    return request;
}

Dataset open_classifier_data(const ClassifierRequest& request, const std::stop_token& stop) {
    if (request.size == 0) return open_data(request.data, std::nullopt, stop);
    // A source is read as grey; colour needs a built set.
    return open_data(request.data, ImageFormat{static_cast<int>(request.size), 1}, stop);
}

nn::EmotionClassifierOptions classifier_network(const Dataset& data, const ClassifierRequest& request) {
    if (data.width() != data.height()) {
        throw_input_error("holds images that are not square.", request.data, "Build one with bplf dataset build.");
    }
    nn::EmotionClassifierOptions options;
    options.channels = data.channels();
    options.size = data.width();
    options.width = request.config.width;
    options.dropout = request.config.dropout;
    options.labels = data.class_names();
    try {
        validate(options);
    } catch (const Error& error) {
        throw_input_error("does not fit a classifier: " + error.where() + ' ' + error.problem(), request.data,
                          error.hint());
    }
    return options;
}

}  // namespace bplf
