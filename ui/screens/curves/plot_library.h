// SPDX-License-Identifier: GPL-3.0-or-later
// QCustomPlot, whose header needs Qt's short keywords, in a program that is built without them.
#pragma once

#include <QtPrintSupport/QtPrintSupport>
#include <QtWidgets>

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach
