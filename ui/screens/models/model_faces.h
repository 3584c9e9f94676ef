// SPDX-License-Identifier: GPL-3.0-or-later
// The small picture by which a model is known: four faces that it drew itself, kept in the cache folder.
#pragma once

#include <QImage>
#include <QString>
#include <stop_token>

#include "core/engine/engine.h"

namespace bplf::ui {

/// $XDG_CACHE_HOME/bplf-studio/models, or ~/.cache/… without it; the file of weights with this hash in it.
QString facesFile(const QString& sha256);
/// What an earlier start drew; null where there is nothing. Any thread.
QImage keptFaces(const QString& sha256);
/// Loads the model and draws faces of the seeds 1 to 4 at its own look, two by two, 128 pixels wide, and keeps them;
/// that they could not be kept is no error. On the engine's thread.
Result<QImage> drawFaces(Engine& engine, const QString& model, const QString& sha256, const std::stop_token& stop);

}  // namespace bplf::ui
