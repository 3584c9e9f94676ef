// SPDX-License-Identifier: GPL-3.0-or-later
// Matching of run names.
#include "ui/screens/curves/curve_filter.h"

namespace bplf::ui {

CurveFilter::CurveFilter(const QString& text) : m_part(text.trimmed()) {
    if (!m_part.startsWith('/') || m_part.size() < 2) return;
    QString pattern = m_part.mid(1);
    if (pattern.endsWith('/')) pattern.chop(1);
    m_expression.setPattern(pattern);
    m_expression.setPatternOptions(QRegularExpression::CaseInsensitiveOption);
    m_isExpression = m_expression.isValid();
    if (!m_isExpression) {
        m_error = m_expression.errorString();
        m_part.clear();
    }
}

bool CurveFilter::matches(const QString& name) const {
    if (m_isExpression) return m_expression.match(name).hasMatch();
    return name.contains(m_part, Qt::CaseInsensitive);
}

}  // namespace bplf::ui
