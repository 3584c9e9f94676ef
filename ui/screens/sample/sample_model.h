// SPDX-License-Identifier: GPL-3.0-or-later
// The Sample screen's state: what to draw, what was drawn, and which picture is still an older one.
#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "core/engine/types.h"
#include "core/publish/sheet_file.h"
#include "ui/kit/label_simplex.h"
#include "ui/kit/saved_size_edit.h"

class QTimer;

namespace bplf {
struct SampleSummary;
class Error;
}  // namespace bplf

namespace bplf::ui {

class CanvasController;
class EngineBridge;

/// Testable without a window. Every setter that changes the picture draws anew when live.
class SampleModel : public QObject {
    Q_OBJECT

  public:
    enum class Caption { kNone, kSeed, kLabel, kBits };

    SampleModel(EngineBridge* bridge, CanvasController* canvas, QObject* parent = nullptr);

    /// The whole grid as one request.
    SampleRequest request() const;
    /// The request that draws one finished cell alone.
    SampleRequest cellRequest(const Cell& cell) const;
    /// Shows a request (from a PNG, a session or a script). Labels of another model are dropped;
    /// false then, and the rest is applied. temperatureScale: what of the temperatures is the scale of all levels.
    bool restore(const SampleRequest& request, double temperatureScale = 1);

    const ModelInfo* modelInfo() const;
    const LabelSimplex& simplex() const { return m_simplex; }
    void setSimplex(const LabelSimplex& simplex);
    quint64 seed() const { return m_seed; }
    void setSeed(quint64 seed);
    bool isSeedLocked() const { return m_seedLocked; }
    void setSeedLocked(bool locked);
    /// A random seed, unless locked.
    void newSeed();

    /// Temperatures per level before scaling, fine to coarse; the model's own unless changed.
    const std::vector<double>& levelTemperatures() const { return m_levels; }
    void setLevelTemperature(std::size_t level, double temperature);
    void resetLevelTemperatures();
    double temperatureScale() const { return m_scale; }
    void setTemperatureScale(double scale);
    /// What is asked of the engine: levels times scale, 0 to 2.
    std::vector<double> effectiveTemperatures() const;

    /// Size and greyness of the faces. A size that the model does not have is the model's own, as 0 is.
    const DrawnAs& drawnAs() const { return m_as; }
    void setDrawnAs(const DrawnAs& as);
    /// Of the faces in pixels, with drawnAs() and a model.
    int side() const { return m_as.size == 0 ? modelInfo()->height : m_as.size; }

    /// Of so many faces for each place the one is kept that shows its emotion most clearly to a classifier; 1 = none
    /// are compared. They are compared when nothing has changed for a moment.
    int bestOf() const { return m_bestOf; }
    void setBestOf(int candidates);

    int columns() const { return m_columns; }
    int rows() const;
    void setGrid(int columns, int rows);
    bool isRowPerLabel() const { return m_rowPerLabel; }
    void setRowPerLabel(bool on);

    bool isLive() const { return m_live; }
    void setLive(bool live);
    /// Of the expressions; the model's own unless changed.
    double intensity() const { return m_intensity; }
    void setIntensity(double intensity);
    void resetIntensity();
    /// Of sheets and pictures; changes no face.
    const SavedSize& savedSize() const { return m_savedSize; }
    void setSavedSize(const SavedSize& size);
    /// Whether sheets have names: of the emotion beside each row of its own, and the captions below the faces.
    bool hasSheetNames() const { return m_sheetNames; }
    void setSheetNames(bool on);
    /// For the faces that are finished.
    SheetNames sheetNames() const;
    Caption caption() const { return m_caption; }
    void setCaption(Caption caption);

    /// Draws now. A model that has smaller sizes shows the grid at its smallest first, and at the size asked for when
    /// nothing has changed for a moment.
    void draw();
    void stop();
    /// Draws when live; otherwise marks the pictures as older ones.
    void touch();

    /// The finished cell at an index of the grid, or nullptr; faces of a draft are not finished.
    const Cell* cell(int index) const;
    const Cell* selectedCell() const;
    int finished() const { return m_finished; }
    int total() const;
    bool isDrawing() const { return m_drawing; }
    /// Of the newest draw().
    quint64 ticket() const { return m_ticket; }
    /// Milliseconds from the last draw() to its last picture.
    double lastMilliseconds() const { return m_lastMilliseconds; }
    QString describe(const Cell& cell) const;

    void setModel(const ModelInfo& info);
    /// The parameters and the grid of a new studio.
    void reset();

  Q_SIGNALS:
    /// Parameters changed (whoever did it).
    void changed();
    void cellLanded(int index);
    void progressed(int finished, int total);
    void finishedDrawing(double milliseconds);
    /// A whole grid of the request with this ticket is on the screen, also when a newer one is under way.
    void gridLanded(quint64 ticket);
    void failed(const bplf::Error& error);

  private:
    void takeCells(quint64 ticket, const std::vector<Cell>& cells);
    void takeSummary(quint64 ticket, const SampleSummary& summary);
    void takeFailure(quint64 ticket, const Error& error);
    /// The side of a draft of the present request; nothing where it would be no quicker.
    std::optional<int> draftSize() const;
    void send(const SampleRequest& request);
    void refine();
    /// A face of a draft, enlarged to the size of those to come.
    void showDraft(const Cell& cell);
    std::string captionOf(const Cell& cell, bool hasRowNames = false) const;
    void layOut();
    /// Whether results of this ticket belong into the present grid.
    bool fitsGrid(quint64 ticket) const { return ticket >= m_layoutSince; }
    void parametersEdited();
    void restoreTemperatures(const std::vector<double>& effective, double scale);
    std::vector<LabelMix> mixes() const;
    /// What was chosen for such a request, where that is what was drawn last.
    std::vector<int> chosenFor(const SampleRequest& request) const;

    EngineBridge* m_bridge;
    CanvasController* m_canvas;
    LabelSimplex m_simplex;
    std::optional<std::vector<LabelMix>> m_fixedMixes;  ///< of a restored request, until edited
    Look m_own{{}, {}, 1};                              ///< the model's
    std::vector<double> m_levels;
    double m_scale = 1;
    double m_intensity = 1;
    quint64 m_seed = 1;
    bool m_seedLocked = false;
    int m_columns = 4, m_count = 16;
    int m_bestOf = 1;
    bool m_rowPerLabel = false;
    bool m_live = true;
    Caption m_caption = Caption::kSeed;
    SavedSize m_savedSize = kUsualSavedSize;
    bool m_sheetNames = true;

    std::optional<std::pair<SampleRequest, double>> m_waiting;  ///< restored before any model was there
    SampleRequest m_drawn;                                      ///< what is asked for; a draft draws it smaller
    std::vector<int> m_chosen;                                  ///< the last that were, for drafts
    DrawnAs m_as;
    QTimer* m_rest;        ///< from a draft to the whole size
    bool m_draft = false;  ///< the newest ticket draws one
    quint64 m_ticket = 0;
    quint64 m_layoutSince = 0;  ///< earlier tickets were drawn for another grid or model
    bool m_drawing = false;
    int m_finished = 0;
    qint64 m_started = 0;
    double m_lastMilliseconds = 0;
    std::vector<std::optional<Cell>> m_cells;
};

/// "happy 60 %, surprise 40 %" or "no label"; at most `most` labels are named.
QString mixText(const LabelMix& mix, int most = 3);

}  // namespace bplf::ui
