// SPDX-License-Identifier: GPL-3.0-or-later
// Which files the Morph screen takes, and what is in them.
#pragma once

#include <QString>
#include <functional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/sample/request.h"

class QObject;

namespace bplf::ui {

/// By name and first bytes: a saved code, alone or inside a picture.
bool isLatentFile(const QString& path);
/// A film's request, as a file of its own or inside one of its frames.
bool isMorphFile(const QString& path);
/// Error(kInput or kUsage) for a file that is no film's.
MorphRequest readMorph(const QString& path);
/// The keys that show what is in a file of codes as it was saved (one: films open the first code only), read on the
/// thread pool. `reply` comes on the UI thread while `guard` lives.
void readKeysOfLatent(QObject* guard, const QString& path, const std::vector<std::string>& labels,
                      std::function<void(const Result<std::vector<MorphKey>>&)> reply);

}  // namespace bplf::ui
