// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/tfevents.h"

namespace bplf {
namespace fs = std::filesystem;
namespace {

std::string step_name(std::int64_t step) {
    char text[32];
    std::snprintf(text, sizeof text, "step-%07lld", static_cast<long long>(step));
    return text;
}

[[noreturn]] void throw_resource(const fs::path& path, const std::error_code& code) {
    throw Error(ErrorKind::kResource, "cannot be written: " + code.message() + ".", path.string(),
                "Check that the folder exists, is writable, and the disk has room.");
}

void sync_path(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

fs::path RunFolder::sample_sheet(std::int64_t step) const {
    return root_ / "samples" / (step_name(step) + ".png");
}

void RunFolder::create() const {
    if (fs::exists(config_file())) {
        throw_usage_error("holds a training run already.", root_.string(),
                          "Continue it with --resume, or choose another --out.");
    }
    std::error_code code;
    for (const fs::path& folder : {root_ / "checkpoints", root_ / "samples"}) {
        fs::create_directories(folder, code);
        if (code) throw_resource(folder, code);
    }
}

fs::path RunFolder::last_checkpoint() const {
    if (!fs::exists(config_file())) {
        throw_input_error("is not a training run (no config.json).", root_.string(),
                          "Give the --out folder of an earlier bplf train.");
    }
    const fs::path last = root_ / "last";
    if (!fs::exists(last / "state.safetensors")) {
        throw_input_error("has no checkpoint to resume from.", root_.string(),
                          "Start again with an empty --out folder.");
    }
    return fs::canonical(last);
}

void RunFolder::require_same_data(const std::string& content_sha256, const std::string& data) const {
    const auto config = nlohmann::json::parse(read_file(config_file(), 1 << 20), nullptr, false);
    const auto started_with = config.is_object() ? config.value("data_sha256", nlohmann::json()) : nlohmann::json();
    if (!started_with.is_string() || started_with == content_sha256) return;
    throw_input_error("holds other images than those that the run was started with.", data,
                      "Give the run its own data, or start a new run from its weights with --warm-start.");
}

std::optional<fs::path> RunFolder::event_file() const {
    std::optional<fs::path> found;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(root_, code)) {
        if (!is_event_file_name(entry.path().filename().string())) continue;
        if (!found || *found < entry.path()) found = entry.path();
    }
    return found;
}

void RunFolder::point(const char* link, const fs::path& target) const {
    const fs::path temporary = root_ / std::string(".").append(link).append(".part");
    std::error_code code;
    fs::remove(temporary, code);
    fs::create_symlink(fs::path("checkpoints") / target.filename(), temporary, code);
    if (code) throw_resource(temporary, code);
    fs::rename(temporary, root_ / link, code);
    if (code) throw_resource(root_ / link, code);
    sync_path(root_);
}

void RunFolder::commit_checkpoint(std::int64_t step, bool best,
                                  const std::function<void(const fs::path&)>& write) const {
    const fs::path target = root_ / "checkpoints" / step_name(step);
    const fs::path part = root_ / "checkpoints" / std::string(".").append(step_name(step)).append(".part");
    std::error_code code;
    fs::remove_all(part, code);
    fs::create_directories(part, code);
    if (code) throw_resource(part, code);
    try {
        write(part);
    } catch (...) {
        fs::remove_all(part, code);  // on a full disk it would hold the last of the room
        throw;
    }
    sync_path(part);
    fs::remove_all(target, code);  // a resumed run reaches the same step again
    fs::rename(part, target, code);
    if (code) throw_resource(target, code);
    sync_path(target.parent_path());
    // In this order a kill in between leaves a run that finds and marks its best checkpoint again.
    if (best) point("best", target);
    point("last", target);
}

void RunFolder::go_back_to(std::int64_t step) const {
    point("last", root_ / "checkpoints" / step_name(step));
}

void RunFolder::prune(std::int64_t keep_every, std::int64_t proven_step) const {
    std::error_code code;
    const fs::path last = fs::canonical(root_ / "last", code);
    const fs::path best = fs::canonical(root_ / "best", code);
    std::vector<fs::path> old;
    for (const auto& entry : fs::directory_iterator(root_ / "checkpoints", code)) {
        const std::string name = entry.path().filename().string();
        const fs::path real = fs::canonical(entry.path(), code);
        if (real == last || real == best || name == step_name(proven_step)) continue;
        const bool numbered = name.starts_with("step-");
        const bool kept = numbered && keep_every > 0 && std::stoll(name.substr(5)) % keep_every == 0;
        if (!kept) old.push_back(entry.path());
    }
    for (const fs::path& path : old) fs::remove_all(path, code);
}

}  // namespace bplf
