// SPDX-License-Identifier: GPL-3.0-or-later
// There are few sources: every change makes all rows anew.
#include "ui/screens/data/data_source_list.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/collect/source.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/data/data_sources.h"

namespace bplf::ui {
namespace {

QString stateText(const DataSource& source) {
    switch (source.state) {
        case DataSource::State::kChecking:
            return DataSourceList::tr("looking…");
        case DataSource::State::kUnknown:
        case DataSource::State::kFailed:
            return {};
        case DataSource::State::kReady:
            break;
    }
    if (source.images == 0) return source.title;
    return DataSourceList::tr("%1 · %2 images").arg(source.title, QLocale().toString(source.images));
}

}  // namespace

DataSourceList::DataSourceList(DataSources* sources, QWidget* parent)
    : QWidget(parent), m_sources(sources), m_rows(new QVBoxLayout(this)) {
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(4);
    // Queued: a row may be telling of a choice in it while the list changes.
    connect(sources, &DataSources::changed, this, &DataSourceList::rebuild, Qt::QueuedConnection);
    rebuild();
}

void DataSourceList::rebuild() {
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (int i = 0; i < static_cast<int>(m_sources->all().size()); ++i) {
        m_rows->addWidget(makeRow(i));
        if (QWidget* problem = makeProblem(i)) m_rows->addWidget(problem);
    }
}

QWidget* DataSourceList::makeKinds(int index) {
    const DataSource& source = m_sources->all()[static_cast<std::size_t>(index)];
    auto* kinds = new QComboBox;
    kinds->setAccessibleName(tr("Kind of %1").arg(QFileInfo(source.path).fileName()));
    kinds->setToolTip(tr(
        "What lies there. It is guessed from the names of the files; choose another kind where the guess is wrong."));
    kinds->setPlaceholderText(source.state == DataSource::State::kChecking ? tr("Looking…") : tr("Not recognised"));
    for (const std::string& kind : source_kinds())
        kinds->addItem(sourceKindTitle(QString::fromStdString(kind)), QString::fromStdString(kind));
    kinds->setCurrentIndex(kinds->findData(source.kind));
    kinds->setMinimumContentsLength(14);
    connect(kinds, &QComboBox::activated, this,
            [this, kinds, index] { m_sources->setKind(index, kinds->currentData().toString()); });
    return kinds;
}

QWidget* DataSourceList::makeRow(int index) {
    const DataSource& source = m_sources->all()[static_cast<std::size_t>(index)];
    auto* row = new QWidget;
    auto* state = mutedLabel(stateText(source));
    state->setWordWrap(false);
    auto* remove =
        quietButton(QStringLiteral("close"), tr("Remove %1 from the list").arg(QFileInfo(source.path).fileName()));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(makeKinds(index));
    layout->addWidget(new ElidedLabel(source.path), 1);
    layout->addWidget(state);
    layout->addWidget(remove);
    connect(remove, &QToolButton::clicked, this, [this, index] { m_sources->remove(index); });
    return row;
}

QWidget* DataSourceList::makeProblem(int index) {
    const DataSource& source = m_sources->all()[static_cast<std::size_t>(index)];
    if (source.state == DataSource::State::kFailed) {
        auto* text = new QLabel(source.problem.toHtmlEscaped());
        setRole(text, "problem");
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return text;
    }
    if (source.state != DataSource::State::kUnknown) return nullptr;
    auto* line = new QWidget;
    auto* text =
        mutedLabel(tr("Nothing known lies there by its names. A folder with one folder of pictures per label can be "
                      "read all the same."));
    auto* plain = textButton({}, tr("Read as folders by label"));
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(text, 1);
    layout->addWidget(plain);
    connect(plain, &QPushButton::clicked, this, [this, index] { m_sources->setKind(index, QStringLiteral("folder")); });
    return line;
}

}  // namespace bplf::ui
