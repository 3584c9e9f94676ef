// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a mapped file that somebody writes to or cuts while it is read: an error, never a crash.
#pragma once

namespace bplf {

/// To be called after reading from a MappedFile, with an address inside it: Error(kInput) naming the file when it was
/// written to or cut since it was opened, so that what was read may not be what was opened. (Bytes that are gone read
/// as zeros until then.) Replacing a file by rename is no such change. Does nothing for other memory. Thread-safe.
void require_unwritten(const void* data);

}  // namespace bplf
