// SPDX-License-Identifier: GPL-3.0-or-later
// The Data screen's inspector: how the set is cleaned, what its images are like, where it goes.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace bplf::ui {

class DataModel;
struct BuildSettings;

class DataPanel : public QWidget {
    Q_OBJECT

  public:
    explicit DataPanel(DataModel* model, QWidget* parent = nullptr);

  private:
    void buildCleaning(QVBoxLayout* layout);
    void buildImages(QVBoxLayout* layout);
    void buildFolder(QVBoxLayout* layout);
    void buildMore(QVBoxLayout* layout);
    /// Applies one edit to the model's settings.
    template <typename Edit>
    void edit(const Edit& change);
    void showSettings();
    void chooseFolder(QLineEdit* line, const QString& title);

    DataModel* m_model;
    QComboBox* m_profile = nullptr;
    QLabel* m_profileText = nullptr;
    QComboBox* m_size = nullptr;
    QComboBox* m_channels = nullptr;
    QComboBox* m_finder = nullptr;
    QLineEdit* m_folder = nullptr;
    QComboBox* m_svd = nullptr;
    QSpinBox* m_rank = nullptr;
    QComboBox* m_illumination = nullptr;
    QComboBox* m_frame = nullptr;
};

}  // namespace bplf::ui
