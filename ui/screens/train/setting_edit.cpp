// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/train/setting_edit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

constexpr int kEditorWidth = 130;

/// "batch_size" as people write it.
QString settingTitle(const QString& key) {
    return titled(QString(key).replace(QLatin1Char('_'), QLatin1Char(' ')).toStdString());
}

}  // namespace

SettingEdit::SettingEdit(const TrainSetting& setting, const QString& value, bool explains, QWidget* parent)
    : QWidget(parent), m_setting(setting), m_problem(new QLabel) {
    setRole(m_problem, "problem");
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* title = new QLabel(settingTitle(setting.key));
    m_editor = makeEditor(value);
    m_editor->setAccessibleName(title->text());
    m_editor->setAccessibleDescription(setting.meaning);
    m_editor->setToolTip(tr("%1\nTakes %2.").arg(setting.meaning, setting.range));
    title->setToolTip(m_editor->toolTip());
    title->setBuddy(m_editor);
    if (setting.kind != TrainSetting::Kind::kSwitch) m_editor->setFixedWidth(kEditorWidth);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    row->addWidget(title, 1);
    row->addWidget(m_editor);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(row);
    if (explains) layout->addWidget(mutedLabel(setting.meaning));
    layout->addWidget(m_problem);
    if (!setting.accepts(value)) take(value);
}

QWidget* SettingEdit::makeEditor(const QString& value) {
    if (m_setting.kind == TrainSetting::Kind::kSwitch) {
        auto* box = new QCheckBox;
        box->setChecked(value == QLatin1String("true"));
        connect(box, &QCheckBox::toggled, this,
                [this](bool on) { take(on ? QStringLiteral("true") : QStringLiteral("false")); });
        return box;
    }
    if (m_setting.kind == TrainSetting::Kind::kWord) {
        auto* words = new QComboBox;
        words->addItems(m_setting.words);
        words->setCurrentText(value);
        connect(words, &QComboBox::currentTextChanged, this, &SettingEdit::take);
        return words;
    }
    auto* edit = new QLineEdit(value);
    edit->setAlignment(Qt::AlignRight);
    connect(edit, &QLineEdit::textEdited, this, [this](const QString& text) { take(text.trimmed()); });
    return edit;
}

void SettingEdit::take(const QString& value) {
    const bool isGood = m_setting.accepts(value);
    m_problem->setVisible(!isGood);
    if (!isGood) m_problem->setText(tr("Takes %1.").arg(m_setting.range));
    Q_EMIT edited(m_setting.key, value);
}

}  // namespace bplf::ui
