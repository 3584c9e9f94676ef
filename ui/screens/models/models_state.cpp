// SPDX-License-Identifier: GPL-3.0-or-later
// What session and projects keep of the Models screen, and its steps in a script:
//   {"models": ["runs/a"]}  {"model": {"name": "emotion-32", "tab": "tensors", "tensor": "bias"}}
//   {"model": {"name": "emotion-32", "tab": "check"}}  {"model": {"name": "a", "tab": "compare", "with": "b"}}
#include <QComboBox>
#include <QLineEdit>
#include <QTabWidget>
#include <QTableView>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "ui/screens/models/compare_tab.h"
#include "ui/screens/models/models_page.h"
#include "ui/screens/models/models_screen.h"
#include "ui/screens/models/tensors_tab.h"

namespace bplf::ui {
namespace {

const QStringList& tabNames() {
    static const QStringList kNames{QStringLiteral("overview"), QStringLiteral("tensors"), QStringLiteral("check"),
                                    QStringLiteral("compare")};
    return kNames;
}

QString pathNamed(const ModelShelf& shelf, const QString& name) {
    const auto found = std::ranges::find(shelf.models(), name, &ShelvedModel::name);
    if (found == shelf.models().end()) throw_usage_error("No model on the list is called so.", name.toStdString());
    return found->path;
}

void showModel(ModelsScreen* screen, const nlohmann::json& value) {
    ModelsPage* page = screen->modelsPage();
    page->choose(pathNamed(*screen->shelf(), textOf(value["name"])));
    const QString tab = QString::fromStdString(value.value("tab", "overview"));
    page->tabs()->setCurrentIndex(std::max<int>(0, static_cast<int>(tabNames().indexOf(tab))));
    if (tab == QLatin1String("check")) screen->study()->check();
    if (value.contains("tensor")) {
        page->tensors()->filter()->setText(textOf(value["tensor"]));
        page->tensors()->table()->selectRow(0);
    }
    if (value.contains("with")) screen->study()->compareWith(pathNamed(*screen->shelf(), textOf(value["with"])));
}

}  // namespace

QVariantMap ModelsScreen::state() const {
    return {{"places", m_shelf->places()},
            {"chosen", m_study->path()},
            {"tab", tabNames().value(m_page->tabs()->currentIndex())}};
}

void ModelsScreen::restoreState(const QVariantMap& state) {
    if (state.contains("places")) m_shelf->setPlaces(state.value("places").toStringList());
    const int tab = static_cast<int>(tabNames().indexOf(state.value("tab").toString()));
    if (tab >= 0) m_page->tabs()->setCurrentIndex(tab);
    if (!state.value("chosen").toString().isEmpty()) m_page->choose(state.value("chosen").toString());
}

ScriptSteps ModelsScreen::scriptSteps() {
    return {{"models", quickStep([this](const auto& value) {
                 QStringList paths;
                 for (const auto& path : value) paths << textOf(path);
                 open(paths);
             })},
            {"model", quickStep([this](const auto& value) { showModel(this, value); })}};
}

}  // namespace bplf::ui
