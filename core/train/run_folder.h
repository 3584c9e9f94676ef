// SPDX-License-Identifier: GPL-3.0-or-later
// The folder of one training run: what is where, and checkpoints that appear whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace bplf {

/// run/
///   config.json            {"flow": …, "training": …, "data": …}
///   events.out.tfevents.…  TensorBoard scalars
///   scalars.csv            the same numbers: step,wall_time,tag,value
///   samples/step-N.png     sheets
///   checkpoints/step-N/    model.safetensors (averaged weights) and state.safetensors (all that resuming needs)
///   last, best             symbolic links to checkpoints
class RunFolder {
  public:
    explicit RunFolder(std::filesystem::path root) : root_(std::move(root)) {}

    const std::filesystem::path& root() const { return root_; }
    std::filesystem::path config_file() const { return root_ / "config.json"; }
    std::filesystem::path scalars_file() const { return root_ / "scalars.csv"; }
    std::filesystem::path sample_sheet(std::int64_t step) const;

    /// A new run: creates the folders. Error(kUsage) when the folder holds a run already, kResource when not writable.
    void create() const;
    /// The checkpoint to resume from. Error(kInput) when this is not a run folder or has none.
    std::filesystem::path last_checkpoint() const;
    /// Error(kInput) naming `data` when the run was started with other images: config.json says which. (Runs of
    /// versions that did not say are trusted.)
    void require_same_data(const std::string& content_sha256, const std::string& data) const;
    /// The event file to continue, if there is one.
    std::optional<std::filesystem::path> event_file() const;

    /// Lets `write` fill a hidden folder, syncs it, renames it to checkpoints/step-N and points "last" (and, if asked,
    /// "best") at it. A kill at any moment leaves the previous checkpoint valid.
    void commit_checkpoint(std::int64_t step, bool best,
                           const std::function<void(const std::filesystem::path& folder)>& write) const;
    /// Removes checkpoints that are neither last, best, `proven_step`'s, nor kept for good (step divisible by
    /// keep_every > 0), and left-overs.
    void prune(std::int64_t keep_every, std::int64_t proven_step = -1) const;
    /// Points "last" at the checkpoint of an earlier step.
    void go_back_to(std::int64_t step) const;

  private:
    void point(const char* link, const std::filesystem::path& target) const;
    std::filesystem::path root_;
};

}  // namespace bplf
