// SPDX-License-Identifier: GPL-3.0-or-later
// The filter box of the run list: part of a name, or /a regular expression/.
#pragma once

#include <QRegularExpression>
#include <QString>

namespace bplf::ui {

/// What the user typed, ready to match names. Case does not matter in either form.
class CurveFilter {
  public:
    CurveFilter() = default;
    /// "/…/" is a regular expression (the closing slash may be missing while typing); everything else is
    /// a part of the name. An invalid expression matches everything and has an error().
    explicit CurveFilter(const QString& text);

    bool matches(const QString& name) const;
    /// Empty, or why the expression is not valid.
    const QString& error() const { return m_error; }

  private:
    QString m_part;
    QRegularExpression m_expression;
    bool m_isExpression = false;
    QString m_error;
};

}  // namespace bplf::ui
