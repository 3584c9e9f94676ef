// SPDX-License-Identifier: GPL-3.0-or-later
// What a program sees to before it does anything else.
#pragma once

namespace bplf {

/// First thing in main(): where standard input, output or error were closed, their numbers are taken, so that no file
/// that is opened later gets one of them and is written full of messages (what is written to them fails, as it would
/// without); and a file that reaches the limit on its size (ulimit -f) is an error to report, not a signal that kills.
void prepare_process();

}  // namespace bplf
