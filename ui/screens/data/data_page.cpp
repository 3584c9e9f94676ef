// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of the Data page, and the questions it asks.
#include "ui/screens/data/data_page.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/kit/accessible.h"
#include "ui/kit/section.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/data/data_model.h"
#include "ui/screens/data/data_review.h"
#include "ui/screens/data/data_source_list.h"

namespace bplf::ui {
namespace {

constexpr int kMostSourcesHeight = 168;

/// As high as its content up to a limit, then it scrolls.
class LowScroll : public QScrollArea {
  public:
    explicit LowScroll(QWidget* content) {
        setWidget(content);
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::NoFocus);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        content->installEventFilter(this);
    }
    QSize sizeHint() const override {
        const int width = viewport()->width();
        const QLayout* layout = widget()->layout();
        const int height =
            layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : layout->totalSizeHint().height();
        return {QScrollArea::sizeHint().width(), std::min(height, kMostSourcesHeight)};
    }
    QSize minimumSizeHint() const override { return {QScrollArea::minimumSizeHint().width(), sizeHint().height()}; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize) updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

}  // namespace

DataPage::DataPage(DataModel* model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_review(new DataReview(model)),
      m_stack(new QStackedWidget),
      m_images(new QStackedWidget),
      m_confirm([this](const QString& question) {
          return QMessageBox::question(this, tr("Replace the data set?"), question, QMessageBox::Yes | QMessageBox::No,
                                       QMessageBox::No) == QMessageBox::Yes;
      }) {
    m_hint = mutedLabel(QString());
    m_hint->setAlignment(Qt::AlignCenter);
    m_images->addWidget(m_hint);
    m_images->addWidget(m_review);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kMargin, kGap, kMargin, kGap);
    column->setSpacing(kGap);
    column->addWidget(makeSources());
    column->addWidget(horizontalRule());
    column->addWidget(makeBuildLine());
    column->addWidget(m_images, 1);
    m_stack->addWidget(makeEmptyPage());
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(model, &DataModel::changed, this, &DataPage::refresh);
    connect(model, &DataModel::busyChanged, this, &DataPage::refresh);
    refresh();
}

QWidget* DataPage::makeEmptyPage() {
    auto* page = new QWidget;
    auto* folder = textButton("open", tr("Add a folder…"));
    auto* file = textButton("open", tr("Add a table…"));
    auto* built = textButton("data", tr("Open a built set…"));
    auto* purpose = mutedLabel(
        tr("Make a data set from your own collections of faces: published ones, tables of files, or "
           "folders of pictures by label. Drop them here. Faces are found and cut out, copies and empty pictures left "
           "out, and every image that is left out says why."));
    purpose->setAlignment(Qt::AlignCenter);
    purpose->setFixedWidth(460);
    // Without an alignment, which would take the wrapped text's height from it.
    auto* text = new QHBoxLayout;
    text->addStretch(1);
    text->addWidget(purpose);
    text->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGap);
    buttons->addStretch(1);
    for (QPushButton* button : {folder, file, built}) buttons->addWidget(button);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(2);
    layout->addWidget(heading(tr("Data sets of faces")), 0, Qt::AlignHCenter);
    layout->addSpacing(kGap);
    layout->addLayout(text);
    layout->addSpacing(kMargin);
    layout->addLayout(buttons);
    layout->addStretch(3);
    connect(folder, &QPushButton::clicked, this, &DataPage::addFolder);
    connect(file, &QPushButton::clicked, this, &DataPage::addFile);
    connect(built, &QPushButton::clicked, this, &DataPage::openBuilt);
    return page;
}

QWidget* DataPage::makeSources() {
    m_sources = new Section(tr("Sources"));
    auto* folder = textButton("plus", tr("Folder…"));
    folder->setAccessibleName(tr("Add a folder"));
    auto* file = textButton("plus", tr("Table…"));
    file->setAccessibleName(tr("Add a table of faces"));
    auto* built = textButton("open", tr("Built set…"));
    built->setAccessibleName(tr("Open a built set"));
    for (QPushButton* button : {folder, file, built}) m_sources->addTitleWidget(button);
    m_sources->content()->addWidget(new LowScroll(new DataSourceList(m_model->sources())));
    connect(folder, &QPushButton::clicked, this, &DataPage::addFolder);
    connect(file, &QPushButton::clicked, this, &DataPage::addFile);
    connect(built, &QPushButton::clicked, this, &DataPage::openBuilt);
    return m_sources;
}

QWidget* DataPage::makeBuildLine() {
    auto* bar = new QWidget;
    m_build = textButton({}, tr("Build"));
    setRole(m_build, "primary");
    m_status = mutedLabel(QString());
    setAccessibleValue(m_status, tr("State of the data set"));
    m_report = textButton("info", tr("Show the report"));
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kMargin);
    layout->addWidget(m_build);
    layout->addWidget(m_status, 1);
    layout->addWidget(m_report);
    connect(m_build, &QPushButton::clicked, this, &DataPage::buildOrStop);
    connect(m_report, &QPushButton::clicked, this, &DataPage::showReport);
    return bar;
}

void DataPage::refresh() {
    const bool isEmpty = m_model->sources()->all().empty() && m_model->images()->total() == 0;
    m_stack->setCurrentIndex(isEmpty ? 0 : 1);
    m_images->setCurrentIndex(m_model->images()->total() == 0 ? 0 : 1);
    m_hint->setText(m_model->isBuilding()
                        ? tr("Images appear here as they are searched.")
                        : tr("Build cleans the sources into one file. The images appear here, kept or left out."));
    m_status->setText(m_model->statusText());
    m_report->setVisible(m_model->showsBuiltSet());
    QString text;
    switch (m_model->next()) {
        case DataModel::Next::kBuild:
            text = tr("Build");
            break;
        case DataModel::Next::kContinue:
            text = tr("Continue");
            break;
        case DataModel::Next::kRebuild: {
            const int pending = m_model->images()->pending();
            text = pending == 1 ? tr("Rebuild with 1 decision")
                                : tr("Rebuild with %1 decisions").arg(QLocale().toString(pending));
            break;
        }
    }
    m_build->setText(m_model->isBuilding() ? tr("Stop") : text);
    m_build->setAccessibleName(m_build->text());
    m_build->setEnabled(m_model->isBuilding() || m_model->canStart());
}

void DataPage::addFolder() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Add a folder of images"));
    if (!path.isEmpty()) m_model->sources()->add(path);
}

void DataPage::addFile() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Add a table of faces"), {}, tr("FER2013 tables (*.csv);;All files (*)"));
    if (!path.isEmpty()) m_model->sources()->add(path);
}

void DataPage::openBuilt() {
    const QString path =
        QFileDialog::getExistingDirectory(this, tr("Open the folder of a built set"), m_model->settings().folder);
    if (!path.isEmpty()) m_model->openBuilt(path);
}

void DataPage::buildOrStop() {
    if (m_model->isBuilding()) return m_model->stop();
    if (!m_model->canStart()) return;
    if (m_model->wouldReplace() &&
        !m_confirm(
            tr("%1 holds a data set already. Build it anew in its place? Your decisions about its images are kept.")
                .arg(m_model->settings().folder)))
        return;
    m_model->start();
}

void DataPage::showReport() {
    if (!m_model->showsBuiltSet()) return;
    const QString folder = m_model->shownFolder() + QStringLiteral("/report");
    if (QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) return;
    Message message = information(tr("No program here opens folders."), tr("The report is %1/report.md.").arg(folder));
    message.severity = Message::Severity::kWarning;
    Q_EMIT m_model->messageRaised(message);
}

}  // namespace bplf::ui
