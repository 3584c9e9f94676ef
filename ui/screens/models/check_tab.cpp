// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/check_tab.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <map>

#include "ui/kit/accessible.h"
#include "ui/kit/icons.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/models/model_study.h"

namespace bplf::ui {
namespace {

QString titleOf(const inspect::Check& check) {
    static const std::map<std::string, QString> kTitles{
        {"container", CheckTab::tr("The file is whole")},
        {"sha256", CheckTab::tr("Its hash")},
        {"weights", CheckTab::tr("Every weight is there and a number")},
        {"inversion", CheckTab::tr("Faces come back exactly")},
        {"determinism", CheckTab::tr("It draws the same twice")},
        {"batch", CheckTab::tr("A face does not depend on its company")},
        {"likelihood", CheckTab::tr("Likelihoods are numbers")}};
    const auto found = kTitles.find(check.name);
    return found == kTitles.end() ? QString::fromStdString(check.name) : found->second;
}

QListWidgetItem* rowOf(const inspect::Check& check) {
    const QString title = titleOf(check), detail = QString::fromStdString(check.detail);
    QString text = QStringLiteral("%1\n%2").arg(title, detail);
    if (!check.remedy.empty()) text += QLatin1Char('\n') + QString::fromStdString(check.remedy);
    auto* item = new QListWidgetItem(icon(check.passed ? QStringLiteral("keep") : QStringLiteral("error")), text);
    item->setData(Qt::AccessibleTextRole, (check.passed ? CheckTab::tr("Passed: ") : CheckTab::tr("Failed: ")) + text);
    return item;
}

}  // namespace

CheckTab::CheckTab(ModelStudy* study, QWidget* parent)
    : QWidget(parent),
      m_study(study),
      m_button(textButton({}, tr("Check this model"))),
      m_verdict(mutedLabel(QString())),
      m_list(new QListWidget) {
    setAccessibleValue(m_verdict, tr("Verdict"));
    m_button->setToolTip(tr("Reads the whole file, draws four faces and turns them back."));
    m_list->setAccessibleName(tr("Checks"));
    m_list->setWordWrap(true);
    m_list->setIconSize({18, 18});
    m_list->setSpacing(4);
    setRole(m_list, "reasons");
    auto* top = new QHBoxLayout;
    top->setSpacing(kMargin);
    top->addWidget(m_button);
    top->addWidget(m_verdict, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->setSpacing(kGap);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    connect(m_button, &QPushButton::clicked, this,
            [this] { m_study->isChecking() ? m_study->stopChecking() : m_study->check(); });
    connect(study, &ModelStudy::checksChanged, this, &CheckTab::refresh);
    refresh();
}

QString CheckTab::verdict() const {
    if (m_study->isChecking()) return tr("Checking…");
    if (m_study->checkProblem()) {
        const bool wasStopped = m_study->checkProblem()->kind() == ErrorKind::kInterrupted;
        return wasStopped ? tr("Stopped.") : QString::fromUtf8(m_study->checkProblem()->what());
    }
    if (!m_study->isChecked()) return tr("Whether the file is whole, and whether the model does what a flow must.");
    return inspect::all_passed(m_study->checks()) ? tr("The model is sound.")
                                                  : tr("Something is wrong: what to do stands below.");
}

void CheckTab::refresh() {
    m_button->setText(m_study->isChecking() ? tr("Stop") : tr("Check this model"));
    m_button->setAccessibleName(m_button->text());
    m_verdict->setText(verdict());
    m_list->clear();
    for (const inspect::Check& check : m_study->checks()) m_list->addItem(rowOf(check));
}

}  // namespace bplf::ui
