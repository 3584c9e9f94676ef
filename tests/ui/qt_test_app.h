// SPDX-License-Identifier: GPL-3.0-or-later
// A QApplication for GoogleTest, and waiting on the event loop.
#pragma once

#include <QElapsedTimer>
#include <QString>
#include <functional>

namespace bplf::ui::qttest {

/// Processes events until `condition` holds; false after `milliseconds`. Notes the longest time the
/// loop was blocked.
bool waitUntil(const std::function<bool()>& condition, int milliseconds = 20000);

/// Measures how long the UI thread does not come back to its event loop.
class BlockMeter {
  public:
    BlockMeter();
    ~BlockMeter();
    BlockMeter(const BlockMeter&) = delete;
    BlockMeter& operator=(const BlockMeter&) = delete;
    /// Longest gap between two visits, in milliseconds.
    double longest() const;

  private:
    struct Impl;
    Impl* m_impl;
};

/// True when the tests run with a display that can do OpenGL 3.3.
bool hasOpenGl();

}  // namespace bplf::ui::qttest
