// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/model_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

using inspect::ModelFacts;
using inspect::ModelKind;

struct ModelWords {
    Q_DECLARE_TR_FUNCTIONS(ModelWords)
};

QString textFrom(const std::string& text) {
    return QString::fromStdString(text);
}

QString said(const ModelFacts& facts, const char* key) {
    const auto found = facts.metadata.find(key);
    return found == facts.metadata.end() ? QString() : textFrom(found->second);
}

QString kindWords(const ModelFacts& facts) {
    switch (facts.kind) {
        case ModelKind::kFlow:
            return ModelWords::tr("a flow of the system %1").arg(textFrom(facts.system));
        case ModelKind::kLevel:
            return ModelWords::tr("one level of a pyramid: %1").arg(textFrom(facts.level));
        case ModelKind::kClassifier:
            break;
    }
    return ModelWords::tr("a classifier of expressions");
}

QString colourWords(const ModelFacts& facts) {
    return facts.channels == 1 ? ModelWords::tr("grey") : ModelWords::tr("colour");
}

QString sideWords(const ModelFacts& facts) {
    return ModelWords::tr("%1 × %2").arg(facts.image_width).arg(facts.image_height);
}

QString networkWords(const ModelFacts& facts) {
    const QString width = ModelWords::tr("width %1").arg(facts.width);
    return facts.depth > 0 ? ModelWords::tr("depth %1, ").arg(facts.depth) + width : width;
}

QString labelWords(const ModelFacts& facts) {
    QStringList labels;
    for (const std::string& label : facts.labels) labels << textFrom(label);
    return labels.join(QStringLiteral(", "));
}

QString stepWords(const ModelFacts& facts) {
    const QString step = said(facts, "step"), images = said(facts, "images_seen");
    if (step.isEmpty() || images.isEmpty()) return step.isEmpty() ? QString() : countWords(step.toLongLong());
    return ModelWords::tr("%1 (%2 images seen)").arg(countWords(step.toLongLong()), countWords(images.toLongLong()));
}

QString bitWords(const ModelFacts& facts) {
    const QString bits = said(facts, "bits_per_dim");
    if (bits.isEmpty()) return {};
    const QString number = fixedText(bits.toDouble(), 3), images = said(facts, "bits_per_dim_images");
    return images.isEmpty() ? number
                            : ModelWords::tr("%1 on %2 images kept back").arg(number, countWords(images.toLongLong()));
}

QString accuracyWords(const ModelFacts& facts) {
    const QString accuracy = said(facts, "accuracy");
    return accuracy.isEmpty() ? QString() : ModelWords::tr("%1 %").arg(fixedText(100 * accuracy.toDouble(), 1));
}

QString timeWords(const ModelFacts& facts) {
    const QString seconds = said(facts, "training_seconds");
    return seconds.isEmpty() ? QString() : durationWords(seconds.toDouble());
}

}  // namespace

QString byteWords(double bytes) {
    if (bytes < 1e6) return ModelWords::tr("%1 kB").arg(qRound(bytes / 1e3));
    if (bytes < 1e9) return ModelWords::tr("%1 MB").arg(fixedText(bytes / 1e6, bytes < 1e7 ? 1 : 0));
    return ModelWords::tr("%1 GB").arg(fixedText(bytes / 1e9, 1));
}

QString countWords(qint64 count) {
    return QLocale().toString(count);
}

QString durationWords(double seconds) {
    if (seconds < 90) return ModelWords::tr("%1 s").arg(qRound(seconds));
    const int minutes = qRound(seconds / 60);
    if (minutes < 90) return ModelWords::tr("%1 min").arg(minutes);
    if (minutes < 48 * 60)
        return ModelWords::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
    return ModelWords::tr("%1 d %2 h").arg(minutes / 1440).arg(minutes % 1440 / 60);
}

QString shortFacts(const ModelFacts& facts) {
    QStringList parts{sideWords(facts), colourWords(facts)};
    if (!facts.labels.empty()) parts << ModelWords::tr("%1 emotions").arg(facts.labels.size());
    if (facts.kind == ModelKind::kLevel) parts << ModelWords::tr("level %1").arg(textFrom(facts.level));
    if (facts.kind == ModelKind::kClassifier) parts << ModelWords::tr("classifier");
    return parts.join(QStringLiteral(" · "));
}

QList<FactRow> factRows(const ModelFacts& facts) {
    QList<FactRow> rows{
        {ModelWords::tr("Kind"), kindWords(facts)},
        {ModelWords::tr("Configuration"), textFrom(facts.configuration)},
        {ModelWords::tr("Pictures"), ModelWords::tr("%1, %2").arg(sideWords(facts), colourWords(facts))},
        {ModelWords::tr("Emotions"), labelWords(facts)},
        {ModelWords::tr("Network"), networkWords(facts)},
        {ModelWords::tr("Parameters"), countWords(facts.parameters)},
        {ModelWords::tr("Levels of codes"), facts.code_levels > 0 ? countWords(facts.code_levels) : QString()},
        {ModelWords::tr("Steps trained"), stepWords(facts)},
        {ModelWords::tr("Training took"), timeWords(facts)},
        {ModelWords::tr("Bits/dim"), bitWords(facts)},
        {ModelWords::tr("Accuracy"), accuracyWords(facts)},
        {ModelWords::tr("Licence"), said(facts, "licence")},
        {ModelWords::tr("Size"), byteWords(static_cast<double>(facts.bytes))},
        {ModelWords::tr("File"), QString::fromStdU16String(facts.path.u16string()), true},
        {ModelWords::tr("SHA-256"), textFrom(facts.sha256), true},
        {ModelWords::tr("SHA-256 of its data"), said(facts, "data_sha256"), true}};
    rows.removeIf([](const FactRow& row) { return row.value.isEmpty(); });
    return rows;
}

}  // namespace bplf::ui
