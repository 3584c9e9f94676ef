// SPDX-License-Identifier: GPL-3.0-or-later
// What every command works with: its common options, the console, the stop token, the engine.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "app/commands/common.h"
#include "app/commands/console.h"
#include "core/engine/engine.h"

namespace bplf::cli {

class Session {
  public:
    Session(const CommonOptions& options, std::stop_token stop)
        : options_(options), console_(options_), stop_(std::move(stop)) {}

    const CommonOptions& options() const { return options_; }
    const Console& console() const { return console_; }
    const std::stop_token& stop() const { return stop_; }

    /// The engine on --device with --threads, made at the first call. Throws what make_engine reports.
    Engine& engine();
    /// Makes `model` the engine's current one and says so with --verbose.
    ModelInfo load_model(const std::string& model);

  private:
    CommonOptions options_;
    Console console_;
    std::stop_token stop_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace bplf::cli
