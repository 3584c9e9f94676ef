// SPDX-License-Identifier: GPL-3.0-or-later
// The toolbar's list of models: embedded ones, recent files, and Open….
#pragma once

#include <QComboBox>

namespace bplf::ui {

class ModelChooser : public QComboBox {
    Q_OBJECT

  public:
    explicit ModelChooser(QWidget* parent = nullptr);

    /// Rebuilds the list; `current` is a name or path and gets selected. Missing files are greyed.
    void setModels(const QStringList& embedded, const QStringList& recent, const QString& current);

  Q_SIGNALS:
    void modelChosen(const QString& model);
    void openRequested();

  private:
    void choose(int index);

    QString m_current;
};

}  // namespace bplf::ui
