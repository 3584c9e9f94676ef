// SPDX-License-Identifier: GPL-3.0-or-later
// Following one run; finding runs is in find_runs.cpp.
#include "core/io/curves.h"

#include <algorithm>
#include <cstdint>

#include "core/base/error.h"
#include "core/io/followed_file.h"
#include "core/io/gzip.h"
#include "core/io/text_log.h"
#include "core/io/tfevents.h"

namespace bplf {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 22;
constexpr std::size_t kMostUnpacked = std::size_t{1} << 30;

/// "a.9.b" before "a.10.b": the names hold the time, the process and a count.
bool is_older(const std::filesystem::path& a, const std::filesystem::path& b) {
    const std::string left = a.filename().string(), right = b.filename().string();
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t i = 0, k = 0;
    while (i < left.size() && k < right.size()) {
        if (!is_digit(left[i]) || !is_digit(right[k])) {
            if (left[i] != right[k]) return left[i] < right[k];
            ++i, ++k;
            continue;
        }
        while (i < left.size() && left[i] == '0') ++i;
        while (k < right.size() && right[k] == '0') ++k;
        const std::size_t from_i = i, from_k = k;
        while (i < left.size() && is_digit(left[i])) ++i;
        while (k < right.size() && is_digit(right[k])) ++k;
        const std::string one = left.substr(from_i, i - from_i), other = right.substr(from_k, k - from_k);
        if (one != other) return one.size() != other.size() ? one.size() < other.size() : one < other;
    }
    const bool is_end = i == left.size(), is_other_end = k == right.size();
    return is_end != is_other_end ? is_end : a < b;
}

void add_event_files(const std::filesystem::path& folder, std::vector<std::filesystem::path>& files, bool deeper) {
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
        std::error_code ignored;
        const std::string name = entry.path().filename().string();
        if (entry.is_regular_file(ignored) && is_event_file_name(name)) files.push_back(entry.path());
        if (deeper && is_time_folder_name(name) && entry.is_directory(ignored))
            add_event_files(entry.path(), files, false);
    }
}

/// The files of a source, oldest first.
std::vector<std::filesystem::path> files_of(const RunSource& source) {
    std::error_code code;
    if (!std::filesystem::is_directory(source.path, code)) {
        const bool exists = std::filesystem::exists(source.path, code);
        return exists ? std::vector{source.path} : std::vector<std::filesystem::path>{};
    }
    std::vector<std::filesystem::path> files;
    add_event_files(source.path, files, true);
    std::sort(files.begin(), files.end(), is_older);
    return files;
}

bool is_packed(const std::filesystem::path& file) {
    return file.extension() == ".gz";
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
        problem_ = packed_problem_;
        for (FollowedFile& file : files_) {
            if (is_packed(file.path())) {
                read_packed(file);
            } else if (text_) {
                read_text(file);
            } else {
                read_event_file(file);
            }
        }
        store_.settle();
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
            // What stands behind a packed log's end cannot be unpacked alone.
            if (is_packed(paths[i]) && files_[i].offset() > 0 && files_[i].has_more()) return true;
        }
        return false;
    }

    void start_again() {
        files_.clear();
        store_.clear();
        packed_problem_.clear();
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
            const std::string problem = take(chunk, file);
            if (!problem.empty()) problem_ = problem;
            file.advance(chunk.offset);
        } catch (const Error& error) {
            problem_ = error.what();
        }
    }

    /// Returns what is damaged, or nothing.
    std::string take(const EventChunk& chunk, const FollowedFile& file) {
        auto start = chunk.starts.begin();
        for (std::size_t i = 0; i < chunk.scalars.size(); ++i) {
            for (; start != chunk.starts.end() && start->position <= i; ++start) store_.restart(start->step);
            const EventScalar& scalar = chunk.scalars[i];
            const auto x = static_cast<double>(scalar.step);
            store_.add(scalar.tag, {scalar.step, scalar.wall_time, scalar.value, x}, true);
        }
        for (; start != chunk.starts.end(); ++start) store_.restart(start->step);
        return chunk.problem.empty() ? "" : file.path().string() + ": " + chunk.problem;
    }

    /// A packed log is complete, so its whole content is read at once, and what is wrong with it stays.
    void read_packed(FollowedFile& file) {
        if (!file.has_more()) return;
        std::error_code code;
        file.advance(std::filesystem::file_size(file.path(), code));
        try {
            const std::vector<std::uint8_t> bytes = read_maybe_gzip(file.path(), kMostUnpacked);
            std::string content(bytes.begin(), bytes.end());
            if (!text_) return keep_problem(take(parse_events(std::move(content)), file));
            text_->feed(content, store_);
            keep_problem(text_->problem().empty() ? "" : file.path().string() + ": " + text_->problem());
        } catch (const Error& error) {
            keep_problem(error.what());
        }
    }

    void keep_problem(const std::string& problem) {
        if (!problem.empty()) problem_ = packed_problem_ = problem;
    }

    std::vector<FollowedFile> files_;
    std::string packed_problem_;
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
