// SPDX-License-Identifier: GPL-3.0-or-later
// Each entry carries the model's name or path as data; Open… carries none.
#include "ui/shell/model_chooser.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalBlocker>
#include <QStandardItemModel>

namespace bplf::ui {
namespace {

/// A model file is best named by its folder: they are all called model.safetensors.
QString shortName(const QString& path) {
    const QFileInfo file(path);
    return file.isDir() || file.completeBaseName() != QLatin1String("model") ? file.completeBaseName()
                                                                             : file.dir().dirName();
}

}  // namespace

ModelChooser::ModelChooser(QWidget* parent) : QComboBox(parent) {
    setAccessibleName(tr("Model"));
    setToolTip(tr("The model that draws and encodes"));
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setMinimumContentsLength(16);
    connect(this, &QComboBox::activated, this, &ModelChooser::choose);
}

void ModelChooser::setModels(const QStringList& embedded, const QStringList& recent, const QString& current) {
    const QSignalBlocker blocker(this);
    m_current = current;
    clear();
    for (const QString& name : embedded) addItem(name, name);
    if (!recent.isEmpty()) insertSeparator(count());
    for (const QString& path : recent) {
        addItem(shortName(path), path);
        setItemData(count() - 1, path, Qt::ToolTipRole);
        const bool missing = !QFileInfo::exists(path);
        if (auto* items = qobject_cast<QStandardItemModel*>(model()); missing && items != nullptr)
            items->item(count() - 1)->setEnabled(false);
    }
    insertSeparator(count());
    addItem(tr("Open a model…"));
    const int index = findData(current);
    setCurrentIndex(index);
    if (index < 0) setPlaceholderText(current.isEmpty() ? tr("No model") : shortName(current));
}

void ModelChooser::choose(int index) {
    const QString model = itemData(index).toString();
    const QSignalBlocker blocker(this);
    setCurrentIndex(findData(m_current));
    if (model.isEmpty()) {
        Q_EMIT openRequested();
    } else if (model != m_current) {
        Q_EMIT modelChosen(model);
    }
}

}  // namespace bplf::ui
