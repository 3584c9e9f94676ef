// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/session.h"

namespace bplf::cli {

Engine& Session::engine() {
    if (!engine_) {
        EngineOptions options;
        options.device = options_.device;
        options.threads = options_.threads;
        engine_ = make_engine(options).value_or_throw();
    }
    return *engine_;
}

ModelInfo Session::load_model(const std::string& model) {
    ModelInfo info = engine().load_model(model).value_or_throw();
    console_.detail("model " + info.name + " (" + info.system + ", " + std::to_string(info.width) + 'x' +
                    std::to_string(info.height) + 'x' + std::to_string(info.channels) + ", " +
                    std::to_string(info.parameters) + " parameters) on " + info.device);
    return info;
}

}  // namespace bplf::cli
