// SPDX-License-Identifier: GPL-3.0-or-later
// Following one run; finding runs is in find_runs.cpp.
#include "core/io/curves.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/io/followed_file.h"
#include "core/io/text_log.h"
#include "core/io/tfevents.h"

namespace bplf {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 22;

/// The event files of a source, oldest first (their names begin with the time).
std::vector<std::filesystem::path> files_of(const RunSource& source) {
    std::error_code code;
    if (!std::filesystem::is_directory(source.path, code)) {
        const bool exists = std::filesystem::exists(source.path, code);
        return exists ? std::vector{source.path} : std::vector<std::filesystem::path>{};
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(source.path, code)) {
        std::error_code ignored;
        if (entry.is_regular_file(ignored) && is_event_file_name(entry.path().filename().string())) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::unique_ptr<TextLog> make_text_log(RunKind kind, const std::string& x_column) {
    if (kind == RunKind::kEvents) return nullptr;
    return kind == RunKind::kCsv ? make_csv_log(x_column) : make_jsonl_log(x_column);
}

}  // namespace

class RunReader::Impl {
  public:
    Impl(RunSource source, std::string x_column)
        : source_(std::move(source)), x_column_(std::move(x_column)), store_(source_.name) {
        text_ = make_text_log(source_.kind, x_column_);
    }

    RunUpdate poll() {
        const auto paths = files_of(source_);
        if (paths.empty()) return report_missing();
        RunUpdate update;
        update.restarted = started_ && is_another_log(paths);
        if (update.restarted) start_again();
        started_ = true;
        for (std::size_t i = files_.size(); i < paths.size(); ++i) files_.emplace_back(paths[i]);
        const std::size_t before = store_.added();
        problem_.clear();
        for (FollowedFile& file : files_) {
            if (text_) {
                read_text(file);
            } else {
                read_event_file(file);
            }
        }
        update.changed = update.restarted || store_.added() != before;
        return update;
    }

    RunSource source_;
    std::string x_column_;
    SeriesStore store_;
    std::unique_ptr<TextLog> text_;
    std::string problem_;

  private:
    RunUpdate report_missing() {
        if (!started_) throw_input_error("has no log.", source_.path.string(), "Check the path.");
        problem_ = source_.path.string() + ": the log is missing now";
        return {};
    }

    /// New files may only come behind the known ones, and those must still be what was read.
    bool is_another_log(const std::vector<std::filesystem::path>& paths) const {
        if (paths.size() < files_.size()) return true;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            if (paths[i] != files_[i].path() || files_[i].was_replaced()) return true;
        }
        return false;
    }

    void start_again() {
        files_.clear();
        store_.clear();
        text_ = make_text_log(source_.kind, x_column_);
    }

    void read_text(FollowedFile& file) {
        for (std::string more = file.read_more(kBlock); !more.empty(); more = file.read_more(kBlock)) {
            text_->feed(more, store_);
            file.advance(file.offset() + more.size());
        }
        if (!text_->problem().empty()) problem_ = file.path().string() + ": " + text_->problem();
    }

    void read_event_file(FollowedFile& file) {
        if (!file.has_more()) return;
        try {
            const EventChunk chunk = read_events(file.path(), file.offset());
            for (const EventScalar& scalar : chunk.scalars) {
                const auto x = static_cast<double>(scalar.step);
                store_.add(scalar.tag, {scalar.step, scalar.wall_time, scalar.value, x}, true);
            }
            file.advance(chunk.offset);
            if (!chunk.problem.empty()) problem_ = file.path().string() + ": " + chunk.problem;
        } catch (const Error& error) {
            problem_ = error.what();
        }
    }

    std::vector<FollowedFile> files_;
    bool started_ = false;
};

RunReader::RunReader(RunSource source, std::string x_column)
    : impl_(std::make_unique<Impl>(std::move(source), std::move(x_column))) {}
RunReader::~RunReader() = default;
RunReader::RunReader(RunReader&&) noexcept = default;
RunReader& RunReader::operator=(RunReader&&) noexcept = default;

RunUpdate RunReader::poll() {
    return impl_->poll();
}
const RunSource& RunReader::source() const {
    return impl_->source_;
}
const std::vector<ScalarSeries>& RunReader::series() const {
    return impl_->store_.series();
}
const std::string& RunReader::problem() const {
    return impl_->problem_;
}

std::vector<std::string> RunReader::x_columns() const {
    return impl_->text_ ? impl_->text_->columns() : std::vector<std::string>{};
}

std::vector<ScalarSeries> read_run(const RunSource& source, const std::string& x_column) {
    RunReader reader(source, x_column);
    reader.poll();
    return reader.series();
}

}  // namespace bplf
