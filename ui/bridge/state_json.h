// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen says of itself, as it stands in files.
#pragma once

#include <QVariantMap>
#include <string>

namespace bplf::ui {

/// A JSON object. Texts that are JSON objects themselves, as requests are, become objects in it; maps, rectangles and
/// bytes are marked ("$map", "$rect", "$bytes").
std::string jsonOfState(const QVariantMap& state);
/// The way back; empty for anything that is not one.
QVariantMap stateOfJson(const std::string& json);

}  // namespace bplf::ui
