// SPDX-License-Identifier: GPL-3.0-or-later
// Requests out, cells in. Cells of a replaced request never reach the scene.
#include "ui/screens/sample/sample_model.h"

#include <QElapsedTimer>
#include <QLocale>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "core/image/resize.h"
#include "core/sample/cells.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/seed_text.h"
#include "ui/viewport/canvas_controller.h"

namespace bplf::ui {
namespace {

constexpr int kLargestGrid = 16;
/// From the last draft to the whole size: a hand that still moves has moved by then.
constexpr int kRest = 120;

qint64 nowNanoseconds() {
    static QElapsedTimer clock = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    return clock.nsecsElapsed();
}

std::vector<LabelMix> oneMixPerLabel(const std::vector<std::string>& labels) {
    std::vector<LabelMix> mixes;
    for (const std::string& label : labels) mixes.push_back({{label, 1.0}});
    return mixes;
}

/// As a request says it: the model's own size is 0, and so is one that it does not have.
DrawnAs knownSize(DrawnAs as, const ModelInfo& info) {
    if (as.size == info.height || std::ranges::find(info.sizes, as.size) == info.sizes.end()) as.size = 0;
    as.grey = as.grey && info.channels == 3 && info.sizes.size() > 1;
    return as;
}

/// Whether its faces are still to be compared.
bool isToChoose(const SampleRequest& request) {
    return request.best_of.candidates > 1 && request.best_of.chosen.empty();
}

/// The draft of a request that compares nothing: the faces that stood there before, or else the seeds' own.
SampleRequest asChosenBefore(SampleRequest request, const std::vector<int>& before) {
    if (static_cast<int>(before.size()) == cell_count(request)) {
        request.best_of.candidates = kMostCandidates;
        request.best_of.chosen = before;
    } else {
        request.best_of.candidates = 1;
    }
    return request;
}

std::vector<LabelMix> mixesOf(const SampleRequest& request) {
    std::vector<LabelMix> mixes;
    for (const Look& look : request.looks) mixes.push_back(look.mix);
    return mixes;
}

}  // namespace

QString mixText(const LabelMix& mix, int most) {
    if (mix.empty()) return SampleModel::tr("no label");
    LabelMix sorted = mix;
    std::ranges::stable_sort(sorted, std::greater{}, &LabelWeight::weight);
    if (sorted.front().weight > 0.995) return QString::fromStdString(sorted.front().label);
    QStringList parts;
    for (const LabelWeight& part : sorted) {
        if (parts.size() == most) {
            parts << QStringLiteral("…");
            break;
        }
        parts << SampleModel::tr("%1 %2\u00a0%")
                     .arg(QString::fromStdString(part.label))
                     .arg(std::lround(part.weight * 100));
    }
    return parts.join(QStringLiteral(", "));
}

SampleModel::SampleModel(EngineBridge* bridge, CanvasController* canvas, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_canvas(canvas), m_rest(new QTimer(this)) {
    m_rest->setSingleShot(true);
    m_rest->setInterval(kRest);
    connect(m_rest, &QTimer::timeout, this, &SampleModel::refine);
    connect(bridge, &EngineBridge::cellsReady, this, &SampleModel::takeCells);
    connect(bridge, &EngineBridge::sampleFinished, this, &SampleModel::takeSummary);
    connect(bridge, &EngineBridge::sampleFailed, this, &SampleModel::takeFailure);
}

const ModelInfo* SampleModel::modelInfo() const {
    return m_bridge->model();
}

void SampleModel::setModel(const ModelInfo& info) {
    const LabelMix mix = m_simplex.mix();
    const bool first = m_simplex.size() == 0;
    m_simplex = LabelSimplex(info.labels);
    if (first) {
        // A single clear expression says more at first sight than the mean of all of them.
        const auto happy = std::ranges::find(info.labels, "happy");
        if (happy != info.labels.end()) m_simplex.setOnly(static_cast<std::size_t>(happy - info.labels.begin()));
    } else if (!m_simplex.setMix(mix)) {
        m_simplex.setEven();
    }
    m_fixedMixes.reset();
    if (first || m_levels.size() != info.own.temperature.size()) m_levels = info.own.temperature;
    // An intensity nobody chose follows the model.
    if (first || m_intensity == m_own.intensity) m_intensity = info.own.intensity.value();
    m_own = info.own;
    m_as = knownSize(m_as, info);
    m_canvas->scene().clear();
    m_canvas->scene().setPictureSize(info.width, info.height);
    m_cells.clear();
    if (m_waiting) {
        const auto [request, scale] = *std::exchange(m_waiting, std::nullopt);
        restore(request, scale);
        return;
    }
    layOut();
    Q_EMIT changed();
    draw();
}

void SampleModel::reset() {
    m_simplex = {};
    m_waiting.reset();
    m_scale = 1;
    m_seed = 1;
    m_seedLocked = false;
    m_columns = 4;
    m_count = 16;
    m_rowPerLabel = false;
    m_as = {};
    m_bestOf = 1;
    m_savedSize = kUsualSavedSize;
    m_sheetNames = true;
    setCaption(Caption::kSeed);
    if (modelInfo() != nullptr) setModel(*modelInfo());
}

std::vector<LabelMix> SampleModel::mixes() const {
    if (m_fixedMixes) return *m_fixedMixes;
    if (m_rowPerLabel && m_simplex.size() > 0) return oneMixPerLabel(m_simplex.labels());
    return {m_simplex.mix()};
}

SampleRequest SampleModel::request() const {
    SampleRequest result;
    if (const ModelInfo* info = modelInfo()) {
        result.model = info->name.empty() ? info->path : info->name;
        if (!m_bridge->embeddedModels().contains(QString::fromStdString(result.model))) result.model = info->path;
        result.model_sha256 = info->sha256;
    }
    result.seed = m_seed;
    Look look;
    if (m_intensity != m_own.intensity) look.intensity = m_intensity;
    const std::vector<double> wanted = effectiveTemperatures();
    if (wanted != m_own.temperature) look.temperature = wanted;
    result.looks = looks_of(mixes(), look);
    result.count = result.looks.size() > 1 ? m_columns : m_count;
    result.columns = m_columns;
    result.as = m_as;
    result.pixels = m_savedSize.pixels;
    result.best_of.candidates = m_bestOf;
    if (m_bestOf > 1) result.best_of.chosen = chosenFor(result);
    return result;
}

std::vector<int> SampleModel::chosenFor(const SampleRequest& request) const {
    SampleRequest drawn = m_drawn;
    drawn.best_of.chosen.clear();
    // Neither changes who is chosen.
    drawn.pixels = request.pixels;
    drawn.as = request.as;
    return drawn == request ? m_drawn.best_of.chosen : std::vector<int>();
}

SampleRequest SampleModel::cellRequest(const Cell& cell) const {
    return request_of_cell(m_drawn, cell.seed, cell.look);
}

bool SampleModel::restore(const SampleRequest& request, double temperatureScale) {
    if (modelInfo() == nullptr) {
        m_waiting.emplace(request, temperatureScale);
        return true;
    }
    bool complete = true;
    m_seed = request.seed;
    m_columns = std::clamp(request.columns, 1, 64);
    m_count = request.count;
    const std::vector<LabelMix> mixes = mixesOf(request);
    m_rowPerLabel = m_simplex.size() > 1 && mixes == oneMixPerLabel(m_simplex.labels());
    m_fixedMixes.reset();
    LabelSimplex probe = m_simplex;
    for (const LabelMix& mix : mixes) complete = complete && probe.setMix(mix);
    if (!m_rowPerLabel && complete) {
        m_simplex.setMix(mixes.front());
        if (mixes.size() > 1) m_fixedMixes = mixes;
    }
    if (mixes.size() > 1) m_columns = std::min(request.count, 64);
    m_as = knownSize(request.as, *modelInfo());
    // A recipe that says nothing of the size leaves the one that is set.
    if (request.pixels > 0) m_savedSize.pixels = request.pixels;
    Look look = request.looks.front();
    // Temperatures of a model with other levels say nothing of this one.
    if (look.temperature.size() > 1 && look.temperature.size() != m_own.temperature.size()) look.temperature.clear();
    look = resolved(look, m_own);
    m_intensity = look.intensity.value();
    restoreTemperatures(look.temperature, temperatureScale);
    m_bestOf = request.best_of.candidates;
    m_drawn = this->request();
    if (complete && total() == static_cast<int>(request.best_of.chosen.size()))
        m_drawn.best_of.chosen = request.best_of.chosen;
    layOut();
    Q_EMIT changed();
    draw();
    return complete;
}

void SampleModel::restoreTemperatures(const std::vector<double>& effective, double scale) {
    m_scale = scale >= 0.001 && scale <= 2 ? scale : 1;
    m_levels = effective;
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        m_levels[i] /= m_scale;
        // The quotient of a product is the factor but for its last digit.
        if (std::abs(m_levels[i] - m_own.temperature[i]) < 1e-9) m_levels[i] = m_own.temperature[i];
    }
}

void SampleModel::setSimplex(const LabelSimplex& simplex) {
    if (simplex == m_simplex) return;
    const bool picture = simplex.weights() != m_simplex.weights() || m_fixedMixes;
    m_simplex = simplex;
    m_fixedMixes.reset();
    if (picture && m_rowPerLabel) {
        m_rowPerLabel = false;
        m_count = std::max(1, m_columns * 4);
        layOut();
    }
    Q_EMIT changed();
    if (picture) touch();
}

void SampleModel::setSeed(quint64 seed) {
    if (seed == m_seed || m_seedLocked) return;
    m_seed = seed;
    parametersEdited();
}

void SampleModel::setSeedLocked(bool locked) {
    m_seedLocked = locked;
    Q_EMIT changed();
}

void SampleModel::newSeed() {
    if (!m_seedLocked) setSeed(randomSeed());
}

void SampleModel::setLevelTemperature(std::size_t level, double temperature) {
    if (level >= m_levels.size() || m_levels[level] == temperature) return;
    m_levels[level] = std::clamp(temperature, 0.0, 2.0);
    parametersEdited();
}

void SampleModel::resetLevelTemperatures() {
    m_levels = m_own.temperature;
    m_scale = 1;
    parametersEdited();
}

void SampleModel::setTemperatureScale(double scale) {
    scale = std::clamp(std::round(scale * 1000) / 1000, 0.0, 2.0);
    if (scale == m_scale) return;
    m_scale = scale;
    parametersEdited();
}

void SampleModel::setIntensity(double intensity) {
    intensity = std::clamp(std::round(intensity * 100) / 100, 0.0, kLargestIntensity);
    if (intensity == m_intensity) return;
    m_intensity = intensity;
    parametersEdited();
}

void SampleModel::resetIntensity() {
    setIntensity(m_own.intensity.value());
}

std::vector<double> SampleModel::effectiveTemperatures() const {
    std::vector<double> result;
    for (const double level : m_levels) result.push_back(std::clamp(level * m_scale, 0.0, 2.0));
    return result;
}

void SampleModel::setBestOf(int candidates) {
    candidates = std::clamp(candidates, 1, kMostCandidates);
    if (candidates == m_bestOf) return;
    m_bestOf = candidates;
    parametersEdited();
}

int SampleModel::rows() const {
    return (total() + m_columns - 1) / std::max(1, m_columns);
}

int SampleModel::total() const {
    const std::size_t count = mixes().size();
    return count > 1 ? m_columns * static_cast<int>(count) : m_count;
}

void SampleModel::setGrid(int columns, int rows) {
    columns = std::clamp(columns, 1, kLargestGrid);
    rows = std::clamp(rows, 1, kLargestGrid);
    if (columns == m_columns && columns * rows == m_count) return;
    m_columns = columns;
    m_count = columns * rows;
    layOut();
    parametersEdited();
}

void SampleModel::setRowPerLabel(bool on) {
    if (on == m_rowPerLabel) return;
    m_rowPerLabel = on;
    m_fixedMixes.reset();
    m_count = std::max(m_count, m_columns);
    layOut();
    parametersEdited();
}

void SampleModel::setLive(bool live) {
    m_live = live;
    Q_EMIT changed();
    if (live) draw();
}

void SampleModel::setCaption(Caption caption) {
    m_caption = caption;
    m_canvas->scene().setCaptionsVisible(caption != Caption::kNone);
    for (std::size_t i = 0; i < m_cells.size(); ++i)
        if (m_cells[i]) m_canvas->scene().setCaption(static_cast<int>(i), captionOf(*m_cells[i]));
    m_canvas->sceneEdited();
    Q_EMIT changed();
}

void SampleModel::setSavedSize(const SavedSize& size) {
    if (size == m_savedSize) return;
    m_savedSize = size;
    Q_EMIT changed();
}

void SampleModel::setSheetNames(bool on) {
    if (on == m_sheetNames) return;
    m_sheetNames = on;
    Q_EMIT changed();
}

SheetNames SampleModel::sheetNames() const {
    SheetNames names;
    if (!m_sheetNames) return names;
    const std::vector<LabelMix> rows = mixes();
    if (rows.size() > 1)
        for (const LabelMix& mix : rows) names.rows.push_back(mixText(mix, 2).toStdString());
    const bool isSaidByRow = rows.size() > 1 && m_caption == Caption::kLabel;
    if (m_caption == Caption::kNone || isSaidByRow) return names;
    for (int i = 0; i < total(); ++i) {
        const Cell* face = cell(i);
        names.captions.push_back(face != nullptr ? captionOf(*face, rows.size() > 1) : std::string());
    }
    return names;
}

void SampleModel::parametersEdited() {
    Q_EMIT changed();
    touch();
}

void SampleModel::layOut() {
    m_layoutSince = m_ticket + 1;
    m_cells.resize(static_cast<std::size_t>(total()));
    m_canvas->scene().setGrid(total(), m_columns);
    m_canvas->sceneEdited();
}

void SampleModel::touch() {
    if (m_live) {
        draw();
        return;
    }
    m_canvas->scene().markAllStale();
    m_canvas->sceneEdited();
}

void SampleModel::setDrawnAs(const DrawnAs& as) {
    if (modelInfo() == nullptr || knownSize(as, *modelInfo()) == m_as) return;
    m_as = knownSize(as, *modelInfo());
    layOut();
    parametersEdited();
}

std::optional<int> SampleModel::draftSize() const {
    const std::vector<int>& sizes = modelInfo()->sizes;
    if (sizes.front() >= side()) return std::nullopt;
    return sizes.front();
}

void SampleModel::draw() {
    if (modelInfo() == nullptr) return;
    m_rest->stop();
    m_drawn = request();
    m_started = nowNanoseconds();
    SampleRequest first = m_drawn;
    const std::optional<int> draft = draftSize();
    if (draft) first.as.size = *draft;
    m_draft = draft.has_value() || isToChoose(m_drawn);
    if (isToChoose(first)) first = asChosenBefore(first, m_chosen);
    send(first);
}

void SampleModel::refine() {
    m_draft = false;
    send(m_drawn);
}

void SampleModel::send(const SampleRequest& request) {
    m_canvas->scene().markAllStale();
    m_canvas->sceneEdited();
    m_finished = 0;
    m_drawing = true;
    const GridScene& scene = m_canvas->scene();
    const int centre = scene.hovered() >= 0 ? scene.hovered() : scene.selected();
    m_ticket = m_bridge->sample(request, scene.drawingOrder(centre));
    Q_EMIT progressed(0, total());
}

void SampleModel::stop() {
    m_rest->stop();
    m_bridge->stopInteractive();
    m_drawing = false;
    Q_EMIT progressed(total(), total());
}

void SampleModel::takeCells(quint64 ticket, const std::vector<Cell>& cells) {
    // During a drag the request before the newest is left to finish: its faces are shown, marked as old.
    if (!fitsGrid(ticket)) return;
    const bool isOlder = ticket != m_ticket;
    for (const Cell& cell : cells) {
        const auto index = static_cast<std::size_t>(cell.index);
        if (cell.index < 0 || index >= m_cells.size()) continue;
        if (cell.image.width < side()) {
            showDraft(cell);
            if (isOlder) m_canvas->scene().markStale(cell.index);
            continue;
        }
        m_cells[index] = cell;
        m_canvas->scene().setCell(cell.index, cell.image, captionOf(cell), describe(cell).toStdString());
        if (isOlder) {
            m_canvas->scene().markStale(cell.index);
        } else {
            ++m_finished;
        }
        Q_EMIT cellLanded(cell.index);
    }
    m_canvas->sceneEdited();
    if (m_drawing) Q_EMIT progressed(m_finished, total());
}

void SampleModel::showDraft(const Cell& cell) {
    // What can be saved is of the size asked for, and of these parameters.
    m_cells[static_cast<std::size_t>(cell.index)].reset();
    const std::string caption = m_caption == Caption::kBits ? "…" : captionOf(cell);
    const QString spoken = tr("Image %1 of %2, seed %3, %4, a draft")
                               .arg(cell.index + 1)
                               .arg(total())
                               .arg(cell.seed)
                               .arg(mixText(cell.look.mix));
    m_canvas->scene().setCell(cell.index, resize(cell.image, side(), side(), Filter::kBicubic), caption,
                              spoken.toStdString());
}

void SampleModel::takeSummary(quint64 ticket, const SampleSummary& summary) {
    if (fitsGrid(ticket)) Q_EMIT gridLanded(ticket);
    if (ticket != m_ticket) return;
    if (m_draft) {
        m_rest->start();
        return;
    }
    m_drawn.best_of.chosen = m_chosen = summary.chosen;
    m_drawing = false;
    m_lastMilliseconds = static_cast<double>(nowNanoseconds() - m_started) / 1e6;
    m_canvas->scene().hud = tr("%1 ms · %2 ms per face")
                                .arg(m_lastMilliseconds, 0, 'f', 0)
                                .arg(m_lastMilliseconds / std::max(1, total()), 0, 'f', 1)
                                .toStdString();
    m_canvas->sceneEdited();
    Q_EMIT progressed(total(), total());
    Q_EMIT finishedDrawing(m_lastMilliseconds);
}

void SampleModel::takeFailure(quint64 ticket, const Error& error) {
    if (ticket != m_ticket) return;
    m_drawing = false;
    Q_EMIT progressed(total(), total());
    if (error.kind() != ErrorKind::kInterrupted) Q_EMIT failed(error);
}

std::string SampleModel::captionOf(const Cell& cell, bool hasRowNames) const {
    switch (m_caption) {
        case Caption::kNone:
            return {};
        // Rows of one emotion each share their seeds: there the label is what tells cells apart.
        case Caption::kSeed:
            return m_rowPerLabel && !hasRowNames ? mixText(cell.look.mix, 2).toStdString() : std::to_string(cell.seed);
        case Caption::kLabel:
            return mixText(cell.look.mix, 2).toStdString();
        case Caption::kBits:
            return tr("%1 bits/dim").arg(cell.bits_per_dim, 0, 'f', 2).toStdString();
    }
    return {};
}

const Cell* SampleModel::cell(int index) const {
    if (index < 0 || static_cast<std::size_t>(index) >= m_cells.size()) return nullptr;
    const auto& entry = m_cells[static_cast<std::size_t>(index)];
    return entry ? &*entry : nullptr;
}

const Cell* SampleModel::selectedCell() const {
    return cell(m_canvas->scene().selected());
}

QString SampleModel::describe(const Cell& cell) const {
    return tr("Image %1 of %2, seed %3, %4, %5 bits per dimension")
        .arg(cell.index + 1)
        .arg(total())
        .arg(cell.seed)
        .arg(mixText(cell.look.mix))
        .arg(cell.bits_per_dim, 0, 'f', 2);
}

}  // namespace bplf::ui
