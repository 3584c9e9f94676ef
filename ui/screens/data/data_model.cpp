// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the parts of the Data screen in step.
#include "ui/screens/data/data_model.h"

#include <QDir>
#include <QLocale>
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "ui/bridge/background.h"

namespace bplf::ui {
namespace {

/// Sets of earlier versions have no pictures of what they left out.
bool lacksPictures(const Review& review, const std::vector<ReviewItem>& items) {
    const auto leftOut =
        std::ranges::find_if(items, [](const ReviewItem& item) { return !item.kept() && !item.pixel_sha256.empty(); });
    return leftOut != items.end() && review.picture(leftOut->line).empty();
}

std::vector<ReviewItem> itemsOf(const Review& review) {
    std::vector<ReviewItem> items;
    items.reserve(static_cast<std::size_t>(review.size()));
    for (std::int64_t line = 0; line < review.size(); ++line) items.push_back(review.item(line));
    return items;
}

/// What the choices say about the search for faces: with others, what was found before does not count.
QString searchOf(const BuildOptions& options) {
    return QString::fromStdString(options.face_crop + ' ' + options.profile);
}

std::filesystem::path pathOf(const QString& text) {
    return text.toStdString();
}

QString number(qint64 value) {
    return QLocale().toString(value);
}

QString countedDecisions(qint64 count) {
    return count == 1 ? DataModel::tr("1 decision") : DataModel::tr("%1 decisions").arg(number(count));
}

}  // namespace

/// A built folder as read in the background.
struct DataModel::Opened {
    Review review;
    Overrides overrides;
    std::optional<BuildRecord> record;
    std::shared_ptr<std::vector<ReviewItem>> items;  ///< moved to where they are shown
    bool lacksPictures = false;
};

DataModel::DataModel(QObject* parent)
    : QObject(parent),
      m_sources(new DataSources(this)),
      m_decisions(new ReviewDecisions(this)),
      m_build(new DataBuild(this)),
      m_images(new ReviewModel(m_decisions, this)) {
    connectParts();
    setSettings(m_settings);
}

DataModel::~DataModel() {
    // First: its thread may still wait for the decisions' file.
    delete m_build;
}

void DataModel::connectParts() {
    connect(m_sources, &DataSources::changed, this, &DataModel::changed);
    connect(m_sources, &DataSources::busyChanged, this, &DataModel::busyChanged);
    connect(m_images, &ReviewModel::countsChanged, this, &DataModel::changed);
    connect(m_decisions, &ReviewDecisions::savingChanged, this, &DataModel::busyChanged);
    connect(m_decisions, &ReviewDecisions::saveFailed, this, [this](const Error& error) {
        Q_EMIT messageRaised(messageFromError(error, tr("The decision was not written to the set's folder.")));
    });
    connect(m_build, &DataBuild::itemsArrived, m_images, &ReviewModel::append);
    connect(m_build, &DataBuild::progressed, this, &DataModel::changed);
    connect(m_build, &DataBuild::runningChanged, this, &DataModel::busyChanged);
    connect(m_build, &DataBuild::finished, this, &DataModel::buildFinished);
    connect(m_build, &DataBuild::failed, this, &DataModel::buildFailed);
    connect(m_build, &DataBuild::stopped, this, [this] {
        m_wasStopped = true;
        setSettings(m_settings);
        Q_EMIT messageRaised(
            information(tr("The build was stopped; what was found is kept."), tr("Continue goes on from there.")));
    });
}

void DataModel::setSettings(const BuildSettings& settings) {
    m_settings = settings;
    m_hasSet = holdsDataSet(m_settings.folder);
    m_hasFindings = holdsFindings(m_settings.folder);
    m_hasStopped = holdsStoppedBuild(m_settings.folder) || (m_wasStopped && m_settings.folder == m_folder);
    Q_EMIT changed();
}

DataModel::Next DataModel::next() const {
    if (m_hasStopped) return Next::kContinue;
    return m_isBuilt && m_settings.folder == m_folder && m_images->pending() > 0 ? Next::kRebuild : Next::kBuild;
}

bool DataModel::canStart() const {
    return m_sources->isReady() && !m_settings.folder.isEmpty() && !isBuilding();
}

bool DataModel::wouldReplace() const {
    return m_hasSet && next() == Next::kBuild;
}

void DataModel::start() {
    ++m_load;  // a set that is being opened comes too late
    const QString folder = m_settings.folder;
    BuildOptions options = m_settings.optionsFor(m_sources->spellings());
    if (folder == m_folder) {
        options.overrides = m_decisions->all();
    } else {
        m_images->setFilter({});
        m_decisions->open(folder, {});
        readOverrides(folder);
    }
    m_folder = folder;
    m_isBuilt = m_wasStopped = m_hasStopped = false;
    m_searched = searchOf(options);
    m_images->clear();
    m_build->start(std::move(options), folder, m_hasSet, [decisions = m_decisions] { decisions->waitUntilSaved(); });
    Q_EMIT changed();
}

void DataModel::readOverrides(const QString& folder) {
    runInBackground<Overrides>(
        this, [path = pathOf(folder)] { return Overrides::read(path / kOverridesName); },
        [this, folder](const Result<Overrides>& overrides) {
            // Damaged overrides end the build with a message of their own.
            if (overrides.ok() && folder == m_folder && !m_decisions->isTouched())
                m_decisions->open(folder, overrides.value());
        });
}

void DataModel::buildFinished(const BuildReport& report) {
    setSettings(m_settings);
    QString news = tr("Built: %1 of %2 images are kept.").arg(number(report.kept), number(report.read));
    if (report.overrides_unmatched > 0)
        news += QLatin1Char(' ') +
                tr("No image of these sources was met by %1.").arg(countedDecisions(report.overrides_unmatched));
    // The build may have put the overrides it began with into a folder that had none.
    m_decisions->save();
    load(m_folder, false, news);
}

void DataModel::buildFailed(const Error& error) {
    Q_EMIT messageRaised(messageFromError(error, tr("The data set was not built.")));
    setSettings(m_settings);
    if (m_hasSet) load(m_folder, false, {});
}

void DataModel::openBuilt(const QString& folder) {
    if (isBuilding()) {
        Q_EMIT messageRaised(information(tr("A data set is being built."),
                                         tr("Stop it, or wait for its end, before another one is opened.")));
        return;
    }
    load(QDir::cleanPath(QDir(folder).absolutePath()), true, {});
}

void DataModel::lookThrough(const QString& folder) {
    if (!isBuilding()) load(folder, true, {}, true);
}

void DataModel::load(const QString& folder, bool withRecord, const QString& news, bool keepsChoices) {
    ++m_loading;
    Q_EMIT busyChanged();
    runInBackground<Opened>(
        this,
        [path = pathOf(folder), withRecord, keepsChoices] {
            Opened opened{Review::open(path), Overrides::read(path / kOverridesName), {}, {}};
            opened.items = std::make_shared<std::vector<ReviewItem>>(itemsOf(opened.review));
            opened.lacksPictures = lacksPictures(opened.review, *opened.items);
            if (withRecord && !keepsChoices && std::filesystem::exists(path / "build.json"))
                opened.record = readBuildRecord(path);
            return opened;
        },
        [this, folder, withRecord, news, load = ++m_load](const Result<Opened>& opened) {
            --m_loading;
            if (load != m_load) {
                // Overtaken by a newer set or a build.
            } else if (!opened.ok()) {
                Q_EMIT messageRaised(
                    messageFromError(opened.error(), tr("The data set in %1 was not opened.").arg(folder)));
            } else {
                show(folder, opened.value(), withRecord);
                if (!news.isEmpty()) Q_EMIT messageRaised(information(news, tr("The report says more.")));
            }
            Q_EMIT busyChanged();
        });
}

void DataModel::closeSet() {
    ++m_load;
    m_folder.clear();
    m_isBuilt = m_wasStopped = false;
    m_images->clear();
    m_decisions->open({}, {});
    Q_EMIT changed();
}

void DataModel::show(const QString& folder, const Opened& opened, bool withRecord) {
    // Nobody chose the filter for this set.
    if (folder != m_folder) m_images->setFilter({});
    m_folder = folder;
    m_isBuilt = true;
    m_wasStopped = false;
    if (withRecord) m_decisions->open(folder, opened.overrides);
    m_images->show(opened.review, std::move(*opened.items));
    if (opened.lacksPictures)
        Q_EMIT messageRaised(
            information(tr("This set keeps no pictures of what it left out."), tr("Built again, it shows them, too.")));
    if (opened.record) {
        const auto weights = m_settings.options.files;
        m_settings = opened.record->settings;
        m_settings.options.files = weights;
        m_settings.setFolder(folder);
        m_searched = searchOf(m_settings.options);
        m_sources->clear();
        for (const QString& source : opened.record->sources) m_sources->addSpelling(source);
        if (!opened.record->problem.isEmpty()) {
            Message message =
                information(opened.record->problem, tr("Building it again here reads them in the usual way."));
            message.severity = Message::Severity::kWarning;
            Q_EMIT messageRaised(message);
        }
        Q_EMIT settingsReplaced();
    }
    setSettings(m_settings);
}

QString DataModel::sourcesText() const {
    const auto count = static_cast<int>(m_sources->all().size());
    if (count == 0) return tr("No sources yet: add a folder or a table of faces.");
    for (const DataSource& source : m_sources->all()) {
        if (source.state == DataSource::State::kChecking) return tr("Looking at the sources…");
        if (source.state != DataSource::State::kReady) return tr("A source cannot be read as it is: see above.");
    }
    const QString sources = count == 1 ? tr("1 source") : tr("%1 sources").arg(count);
    if (m_sources->images() == 0) return tr("Ready: %1.").arg(sources);
    return tr("Ready: %1 images in %2.").arg(number(m_sources->images()), sources);
}

QString DataModel::statusText() const {
    if (isBuilding()) {
        const Progress& progress = m_build->progress();
        if (progress.total == 0) return QString::fromStdString(progress.stage) + QStringLiteral("…");
        return tr("%1 of %2 images searched.").arg(number(progress.done), number(progress.total));
    }
    if (m_loading > 0) return tr("Opening the set…");
    if (next() == Next::kContinue) return tr("A build was stopped here; it goes on where it was.");
    if (!m_isBuilt || m_settings.folder != m_folder) return sourcesText();
    if (m_images->pending() > 0)
        return m_hasFindings && m_searched == searchOf(m_settings.options) ? tr("Quick: no picture is searched again.")
                                                                           : tr("Every picture is searched again.");
    return tr("The set is built. It is not redistributable: the sources' terms apply.");
}

bool DataModel::isBusy() const {
    return isBuilding() || m_loading > 0 || m_sources->isBusy() || m_decisions->isSaving();
}

}  // namespace bplf::ui
