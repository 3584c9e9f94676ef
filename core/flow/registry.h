// SPDX-License-Identifier: GPL-3.0-or-later
// The systems of the paper by name, and the named configurations.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/flow/config.h"
#include "core/flow/model.h"

namespace bplf::flow {

/// One system: what it is and the switches that define it.
struct System {
    std::string name;
    std::string description;
    FlowConfig (*defaults)();
    std::shared_ptr<Model> (*make)(const FlowConfig&);
};

/// All systems, in the order of the paper's tables. Menus, help and tests iterate over this.
const std::vector<System>& systems();
/// Whether it is a MultiScaleFlow: levels of steps, all under the same switches.
bool made_of_steps(const System& system);
/// Error(kUsage) with the nearest name.
const System& find_system(const std::string& name);

/// A named configuration of models/configs ("emotion-32") or a JSON file: a system's defaults, the file's
/// "base" chain, then its own fields. Error(kUsage) or Error(kInput) naming the file and key.
FlowConfig load_config(const std::string& name_or_file);
/// Names found in models/configs.
std::vector<std::string> config_names();

/// The model of config.system, its parameters drawn from LibTorch's generator. Error(kUsage) from validate(), or for
/// the configuration of a level.
std::shared_ptr<Model> make_model(const FlowConfig& config);
/// The same, or the level of a pyramid where the configuration says so.
std::shared_ptr<Density> make_density(const FlowConfig& config);

}  // namespace bplf::flow
