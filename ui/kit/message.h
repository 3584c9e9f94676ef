// SPDX-License-Identifier: GPL-3.0-or-later
// One message to the user: what happened, why, and what to do about it.
#pragma once

#include <QString>
#include <functional>

#include "core/base/error.h"

namespace bplf::ui {

/// Shown in the inline message bar, never as a modal window.
struct Message {
    enum class Severity { kInformation, kWarning, kError };
    Severity severity = Severity::kInformation;
    QString what;               ///< one sentence: what happened
    QString why;                ///< the likely cause or the place; may be empty
    QString todo;               ///< what to do now; may be empty
    QString details;            ///< for copying into a report; may be empty
    QString action;             ///< text of a button that helps, as "Locate…"; may be empty
    std::function<void()> act;  ///< what it does
};

/// An engine's or file's error as a message; nothing is lost: the full text is in `details`.
Message messageFromError(const Error& error, const QString& whatFailed = {});
Message information(const QString& what, const QString& todo = {});

}  // namespace bplf::ui
