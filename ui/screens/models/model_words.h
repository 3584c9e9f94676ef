// SPDX-License-Identifier: GPL-3.0-or-later
// What a model's file says, as rows of words and numbers for people.
#pragma once

#include <QList>
#include <QString>

#include "core/inspect/model_facts.h"

namespace bplf::ui {

struct FactRow {
    QString name, value;
    bool isToCopy = false;  ///< a path or a hash: long, and without places to break it
};

/// In the order to be read; what the file does not say is left out.
QList<FactRow> factRows(const inspect::ModelFacts& facts);
/// "128 × 128 · colour · 7 emotions · 4.7 million".
QString shortFacts(const inspect::ModelFacts& facts);
/// "5.1 MB".
QString byteWords(double bytes);
/// "4,712,345".
QString countWords(qint64 count);
/// "12 s", "4 min", "2 h 10 min".
QString durationWords(double seconds);

}  // namespace bplf::ui
