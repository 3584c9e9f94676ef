// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_setup.h"

#include <ATen/Parallel.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/processor_name.h"
#include "core/study/trial_config.h"

namespace bplf {
namespace {

std::string seconds_text(double seconds) {
    char text[64];
    std::snprintf(text, sizeof text, "%.1f", seconds);
    return text;
}

std::string switches_text() {
    std::string text;
    for (const auto& [key, value] : shared_switches().items())
        text +=
            (text.empty() ? "`" : ", `") + key + "` " + (value.is_string() ? value.get<std::string>() : value.dump());
    return text;
}

std::string fairness_text() {
    return "Like for like: all systems made of steps (BPLF, DLF, Glow) have the same switches but for those that "
           "define them (" +
           switches_text() +
           "; nothing conditional where a set has no labels), and a row that turns one says so. The first table of "
           "each "
           "set is at matched parameters: every width is fitted to the parameters of BPLF 3*3, as near as a width "
           "comes. All train in float32 "
           "with one learning rate. Without a label BPLF with two parts is no larger a class of functions than Glow "
           "with actnorm: the affine map per channel that its first part adds is one that actnorm gives to all "
           "channels "
           "(core/flow/README.md, The first part). A difference between the two on a set without labels is one of "
           "learning, not of what can be represented.\n\n";
}

}  // namespace

std::string setup_text(const StudyTable& table, const StudyRequest& request, const TrialBudget& budget,
                       const StudyReport& report) {
    std::string text = "# " + table.title + "\n\nBudget " + to_string(request.budget) +
                       (request.budget.seconds > 0
                            ? ", that is " + seconds_text(budget.seconds) + " s of training for each row and seed"
                            : " for each training") +
                       "; batches of " + std::to_string(request.batch_size) + "; " + std::to_string(report.seeds) +
                       (report.seeds == 1 ? " seed" : " seeds") + "; configurations `*-" + request.scale + "`; " +
                       (request.device == "cpu" ? processor_name() + ", " + std::to_string(at::get_num_threads()) +
                                                      (at::get_num_threads() == 1 ? " thread" : " threads")
                                                : request.device) +
                       ". The paper trained for 2000 epochs, about three weeks on one GPU: at this budget the columns "
                       "show which system learns faster, not where it ends.\n\n";
    text += fairness_text();
    if (table.id == "table4")
        text +=
            "Each cell is L / N: the log-density on [-1, 1) of the real pixels (higher is better) and the nats an "
            "8-bit image costs (lower is better)";
    else
        text +=
            "Held-out bits/dim, lower is better, mean over seeds ± their standard deviation, on raw and on truncated "
            "images";
    return text + "; " + std::to_string(kNoiseDraws) + " draws of the dequantisation noise for each image.\n\n";
}

}  // namespace bplf
