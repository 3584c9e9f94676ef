// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog adds the ending itself, so that it also asks before that name is written over.
#include "ui/kit/picture_dialog.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QStandardPaths>

namespace bplf::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("PictureDialog", text);
}

QString& lastFolder() {
    static QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    return folder;
}

QString ask(QFileDialog& dialog, const QString& name, const QString& ending) {
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(ending);
    dialog.selectFile(name);
    if (dialog.exec() != QDialog::Accepted) return {};
    lastFolder() = dialog.directory().absolutePath();
    return dialog.selectedFiles().value(0);
}

}  // namespace

QString askForPictureName(QWidget* parent, const QString& title, const QString& name) {
    QFileDialog dialog(parent, title, lastFolder());
    const QString jpeg = tr("JPEG pictures, without the recipe (*.jpg *.jpeg)");
    dialog.setNameFilters({tr("PNG pictures with their recipe (*.png)"), jpeg});
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog, jpeg](const QString& filter) {
        dialog.setDefaultSuffix(filter == jpeg ? QStringLiteral("jpg") : QStringLiteral("png"));
    });
    return ask(dialog, name, QStringLiteral("png"));
}

QString askForFileName(QWidget* parent, const QString& title, const QString& name, const QString& kind,
                       const QString& ending) {
    QFileDialog dialog(parent, title, lastFolder(), QStringLiteral("%1 (*.%2)").arg(kind, ending));
    return ask(dialog, name, ending);
}

}  // namespace bplf::ui
