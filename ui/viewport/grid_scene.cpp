// SPDX-License-Identifier: GPL-3.0-or-later
// Layout, zoom and hit-testing of the grid. Gaps and captions keep their size on screen at any zoom.
#include "ui/viewport/grid_scene.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace bplf::ui {
namespace {

constexpr double kMargin = 16;
constexpr double kCaption = 20;
/// Below this picture width a caption would not be readable.
constexpr double kCaptionWidth = 64;
constexpr double kLargestScale = 64;

double gap(double side) {
    return std::clamp(side * 0.06, 2.0, 12.0);
}

}  // namespace

void GridScene::setGrid(int count, int columns) {
    m_columns = std::max(1, columns);
    m_cells.resize(static_cast<std::size_t>(std::max(0, count)));
    if (m_selected >= this->count()) m_selected = -1;
    if (m_hovered >= this->count()) m_hovered = -1;
    if (isFit()) applyFit();
}

void GridScene::setCell(int index, Image image, std::string caption, std::string spoken) {
    if (index < 0 || index >= count()) return;
    SceneCell& cell = m_cells[static_cast<std::size_t>(index)];
    if (!image.empty() && (image.width != m_pictureWidth || image.height != m_pictureHeight))
        setPictureSize(image.width, image.height);
    cell.image = std::move(image);
    cell.caption = std::move(caption);
    cell.spoken = std::move(spoken);
    cell.stale = false;
    cell.version = ++m_version;
}

void GridScene::setCaption(int index, std::string caption) {
    if (index >= 0 && index < count()) m_cells[static_cast<std::size_t>(index)].caption = std::move(caption);
}

void GridScene::markAllStale() {
    for (SceneCell& cell : m_cells) cell.stale = !cell.image.empty();
}

void GridScene::markStale(int index) {
    if (index >= 0 && index < count()) m_cells[static_cast<std::size_t>(index)].stale = true;
}

int GridScene::staleCount() const {
    return static_cast<int>(
        std::ranges::count_if(m_cells, [](const SceneCell& c) { return c.stale || c.image.empty(); }));
}

void GridScene::clear() {
    for (SceneCell& cell : m_cells) cell = {};
    m_pinned = false;
}

void GridScene::pin() {
    for (SceneCell& cell : m_cells) {
        cell.reference = cell.image;
        cell.referenceVersion = ++m_version;
    }
    m_pinned = true;
}

void GridScene::unpin() {
    for (SceneCell& cell : m_cells) cell.reference = {};
    m_pinned = false;
}

void GridScene::setWipe(double wipe) {
    m_wipe = std::clamp(wipe, 0.0, 1.0);
}

void GridScene::setViewport(double width, double height) {
    const double dx = (width - m_viewWidth) / 2, dy = (height - m_viewHeight) / 2;
    m_viewWidth = std::max(1.0, width);
    m_viewHeight = std::max(1.0, height);
    if (isFit()) {
        applyFit();
    } else {
        pan(dx, dy);
    }
}

void GridScene::setPictureSize(int width, int height) {
    m_pictureWidth = std::max(1, width);
    m_pictureHeight = std::max(1, height);
    if (isFit()) applyFit();
}

void GridScene::setCaptionsVisible(bool visible) {
    m_captions = visible;
    if (isFit()) applyFit();
}

double GridScene::captionHeight() const {
    return m_captions && m_pictureWidth * m_scale >= kCaptionWidth ? kCaption : 0;
}

double GridScene::pitchX() const {
    const double side = m_pictureWidth * m_scale;
    return side + gap(side);
}

double GridScene::pitchY() const {
    const double side = m_pictureHeight * m_scale;
    return side + captionHeight() + gap(side);
}

double GridScene::fitScale() const {
    // Bisection, because captions appear only from a certain size on.
    GridScene probe;
    probe.m_pictureWidth = m_pictureWidth;
    probe.m_pictureHeight = m_pictureHeight;
    probe.m_captions = m_captions;
    double low = 0.01, high = kLargestScale;
    for (int i = 0; i < 48; ++i) {
        probe.m_scale = (low + high) / 2;
        const bool fits =
            probe.pitchX() * m_columns - gap(m_pictureWidth * probe.m_scale) <= m_viewWidth - 2 * kMargin &&
            probe.pitchY() * rows() - gap(m_pictureHeight * probe.m_scale) <= m_viewHeight - 2 * kMargin;
        (fits ? low : high) = probe.m_scale;
    }
    return low;
}

void GridScene::applyFit() {
    if (count() == 0) return;
    m_scale = fitScale();
    m_origin.x = (m_viewWidth - (pitchX() * m_columns - gap(m_pictureWidth * m_scale))) / 2;
    m_origin.y = (m_viewHeight - (pitchY() * rows() - gap(m_pictureHeight * m_scale))) / 2;
}

void GridScene::fit() {
    m_mode = Zoom::kFit;
    applyFit();
}

void GridScene::setScale(double scale) {
    const Point middle{m_viewWidth / 2, m_viewHeight / 2};
    zoomAt(middle, std::clamp(scale, 0.05, kLargestScale) / m_scale);
}

void GridScene::stepScale(int direction) {
    const double next = direction > 0 ? std::floor(m_scale + 1.0001) : std::ceil(m_scale - 1.0001);
    setScale(std::max(1.0, next));
}

void GridScene::zoomAt(Point point, double factor) {
    // The place under the pointer, counted in cells, stays under it although gaps do not scale.
    const double u = (point.x - m_origin.x) / pitchX(), v = (point.y - m_origin.y) / pitchY();
    m_mode = Zoom::kFree;
    m_scale = std::clamp(m_scale * factor, 0.05, kLargestScale);
    m_origin = {point.x - u * pitchX(), point.y - v * pitchY()};
    keepInView();
}

void GridScene::pan(double dx, double dy) {
    m_mode = Zoom::kFree;
    m_origin.x += dx;
    m_origin.y += dy;
    keepInView();
}

void GridScene::keepInView() {
    // At least a hand's breadth of the grid stays visible, so that nobody loses it.
    constexpr double kKeep = 48;
    const double width = pitchX() * m_columns, height = pitchY() * rows();
    m_origin.x = std::clamp(m_origin.x, std::min(kKeep - width, 0.0), std::max(m_viewWidth - kKeep, 0.0));
    m_origin.y = std::clamp(m_origin.y, std::min(kKeep - height, 0.0), std::max(m_viewHeight - kKeep, 0.0));
}

Box GridScene::pictureBox(int index) const {
    const int column = index % m_columns, row = index / m_columns;
    // Whole pixels, so that neighbouring pictures have equal sizes and sharp edges.
    const double x = std::round(m_origin.x + column * pitchX());
    const double y = std::round(m_origin.y + row * pitchY());
    return {x, y, std::max(1.0, std::round(m_pictureWidth * m_scale)),
            std::max(1.0, std::round(m_pictureHeight * m_scale))};
}

Box GridScene::captionBox(int index) const {
    const Box picture = pictureBox(index);
    return {picture.x, picture.y + picture.height, picture.width, captionHeight()};
}

bool GridScene::isVisible(const Box& box) const {
    return box.x < m_viewWidth && box.y < m_viewHeight && box.x + box.width > 0 && box.y + box.height > 0;
}

std::optional<int> GridScene::cellAt(Point point) const {
    const double u = (point.x - m_origin.x) / pitchX(), v = (point.y - m_origin.y) / pitchY();
    if (u < 0 || v < 0 || u >= m_columns || v >= rows()) return std::nullopt;
    const int index = static_cast<int>(v) * m_columns + static_cast<int>(u);
    if (index >= count()) return std::nullopt;
    Box box = pictureBox(index);
    box.height += captionBox(index).height;
    return box.contains(point) ? std::optional(index) : std::nullopt;
}

double GridScene::shareAcross(int index, Point point) const {
    const Box box = pictureBox(index);
    return std::clamp((point.x - box.x) / box.width, 0.0, 1.0);
}

void GridScene::select(int index) {
    m_selected = index >= 0 && index < count() ? index : -1;
}

void GridScene::moveSelection(int dx, int dy) {
    if (count() == 0) return;
    if (m_selected < 0) {
        m_selected = 0;
        return;
    }
    const int column = std::clamp(m_selected % m_columns + dx, 0, m_columns - 1);
    const int row = std::clamp(m_selected / m_columns + dy, 0, rows() - 1);
    m_selected = std::min(row * m_columns + column, count() - 1);
}

std::vector<int> GridScene::drawingOrder(int centre) const {
    std::vector<int> order(m_cells.size());
    std::iota(order.begin(), order.end(), 0);
    if (centre < 0 || centre >= count()) return order;
    const auto distance = [&](int index) {
        const int dx = index % m_columns - centre % m_columns;
        const int dy = index / m_columns - centre / m_columns;
        return dx * dx + dy * dy;
    };
    std::ranges::stable_sort(order, {}, distance);
    return order;
}

}  // namespace bplf::ui
