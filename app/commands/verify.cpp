// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "app/commands/stimuli.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/stimuli/plan.h"
#include "core/stimuli/verify.h"

namespace bplf::cli {
namespace {

stimuli::Verification verify(const VerifyOptions& options, Session& session) {
    ProgressView view(session.options());
    stimuli::Tools tools{&session.engine(), nullptr, stimuli::steady_finder(session.engine())};
    const std::filesystem::path what(options.what);
    if (std::filesystem::is_directory(what))
        return stimuli::verify_folder(what, options.model, tools, view.sink(), session.stop());
    if (lower_ending(what) != ".json") return stimuli::verify_picture(what, options.model, tools, session.stop());
    std::unique_ptr<stimuli::Judge> judge;
    const stimuli::Plan plan = stimuli::read_plan(what);
    if (!plan.judge.empty()) judge = stimuli::load_judge(plan.judge);
    tools.judge = judge.get();
    return stimuli::verify_plan(what, options.set.empty() ? what.parent_path() : std::filesystem::path(options.set),
                                tools, view.sink(), session.stop());
}

}  // namespace

int run(const VerifyOptions& options, Session& session) {
    const stimuli::Verification found = verify(options, session);
    nlohmann::ordered_json problems = nlohmann::ordered_json::array();
    std::string text;
    for (const stimuli::VerifiedFile& file : found.files) {
        if (file.is_right) continue;
        problems.push_back({{"file", file.file}, {"problem", file.problem}});
        text += file.file + ": " + file.problem + "\n";
    }
    const auto wrong = static_cast<long long>(problems.size());
    text += options.what + ": " + plural(static_cast<long long>(found.files.size()), "file") + ", " +
            plural(found.drawn_again, "picture") + " drawn again, " +
            (wrong == 0 ? "all right" : plural(wrong, "file") + " wrong");
    session.console().result({{"ok", found.all_right()},
                              {"schema", "bplf.verify.result.v1"},
                              {"files", found.files.size()},
                              {"drawn_again", found.drawn_again},
                              {"problems", problems}},
                             text);
    return found.all_right() ? 0 : static_cast<int>(ErrorKind::kInput);
}

}  // namespace bplf::cli
