// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/script_step.h"

#include <nlohmann/json.hpp>

namespace bplf::ui {

QString textOf(const nlohmann::json& value) {
    return QString::fromStdString(value.get<std::string>());
}

}  // namespace bplf::ui
