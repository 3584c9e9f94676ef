// SPDX-License-Identifier: GPL-3.0-or-later
// bplf model verify: from the container to the network (a level draws nothing by itself), each
// check on its own line.
#include <nlohmann/json.hpp>

#include "app/commands/model.h"
#include "app/commands/probes.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/flow/model_file.h"

namespace bplf::cli {

int run(const ModelVerifyOptions& options, Session& session) {
    const std::filesystem::path path = flow::resolve_model(options.model);
    const inspect::ModelVerdict verdict = inspect::check_model(
        {path, options.sha256, options.quick, session.options().seed}, session.engine(), session.stop());
    session.console().result({{"ok", verdict.passed()},
                              {"schema", "bplf.model.verify.v1"},
                              {"path", path.string()},
                              {"checks", checks_json(verdict.checks)}},
                             path.string() + '\n' + checks_text(verdict.checks));
    if (verdict.passed()) return 0;
    return static_cast<int>(verdict.network_failed ? ErrorKind::kNumeric : ErrorKind::kInput);
}

}  // namespace bplf::cli
