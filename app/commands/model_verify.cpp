// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model verify: from the container to the network (a level draws nothing by itself), each
// check on its own line.
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands/model.h"
#include "app/commands/probes.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/flow/checkpoint.h"
#include "core/io/safetensors.h"

namespace bplf::cli {
namespace {

/// Runs `work`; its Error becomes a failed check, what it returns the detail of a passed one.
Check attempt(const std::string& name, const std::function<std::string()>& work) {
    try {
        return {name, true, work()};
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::kInterrupted) throw;
        return {name, false, error.problem() + (error.hint().empty() ? "" : " " + error.hint())};
    }
}

Check check_container(const std::filesystem::path& path) {
    return attempt("container", [&] {
        const SafetensorsFile file(path);
        return plural(static_cast<long long>(file.tensors().size()), "tensor") + ", header in order";
    });
}

Check check_weights(const std::filesystem::path& path) {
    return attempt("weights", [&] {
        const flow::Stored<flow::Density> checkpoint = flow::load_density(path);
        return "every tensor of " + checkpoint.model->config().name + " is there, of its shape, and finite; " +
               plural(checkpoint.model->parameter_count(), "parameter");
    });
}

Check check_hash(const std::filesystem::path& path, const std::string& wanted) {
    const std::string found = sha256_of_file(path);
    if (wanted.empty()) return {"sha256", true, found};
    return {"sha256", found == wanted, found == wanted ? "as asked" : "the file hashes to " + found};
}

}  // namespace

int run(const ModelVerifyOptions& options, Session& session) {
    const std::filesystem::path path = flow::resolve_model(options.model);
    std::vector<Check> checks{check_container(path), check_hash(path, options.sha256)};
    if (checks.front().passed) checks.push_back(check_weights(path));
    bool network_failed = false;
    if (all_passed(checks) && !options.quick && !flow::is_level(path)) {
        session.load_model(path.string());
        const std::vector<Check> probes = probe_model(session);
        network_failed = !all_passed(probes);
        checks.insert(checks.end(), probes.begin(), probes.end());
    }
    const bool passed = all_passed(checks);
    session.console().result(
        {{"ok", passed}, {"schema", "bplf.model.verify.v1"}, {"path", path.string()}, {"checks", checks_json(checks)}},
        path.string() + '\n' + checks_text(checks));
    if (passed) return 0;
    return static_cast<int>(network_failed ? ErrorKind::kNumeric : ErrorKind::kInput);
}

}  // namespace bplf::cli
