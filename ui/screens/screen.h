// SPDX-License-Identifier: GPL-3.0-or-later
// What the shell knows of a screen (Sample, Morph, …): its widgets, actions and files.
#pragma once

#include <QImage>
#include <QList>
#include <QObject>
#include <QStringList>
#include <QVariantMap>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/engine/types.h"
#include "ui/kit/message.h"
#include "ui/screens/screen_value.h"
#include "ui/screens/script_step.h"
#include "ui/screens/snapshot.h"

class QAction;
class QWidget;

namespace bplf::ui {

class EngineBridge;

/// One mode of the studio. Lives on the UI thread, owned by the main window; its widgets become
/// children of the window when first asked for. Talks to the shell through signals only.
class Screen : public QObject {
    Q_OBJECT

  public:
    explicit Screen(EngineBridge* bridge, QObject* parent = nullptr) : QObject(parent), m_bridge(bridge) {}

    /// Stable word for `--mode` and settings, e.g. "morph".
    virtual QString id() const = 0;
    /// Text in the mode rail (translated) and one sentence for its tooltip and status tip.
    virtual QString title() const = 0;
    virtual QString description() const = 0;
    /// Name of an icon in resources/icons, without ".svg".
    virtual QString iconName() const = 0;

    /// Fills the centre of the window. Made once; the same pointer each time.
    virtual QWidget* page() = 0;
    /// Fills the inspector dock, or nullptr for none (the dock is hidden then). Made once.
    virtual QWidget* inspector() = 0;
    /// Facts about what is selected, shown in a second dock, or nullptr for none. Made once.
    virtual QWidget* card() { return nullptr; }
    virtual QString cardTitle() const { return tr("Selected face"); }
    /// Commands of this screen, for the menu and the shortcuts sheet; enabled only while active.
    virtual QList<QAction*> actions() const { return {}; }

    /// The screen came to the front, or left it. Stop timers and interactive work when leaving.
    virtual void activated() {}
    virtual void deactivated() {}
    /// A model became current; the first call may come before or after activated().
    virtual void modelChanged(const ModelInfo&) {}
    /// The user pressed Stop (Esc). Keep what is finished.
    virtual void stop() {}
    /// The user asks to repeat what is shown with a fresh seed, where that makes sense.
    virtual void newSeed() {}
    /// Whether newSeed() means something here.
    virtual bool hasSeed() const { return false; }
    /// Whether changes draw at once (the toolbar's live switch).
    virtual void setLive(bool /*live*/) {}
    /// Whether that switch means something here.
    virtual bool hasLive() const { return false; }

    /// Whether the file can only be this screen's, whichever is in front; decide by name and first bytes only.
    virtual bool claims(const QString& /*path*/) const { return false; }
    /// Whether the screen wants this dropped or opened file; decide by name and first bytes only.
    virtual bool canOpen(const QString& /*path*/) const { return false; }
    /// Opens the files (all of them canOpen). Failures go to messageRaised; the state is kept.
    virtual void open(const QStringList& /*paths*/) {}
    /// A picture pasted or dropped as data.
    virtual bool openImage(const QImage& /*image*/) { return false; }
    /// Another screen sends a face to the morph.
    virtual void receiveKey(const MorphKey& /*key*/, const QImage& /*thumbnail*/) {}

    /// Another screen sends a face to the stimulus set: "seed:7". False where it was not taken; the screen then says
    /// why.
    virtual bool receiveIdentity(const QString& /*source*/) { return false; }

    /// What session, history and projects keep of the screen: plain values, and JSON objects as text. Empty while it
    /// cannot be said, as before the first model.
    virtual QVariantMap state() const { return {}; }
    /// Shows such a state, also of another version or model: what does not fit is left out.
    virtual void restoreState(const QVariantMap& /*state*/) {}
    /// False while restoreState() could do nothing, as during a build that must end first.
    virtual bool canRestoreState() const { return true; }
    /// state() with photos also while private: for what ends with the window, as undo does.
    virtual QVariantMap stateWithPhotos() const { return state(); }
    /// False while work is under way that ends in another state(), as the search for a photo's faces does;
    /// settledChanged() tells of its end.
    virtual bool isStateWhole() const { return true; }
    /// Keys of state() that also change without anybody's doing; by themselves they are no step of undo.
    virtual QStringList restlessKeys() const { return {}; }
    /// What somebody changed, in words for the undo menu: "Happy 60 %".
    virtual QString nameOfChange(const QVariantMap& /*before*/, const QVariantMap& /*after*/) const { return title(); }
    /// Begins anew, as a new project does.
    virtual void reset() {}
    /// How it stands, for the history; nothing where nothing worth keeping is there. Asked when an edit came to rest.
    virtual std::optional<Snapshot> snapshot() const { return std::nullopt; }
    /// What is known of the photo in front: its file and the hash of its pixels; empty without one.
    virtual QStringList photos() const { return {}; }
    /// Drops what comes of these photos (HistoryRecord::photos), also what could bring it back.
    virtual void forgetPhotos(const QStringList& /*photos*/) {}
    /// While private, state() holds nothing of photos.
    bool isPrivate() const { return m_isPrivate; }
    void setPrivate(bool isPrivate) {
        m_isPrivate = isPrivate;
        Q_EMIT stateEdited();
    }

    /// No work is under way whose result would change what is on the screen (for screenshots).
    virtual bool isSettled() const { return true; }
    /// What would be lost by quitting now, as a sentence; empty when nothing would.
    virtual QString runningWork() const { return {}; }
    /// What can be set by typing its name and a number.
    virtual std::vector<ScreenValue> values() { return {}; }
    /// What scripts can ask of this screen.
    virtual ScriptSteps scriptSteps() { return {}; }

    EngineBridge* bridge() const { return m_bridge; }
    /// Its key with Ctrl, 1 to 9; 0 for that of its place.
    int digit() const { return m_digit; }
    void setDigit(int digit) { m_digit = digit; }

  Q_SIGNALS:
    void messageRaised(const bplf::ui::Message& message);
    /// Long work; shown after 300 ms. `done == total` or total 0 with an empty stage hides it.
    void progressed(const bplf::Progress& progress);
    /// Short text for the status bar, e.g. "41 ms · 2.6 ms per image".
    void statusChanged(const QString& text);
    void morphKeyOffered(const bplf::MorphKey& key, const QImage& thumbnail);
    void photoOffered(const QImage& photo);
    void identityOffered(const QString& source);
    /// Files or folders for another screen, by its id; it comes to the front and opens them.
    void filesOffered(const QString& screen, const QStringList& paths);
    void settledChanged();
    /// Something that state() keeps was changed.
    void stateEdited();
    /// Something was done that state() does not keep, but that can be taken back and done again.
    void stepDone(const QString& name, const std::function<void()>& undo, const std::function<void()>& redo);

  private:
    EngineBridge* m_bridge;
    bool m_isPrivate = false;
    int m_digit = 0;
};

}  // namespace bplf::ui
