// SPDX-License-Identifier: GPL-3.0-or-later
// The delay keeps quick work from flickering.
#include "ui/shell/progress_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>

namespace bplf::ui {
namespace {

constexpr int kDelay = 300;

QString remainingText(double seconds) {
    if (seconds < 1) return ProgressLine::tr("less than a second left");
    if (seconds < 90) return ProgressLine::tr("%1 s left").arg(seconds, 0, 'f', 0);
    return ProgressLine::tr("%1 min left").arg(seconds / 60, 0, 'f', 0);
}

}  // namespace

ProgressLine::ProgressLine(QWidget* parent)
    : QWidget(parent), m_delay(new QTimer(this)), m_bar(new QProgressBar(this)), m_label(new QLabel(this)) {
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(120);
    m_bar->setAccessibleName(tr("Progress"));
    m_delay->setSingleShot(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_bar, 0, Qt::AlignVCenter);
    layout->addWidget(m_label);
    connect(m_delay, &QTimer::timeout, this, &ProgressLine::showNow);
    hide();
}

void ProgressLine::report(const Progress& progress) {
    const bool over = progress.total > 0 ? progress.done >= progress.total : progress.stage.empty();
    if (over) {
        m_running = false;
        m_delay->stop();
        hide();
        return;
    }
    if (!std::exchange(m_running, true) || progress.done == 0) m_since.restart();
    m_progress = progress;
    if (isVisible()) {
        showNow();
    } else if (!m_delay->isActive()) {
        m_delay->start(kDelay);
    }
}

void ProgressLine::showNow() {
    m_bar->setRange(0, static_cast<int>(m_progress.total));
    m_bar->setValue(static_cast<int>(m_progress.done));
    QString text = m_progress.total > 0 ? tr("%1 of %2").arg(m_progress.done).arg(m_progress.total)
                                        : QString::fromStdString(m_progress.stage);
    if (m_progress.done > 0 && m_progress.total > 0) {
        const double seconds =
            m_progress.seconds > 0 ? m_progress.seconds : static_cast<double>(m_since.elapsed()) / 1000;
        const double each = m_progress.rate > 0 ? 1 / m_progress.rate : seconds / static_cast<double>(m_progress.done);
        text += QStringLiteral(" · ") + remainingText(each * static_cast<double>(m_progress.total - m_progress.done));
    }
    m_label->setText(text);
    show();
}

QString ProgressLine::text() const {
    return isHidden() ? QString() : m_label->text();
}

}  // namespace bplf::ui
