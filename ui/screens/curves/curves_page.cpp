// SPDX-License-Identifier: GPL-3.0-or-later
// Controls and layout of the Curves page; opening and dropping files.
#include "ui/screens/curves/curves_page.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <cmath>

#include "ui/kit/fine_slider.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/curves/curve_export.h"
#include "ui/screens/curves/curves_export_dialog.h"
#include "ui/screens/curves/curves_plots.h"
#include "ui/screens/curves/curves_run_list.h"

namespace bplf::ui {
namespace {

constexpr int kMostProblems = 3;

/// The slider's way: even steps in how long the memory of the mean is, 1 / (1 - w), on a log scale.
double weightAt(double share) {
    return 1 - std::pow(10.0, -3 * share);
}
double shareAt(double weight) {
    return -std::log10(1 - weight) / 3;
}

/// What is damaged, without the path that the run's name stands for, and how much was read all the same.
QString problemText(const CurveRun& run) {
    qsizetype points = 0;
    for (const auto& [tag, curve] : run.curves) {
        points += static_cast<qsizetype>(curve->raw.size() + curve->not_finite.size());
    }
    QString problem = run.problem;
    problem.replace(run.path + '/', QString());
    return CurvesPage::tr("<b>%1</b>  %2. %3 points before it were read.")
        .arg(run.name.toHtmlEscaped(), problem.section("; what", 0, 0).toHtmlEscaped(), QLocale().toString(points));
}

}  // namespace

CurvesPage::CurvesPage(CurveStore* store, QWidget* parent)
    : QWidget(parent),
      m_store(store),
      m_list(new CurvesRunList(store)),
      m_plots(new CurvesPlots(store)),
      m_problems(new QVBoxLayout),
      m_stack(new QStackedWidget) {
    m_toolbar = makeToolbar();
    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addLayout(m_problems);
    rightLayout->addWidget(m_plots, 1);
    auto* splitter = new QSplitter;
    splitter->addWidget(m_list);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({240, 1000});
    splitter->setChildrenCollapsible(false);
    m_stack->addWidget(makeEmptyPage());
    m_stack->addWidget(splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_toolbar);
    layout->addWidget(m_stack, 1);
    connect(m_store, &CurveStore::runsChanged, this, &CurvesPage::refresh);
    connect(m_store, &CurveStore::failed, this, &CurvesPage::messageRaised);
    connect(m_plots, &CurvesPlots::exportRequested, this, &CurvesPage::exportCurves);
    refresh();
}

QWidget* CurvesPage::makeEmptyPage() {
    auto* page = new QWidget;
    auto* open = textButton("open", tr("Open a folder of runs…"));
    open->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* purpose =
        mutedLabel(tr("Watch training as it happens and compare runs: TensorBoard event files, CSV or JSON lines, a "
                      "file or a whole folder. Drop them here. Files that grow are followed."));
    purpose->setAlignment(Qt::AlignCenter);
    purpose->setFixedWidth(440);
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(2);
    layout->addWidget(heading(tr("Curves of training runs")), 0, Qt::AlignHCenter);
    layout->addSpacing(kGap);
    layout->addWidget(purpose, 0, Qt::AlignHCenter);
    layout->addSpacing(kMargin);
    layout->addWidget(open, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(open, &QPushButton::clicked, this, &CurvesPage::openFolder);
    return page;
}

QPushButton* CurvesPage::makeOptions() {
    auto* button = textButton({}, tr("View"));
    auto* menu = new QMenu(button);
    m_raw = menu->addAction(tr("Logged values behind the smoothed line"));
    m_raw->setCheckable(true);
    m_raw->setChecked(true);
    m_distance = menu->addAction(tr("Smooth by distance in x, not by number of points"));
    m_distance->setCheckable(true);
    QAction* follow = menu->addAction(tr("Follow files that grow"));
    follow->setCheckable(true);
    follow->setChecked(true);
    menu->addSeparator();
    menu->addAction(tr("Close all runs"), m_store, &CurveStore::clear);
    button->setMenu(menu);
    connect(m_raw, &QAction::toggled, this, &CurvesPage::lookEdited);
    connect(m_distance, &QAction::toggled, this, &CurvesPage::treatmentEdited);
    connect(follow, &QAction::toggled, m_store, &CurveStore::setFollowing);
    return button;
}

QWidget* CurvesPage::makeToolbar() {
    m_slider = new FineSlider;
    m_slider->setRealRange(0, 1);
    m_slider->setReal(shareAt(kDefaultSmoothing));
    m_slider->setMinimumWidth(110);
    m_slider->setMaximumWidth(220);
    m_slider->setAccessibleName(tr("Smoothing"));
    m_slider->setToolTip(tr("Weight of the past in the running mean. 0 shows the logged values."));
    m_weight = new QDoubleSpinBox;
    m_weight->setRange(0, 0.999);
    m_weight->setDecimals(3);
    m_weight->setSingleStep(0.01);
    m_weight->setValue(kDefaultSmoothing);
    m_weight->setAccessibleName(tr("Smoothing weight"));
    m_x = new QComboBox;
    m_x->setAccessibleName(tr("Horizontal axis"));
    m_x->addItem(tr("Step"), static_cast<int>(CurveX::kStep));
    m_x->addItem(tr("Time since start"), static_cast<int>(CurveX::kRelative));
    m_x->addItem(tr("Clock time"), static_cast<int>(CurveX::kWall));
    m_logX = new QCheckBox(tr("Log x"));
    m_logY = new QCheckBox(tr("Log y"));
    m_logY->setToolTip(
        tr("A true logarithm; where values are zero or negative, a band around zero is "
           "drawn linear and tinted."));
    auto* open = textButton("open", tr("Open"));
    auto* openMenu = new QMenu(open);
    openMenu->addAction(tr("Folder of runs…"), this, &CurvesPage::openFolder);
    openMenu->addAction(tr("Files…"), this, &CurvesPage::openFiles);
    open->setMenu(openMenu);
    auto* fit = textButton("fit", tr("Fit"));
    fit->setToolTip(tr("Show all points and follow new ones (double click in a plot)"));
    auto* save = textButton("save", tr("Export…"));
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(kGap, 6, kGap, 6);
    layout->setSpacing(kGap);
    auto* smoothing = new QLabel(tr("S&moothing"));
    smoothing->setBuddy(m_weight);
    auto* x = new QLabel(tr("&X"));
    x->setBuddy(m_x);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{open, smoothing, m_slider, m_weight, x, m_x, m_logX, m_logY, makeOptions()}) {
        layout->addWidget(widget);
    }
    layout->addStretch(1);
    layout->addWidget(fit);
    layout->addWidget(save);
    connect(m_slider, &FineSlider::realEdited, this,
            [this](double share) { m_weight->setValue(std::min(weightAt(share), 0.999)); });
    connect(m_slider, &FineSlider::resetRequested, this, [this] { m_weight->setValue(kDefaultSmoothing); });
    connect(m_weight, &QDoubleSpinBox::valueChanged, this, [this](double weight) {
        if (!m_slider->isSliderDown()) m_slider->setReal(shareAt(weight));
        treatmentEdited();
    });
    connect(m_x, &QComboBox::currentIndexChanged, this, [this] {
        treatmentEdited();
        m_plots->fitAll();
    });
    connect(m_logX, &QCheckBox::toggled, this, &CurvesPage::lookEdited);
    connect(m_logY, &QCheckBox::toggled, this, &CurvesPage::lookEdited);
    connect(fit, &QPushButton::clicked, m_plots, &CurvesPlots::fitAll);
    connect(save, &QPushButton::clicked, this, [this] { exportCurves(); });
    return bar;
}

double CurvesPage::smoothing() const {
    return m_weight->value();
}
void CurvesPage::setSmoothing(double weight) {
    m_weight->setValue(weight);
}
void CurvesPage::setX(CurveX x) {
    m_x->setCurrentIndex(m_x->findData(static_cast<int>(x)));
}
bool CurvesPage::isLogX() const {
    return m_logX->isChecked();
}
bool CurvesPage::isLogY() const {
    return m_logY->isChecked();
}
bool CurvesPage::showsRaw() const {
    return m_raw->isChecked();
}
void CurvesPage::setByDistance(bool on) {
    m_distance->setChecked(on);
}

void CurvesPage::setLog(bool logX, bool logY) {
    m_logX->setChecked(logX);
    m_logY->setChecked(logY);
}

void CurvesPage::treatmentEdited() {
    m_store->setTreatment(
        {static_cast<CurveX>(m_x->currentData().toInt()), m_weight->value(), m_distance->isChecked()});
    lookEdited();
}

void CurvesPage::lookEdited() {
    // Without smoothing the smoothed line is the logged one.
    m_plots->setLook({isLogX(), isLogY(), showsRaw() && m_weight->value() > 0});
    Q_EMIT edited();
}

void CurvesPage::refresh() {
    const bool isEmpty = m_store->runs().empty();
    m_stack->setCurrentIndex(isEmpty ? 0 : 1);
    m_toolbar->setVisible(!isEmpty);
    showProblems();
}

void CurvesPage::showProblems() {
    QStringList problems;
    for (const CurveRun& run : m_store->runs()) {
        const QString key = run.path + ": " + run.problem;
        if (!run.problem.isEmpty() && !m_ignored.contains(key)) problems << key;
    }
    if (problems == m_shownProblems) return;
    m_shownProblems = problems;
    while (QLayoutItem* item = m_problems->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (std::size_t i = 0; i < m_store->runs().size(); ++i) {
        const CurveRun& run = m_store->runs()[i];
        const QString key = run.path + ": " + run.problem;
        if (!problems.contains(key) || m_problems->count() >= kMostProblems) continue;
        auto* strip = new QFrame;
        setRole(strip, "warning");
        strip->setFrameShape(QFrame::StyledPanel);
        auto* text = new QLabel(problemText(run));
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        auto* again = new QPushButton(tr("Read again"));
        auto* ignore = new QPushButton(tr("Ignore"));
        auto* layout = new QHBoxLayout(strip);
        layout->setContentsMargins(kGap, 4, kGap, 4);
        layout->addWidget(text, 1);
        layout->addWidget(again);
        layout->addWidget(ignore);
        m_problems->addWidget(strip);
        connect(again, &QPushButton::clicked, this, [this, i] { m_store->reload(static_cast<int>(i)); });
        connect(ignore, &QPushButton::clicked, this, [this, key] {
            m_ignored << key;
            showProblems();
        });
    }
}

void CurvesPage::openFolder() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open a folder of runs"));
    if (!path.isEmpty()) m_store->open({path});
}

void CurvesPage::openFiles() {
    m_store->open(QFileDialog::getOpenFileNames(this, tr("Open curves"), {},
                                                tr("Logs (*tfevents* *.csv *.tsv *.jsonl);;All files (*)")));
}

CurveExport CurvesPage::currentExport(const std::string& tag) const {
    CurveFigure figure;
    figure.treatment = m_store->treatment();
    figure.log_x = isLogX();
    figure.log_y = isLogY();
    figure.show_raw = showsRaw();
    const std::vector<std::string> tags = tag.empty() ? m_plots->tags() : std::vector<std::string>{tag};
    return exportOf(*m_store, tags, figure);
}

void CurvesPage::exportCurves(const std::string& tag) {
    CurvesExportDialog dialog(currentExport(tag), m_plots->visibleX(), m_store->pool(), this);
    if (dialog.exec() == QDialog::Accepted) writeTo(dialog.chosen());
}

void CurvesPage::writeTo(const CurveExport& what) {
    m_store->pool()->start([guard = QPointer(this), what] {
        const auto written = std::make_shared<Result<void>>(writeExport(what));
        QMetaObject::invokeMethod(qApp, [guard, written, path = what.path] {
            if (!guard) return;
            Q_EMIT guard->messageRaised(written->ok()
                                            ? information(tr("Wrote %1.").arg(path))
                                            : messageFromError(written->error(), tr("The curves were not exported.")));
            Q_EMIT guard->exportFinished(path, written->ok());
        });
    });
}

}  // namespace bplf::ui
