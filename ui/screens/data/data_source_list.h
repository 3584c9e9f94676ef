// SPDX-License-Identifier: GPL-3.0-or-later
// The sources of the Data screen, one row each: what it is, where it lies, how many images, and what is wrong.
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace bplf::ui {

class DataSources;
struct DataSource;

/// Shows and edits a DataSources; owns no state of its own.
class DataSourceList : public QWidget {
    Q_OBJECT

  public:
    explicit DataSourceList(DataSources* sources, QWidget* parent = nullptr);

  private:
    void rebuild();
    QWidget* makeRow(int index);
    QWidget* makeKinds(int index);
    QWidget* makeProblem(int index);

    DataSources* m_sources;
    QVBoxLayout* m_rows;
};

}  // namespace bplf::ui
