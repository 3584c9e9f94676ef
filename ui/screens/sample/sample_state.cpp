// SPDX-License-Identifier: GPL-3.0-or-later
// What session, history and projects keep of the Sample screen.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/result.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/change_names.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/viewport/canvas_controller.h"

namespace bplf::ui {
namespace {

/// What the rows show together: of one row its mix.
LabelMix meanOf(const std::vector<Look>& looks) {
    LabelMix mean;
    for (const Look& look : looks) {
        for (const LabelWeight& part : look.mix) {
            const double share = part.weight / static_cast<double>(looks.size());
            const auto known = std::ranges::find(mean, part.label, &LabelWeight::label);
            if (known == mean.end()) {
                mean.push_back({part.label, share});
            } else {
                known->weight += share;
            }
        }
    }
    return mean;
}

/// The first of up to four rows, or the first four of one row's faces; empty where one is not drawn.
std::vector<Image> facesOf(const SampleModel& model, const SampleRequest& request) {
    std::vector<Image> faces;
    const int rows = static_cast<int>(request.looks.size());
    const int wanted = std::min(4, rows > 1 ? rows : request.count);
    for (int i = 0; i < wanted; ++i) {
        const Cell* cell = model.cell(rows > 1 ? i * rows / wanted * request.count : i);
        if (cell == nullptr) return {};
        faces.push_back(cell->image);
    }
    return faces;
}

}  // namespace

QVariantMap SampleScreen::state() const {
    if (m_model->modelInfo() == nullptr) return {};
    QVariantMap state{{QStringLiteral("request"), QString::fromStdString(to_json(m_model->request()).dump())},
                      {QStringLiteral("temperatureScale"), m_model->temperatureScale()},
                      {QStringLiteral("caption"), static_cast<int>(m_model->caption())},
                      {QStringLiteral("smooth"), m_canvas->scene().isSmooth()},
                      {QStringLiteral("sheetNames"), m_model->hasSheetNames()}};
    storeSavedSize(state, m_model->savedSize());
    return state;
}

void SampleScreen::restoreState(const QVariantMap& state) {
    const std::string text = state.value(QStringLiteral("request")).toString().toStdString();
    const auto request = capture([&] { return sample_request_from_json(nlohmann::json::parse(text)); });
    const double scale = state.value(QStringLiteral("temperatureScale"), 1.0).toDouble();
    if (request.ok()) m_model->restore(request.value(), scale);
    const int caption = state.value(QStringLiteral("caption"), static_cast<int>(m_model->caption())).toInt();
    m_model->setCaption(static_cast<SampleModel::Caption>(std::clamp(caption, 0, 3)));
    m_canvas->setSmooth(state.value(QStringLiteral("smooth"), true).toBool());
    m_model->setSavedSize(storedSavedSize(state));
    m_model->setSheetNames(state.value(QStringLiteral("sheetNames"), true).toBool());
    waitForFront();
}

bool SampleScreen::isStateWhole() const {
    return m_model->bestOf() == 1 || !m_model->isDrawing();
}

void SampleScreen::reset() {
    m_canvas->setSmooth(true);
    m_model->reset();
    waitForFront();
}

QString SampleScreen::nameOfChange(const QVariantMap& before, const QVariantMap& after) const {
    const auto requestOf = [](const QVariantMap& state) {
        const std::string text = state.value(QStringLiteral("request")).toString().toStdString();
        const auto read = capture([&] { return sample_request_from_json(nlohmann::json::parse(text)); });
        return read.ok() ? read.value() : SampleRequest{};
    };
    const SampleRequest was = requestOf(before), is = requestOf(after);
    if (was.looks.size() != is.looks.size()) return tr("the rows");
    const double scale = after.value(QStringLiteral("temperatureScale"), 1.0).toDouble();
    if (before.value(QStringLiteral("temperatureScale"), 1.0).toDouble() != scale)
        return tr("temperature %1").arg(fixedText(scale, 2));
    const QString look = nameOfLookChange(was.looks.front(), is.looks.front());
    if (!look.isEmpty()) return look;
    if (was.seed != is.seed) return tr("seed %1").arg(is.seed);
    if (was.count != is.count || was.columns != is.columns)
        return tr("grid %1 × %2").arg(is.columns).arg((is.count + is.columns - 1) / std::max(1, is.columns));
    if (was.as != is.as) return tr("the size of the faces");
    if (was.best_of.candidates != is.best_of.candidates) return tr("best of %1").arg(is.best_of.candidates);
    const bool isOfSaving = before.value(QStringLiteral("caption")) == after.value(QStringLiteral("caption")) &&
                            before.value(QStringLiteral("smooth")) == after.value(QStringLiteral("smooth"));
    return isOfSaving ? tr("how pictures are saved") : tr("how faces are shown");
}

std::optional<Snapshot> SampleScreen::snapshot() const {
    if (m_model->modelInfo() == nullptr || !isSettled()) return std::nullopt;
    SampleRequest request = m_model->request();
    Snapshot snapshot;
    snapshot.pictures = facesOf(*m_model, request);
    if (snapshot.pictures.empty()) return std::nullopt;
    project::HistoryRecord& facts = snapshot.facts;
    facts.kind = "drawing";
    facts.mix = meanOf(request.looks);
    facts.seed = request.seed;
    const std::vector<double> levels = m_model->effectiveTemperatures();
    if (!levels.empty())
        facts.temperature = std::accumulate(levels.begin(), levels.end(), 0.0) / static_cast<double>(levels.size());
    const QString what = request.looks.size() > 1 ? tr("%1 rows").arg(request.looks.size()) : mixText(facts.mix, 2);
    facts.title = tr("%1, seed %2").arg(what).arg(request.seed).toStdString();
    request.pixels = 0;  // changes no face
    snapshot.essence = to_json(request).dump();
    return snapshot;
}

}  // namespace bplf::ui
