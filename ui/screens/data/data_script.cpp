// SPDX-License-Identifier: GPL-3.0-or-later
// The Data screen's steps in a script:
//   {"data": {"sources": ["fer2013"], "out": "set", "profile": "paper", "size": 48, "faces": "none"}}
//   {"build": true}  {"review": {"reason": "no_face", "label": "sad", "text": "train", "image": 3}}
//   {"decide": "exclude"}  {"decide": "happy"}
// "build" starts a build, replacing what is there; an image is the place in the filtered list; "exclude", "keep" and
// "clear" decide about it, another word is its new label.
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/error.h"
#include "core/collect/source.h"
#include "ui/screens/data/data_model.h"
#include "ui/screens/data/data_page.h"
#include "ui/screens/data/data_review.h"
#include "ui/screens/data/data_screen.h"
#include "ui/screens/data/review_tiles.h"
#include "ui/screens/script_step.h"

namespace bplf::ui {
namespace {

QString wordOf(const nlohmann::json& object, const char* key, const QString& fallback = {}) {
    return QString::fromStdString(object.value(key, fallback.toStdString()));
}

/// A path, or a kind with a path.
void openSource(DataModel* model, const nlohmann::json& source) {
    const QString text = textOf(source);
    if (is_source_spelling(text.toStdString())) {
        model->sources()->addSpelling(text);
    } else {
        model->sources()->add(text);
    }
}

void setUp(DataModel* model, const nlohmann::json& value) {
    BuildSettings settings = model->settings();
    settings.setProfile(wordOf(value, "profile", QStringLiteral("recommended")));
    settings.setSize(value.value("size", settings.options.size));
    settings.options.face_crop = value.value("faces", settings.options.face_crop);
    if (value.contains("out")) settings.setFolder(wordOf(value, "out"));
    model->setSettings(settings);
    Q_EMIT model->settingsReplaced();
    for (const auto& path : value.value("sources", nlohmann::json::array())) openSource(model, path);
}

void build(DataModel* model) {
    if (!model->canStart()) throw_usage_error("Nothing can be built now.", "build");
    model->start();
}

void review(DataModel* model, DataReview* review, const nlohmann::json& value) {
    review->setFilter(wordOf(value, "reason"), wordOf(value, "label"), wordOf(value, "text"));
    if (!value.contains("image")) return;
    const auto* images = model->images();
    review->tiles()->choose(images->lineAt(images->index(value["image"].get<int>())));
}

std::optional<Override> decisionOf(const std::string& word) {
    if (word == "clear") return std::nullopt;
    const auto action = override_action_from_name(word);
    return Override{action.value_or(OverrideAction::kRelabel), action ? std::string() : word};
}

}  // namespace

ScriptSteps DataScreen::scriptSteps() {
    return {
        {"data", quickStep([this](const auto& value) { setUp(m_model, value); })},
        {"build", quickStep([this](const auto&) { build(m_model); })},
        {"review", quickStep([this](const auto& value) { review(m_model, m_page->review(), value); })},
        {"decide", quickStep([this](const auto& value) { decide(decisionOf(value.template get<std::string>())); })}};
}

}  // namespace bplf::ui
