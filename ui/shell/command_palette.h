// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the window can do, found by typing.
#pragma once

#include <QDialog>
#include <QStringList>
#include <functional>
#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;

namespace bplf::ui {

/// One line of the palette.
struct PaletteEntry {
    QString title;  ///< what is found, as "Save the project"
    QString place;  ///< where it belongs: a menu or a screen
    QString keys;   ///< may be empty
    QString why;    ///< why it cannot be chosen now; empty where it can be
    std::function<void()> run;
    std::function<bool(const QString&)> set;  ///< of a value, which `value` is typed for
    QString word, range;                      ///< of a value
    bool isNear = false;                      ///< of the screen in front, which comes first
};

/// Lists what fits the typed letters, the best first; what was chosen lately is first while nothing is typed. The arrow
/// keys choose while the field keeps the focus; Return does it, Escape closes. A value is set by its word and a number.
class CommandPalette : public QDialog {
    Q_OBJECT

  public:
    explicit CommandPalette(QWidget* parent = nullptr);

    /// Shows itself over the parent with these entries.
    void open(std::vector<PaletteEntry> entries);
    QLineEdit* field() const { return m_field; }
    QListWidget* list() const { return m_list; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    /// An entry that fits, and how well.
    struct Hit {
        std::size_t entry = 0;
        int worth = 0;
        QString value;  ///< that was typed for it
    };
    void find();
    std::optional<Hit> hitOf(std::size_t entry, const QString& typed) const;
    void showHits(const std::vector<Hit>& hits);
    void choose();
    QString textOf(const Hit& hit) const;

    std::vector<PaletteEntry> m_entries;
    std::vector<Hit> m_hits;
    QStringList m_recent;  ///< titles, the newest first
    QLineEdit* m_field;
    QListWidget* m_list;
    QLabel* m_hint;
};

}  // namespace bplf::ui
