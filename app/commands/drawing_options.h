// SPDX-License-Identifier: GPL-3.0-or-later
// Options of commands that open models and draw faces.
#pragma once

#include <optional>
#include <string>

#include "core/publish/saved_size.h"
#include "core/sample/look.h"
#include "core/sample/request.h"

namespace CLI {
class App;
}

namespace bplf::cli {

/// A model by name or path, required.
void add_model_argument(CLI::App& command, std::string& model, const std::string& name = "MODEL");

/// What the help of an option that takes a label says, with how a name is written that holds what separates.
std::string label_help(const std::string& what);

/// What faces are drawn under beside their labels: --temperature (with `short_name` also -t), one value for all levels,
/// or --temperature-per-level, 0 to 2 each and only one of the two; and --intensity.
struct LookHelp {
    std::string flat, per_level, intensity;
    bool short_name = true;  ///< also -t
};
void add_look_options(CLI::App& command, Look& look, const LookHelp& help);

/// `name` S, 0 to kLargestIntensity.
void add_intensity_option(CLI::App& command, const std::string& name, std::optional<double>& intensity,
                          const std::string& help);

/// Which of the model's sizes faces are drawn at: --size N and --grey.
void add_drawn_options(CLI::App& command, DrawnAs& as);

/// How large pictures are saved: --scale N, 1 to 16.
void add_size_options(CLI::App& command, SavedSize& size, const std::string& help);

/// --out PATH, required.
void add_out_option(CLI::App& command, std::string& out, const std::string& help);

/// The size and --out of commands that write a sheet of pictures or a folder of them.
void add_picture_options(CLI::App& command, SavedSize& size, std::string& out);

}  // namespace bplf::cli
