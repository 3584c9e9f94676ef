// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/probes.h"

#include <nlohmann/json.hpp>

namespace bplf::cli {

nlohmann::ordered_json checks_json(const std::vector<inspect::Check>& checks) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const inspect::Check& check : checks) {
        list.push_back({{"name", check.name}, {"passed", check.passed}, {"detail", check.detail}});
        if (!check.remedy.empty()) list.back()["remedy"] = check.remedy;
    }
    return list;
}

std::string checks_text(const std::vector<inspect::Check>& checks) {
    std::string text;
    for (const inspect::Check& check : checks)
        text += (check.passed ? "ok      " : "FAILED  ") + check.name + ": " + check.detail +
                (check.remedy.empty() ? "" : ' ' + check.remedy) + '\n';
    return text;
}

}  // namespace bplf::cli
