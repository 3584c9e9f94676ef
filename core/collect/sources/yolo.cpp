// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures with boxes as YOLO is trained with, AffectNet's among them: train/images/a.jpg, train/labels/a.txt with
// lines "CLASS x y w h" in shares of the picture, and the classes' names in data.yaml or classes.txt.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/letter_case.h"
#include "core/base/utf8.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/face_box.h"
#include "core/collect/sources/picture_list.h"
#include "core/collect/split_words.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestText = 1 << 20;

std::string trimmed(std::string text) {
    const char* blanks = " \t\r'\",";
    text.erase(0, text.find_first_not_of(blanks));
    text.erase(text.find_last_not_of(blanks) + 1);
    return text;
}

/// "names: [a, b]", or lines "- a" or "0: a" below "names:".
std::vector<std::string> names_in_yaml(const std::string& text) {
    std::vector<std::string> names;
    std::istringstream lines(text);
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        line = line.substr(0, line.find('#'));
        if (line.starts_with("names:")) {
            const auto open = line.find('[');
            inside = open == std::string::npos;
            if (inside) continue;
            std::istringstream cells(line.substr(open + 1, line.find(']') - open - 1));
            for (std::string name; std::getline(cells, name, ',');) names.push_back(utf8_of(trimmed(name)));
        } else if (inside && !trimmed(line).empty()) {
            const auto mark = line.find_first_of(":-");
            inside = mark != std::string::npos && (line.starts_with(' ') || line.starts_with('-'));
            if (inside) names.push_back(utf8_of(trimmed(line.substr(mark + 1))));
        }
    }
    return names;
}

/// One name a line.
std::vector<std::string> names_in_list(const std::string& text) {
    std::vector<std::string> names;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!trimmed(line).empty()) names.push_back(utf8_of(trimmed(line)));
    }
    return names;
}

std::vector<std::string> class_names_at(const Place& place) {
    for (const fs::path& file : place.files()) {
        const std::string name = lower_case(file.filename().string()), ending = lower_ending(file);
        const bool yaml = ending == ".yaml" || ending == ".yml";
        if (!yaml && name != "classes.txt") continue;
        const std::string text = read_file(file, kLongestText);
        if (auto names = yaml ? names_in_yaml(text) : names_in_list(text); !names.empty()) return names;
    }
    return {};
}

bool lies_in(const fs::path& file, const std::string& folder) {
    return std::ranges::any_of(file.parent_path(), [&](const fs::path& part) { return part.string() == folder; });
}

bool is_label_file(const fs::path& file) {
    return lower_ending(file) == ".txt" && lies_in(file, "labels");
}

/// "train/labels/a.txt" for "train/images/a.jpg".
fs::path label_file_of(const fs::path& picture) {
    std::vector<fs::path> parts(picture.begin(), picture.end());
    const auto last = std::find(parts.rbegin(), parts.rend(), fs::path("images"));
    if (last != parts.rend()) *last = "labels";
    fs::path file;
    for (const fs::path& part : parts) file /= part;
    return file.replace_extension(".txt");
}

std::vector<double> numbers_of(const std::string& line) {
    std::vector<double> numbers;
    std::istringstream cells(line);
    for (std::string cell; cells >> cell;) {
        double number = 0;
        const auto [end, code] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
        if (code != std::errc() || end != cell.data() + cell.size() || !(std::abs(number) < 1e6)) return {};
        numbers.push_back(number);
    }
    return numbers;
}

/// The box of "CLASS x y w h" (perhaps with a confidence behind it), or around the corners of a polygon.
FaceBox box_of(const std::vector<double>& numbers, const Image& image) {
    double left = 0, top = 0, right = 0, bottom = 0;
    if (numbers.size() <= 6) {
        left = numbers[1] - numbers[3] / 2, right = numbers[1] + numbers[3] / 2;
        top = numbers[2] - numbers[4] / 2, bottom = numbers[2] + numbers[4] / 2;
    } else {
        left = right = numbers[1], top = bottom = numbers[2];
        for (std::size_t i = 1; i + 1 < numbers.size(); i += 2) {
            left = std::min(left, numbers[i]), right = std::max(right, numbers[i]);
            top = std::min(top, numbers[i + 1]), bottom = std::max(bottom, numbers[i + 1]);
        }
    }
    const auto pixel = [](double share, int side) {
        return static_cast<int>(std::lround(std::clamp(share, -1.0, 2.0) * side));
    };
    return {pixel(left, image.width), pixel(top, image.height), pixel(right, image.width), pixel(bottom, image.height)};
}

class YoloSource final : public Source {
  public:
    YoloSource(const Place& place, std::vector<std::string> names) : root_(place.path()), names_(std::move(names)) {
        for (const fs::path& file : place.files()) {
            if (is_picture(file)) pictures_.push_back(file);
        }
    }

    std::string name() const override { return "yolo:" + root_.string(); }
    std::vector<std::string> class_names() const override { return names_; }
    std::int64_t size() const override { return static_cast<std::int64_t>(pictures_.size()); }

    std::optional<SourceRecord> next() override {
        while (waiting_.empty() && at_ < pictures_.size()) read(pictures_[at_++]);
        if (waiting_.empty()) return std::nullopt;
        SourceRecord record = std::move(waiting_.front());
        waiting_.pop_front();
        return record;
    }

  private:
    std::optional<Split> split_of(const fs::path& file) const {
        for (const fs::path& part : file.lexically_relative(root_).parent_path()) {
            if (const auto split = split_of_word(part.string())) return split;
        }
        return std::nullopt;
    }

    void read(const fs::path& picture) {
        PictureEntry entry;
        entry.file = picture;
        entry.label = "none";
        entry.split = split_of(picture);
        const SourceRecord whole = read_entry(entry, root_);
        const fs::path labels = label_file_of(picture);
        std::istringstream lines(fs::is_regular_file(labels) ? read_file(labels, kLongestText) : std::string());
        int face = 0;
        for (std::string line; std::getline(lines, line);) {
            if (!trimmed(line).empty()) add(whole, numbers_of(line), face++);
        }
        if (face > 0) return;
        waiting_.push_back(whole);
        refuse(waiting_.back(), "excluded_label", "no box lies beside it");
    }

    void add(const SourceRecord& whole, const std::vector<double>& numbers, int face) {
        SourceRecord record = whole;
        record.id += "#" + std::to_string(face);
        const bool fine = numbers.size() >= 5 && numbers[0] == std::floor(numbers[0]) && numbers[0] >= 0 &&
                          numbers[0] < static_cast<double>(names_.size());
        if (fine)
            record.label = names_[static_cast<std::size_t>(numbers[0])];
        else
            refuse(record, "unknown_label",
                   "its line is no class from 0 to " + std::to_string(names_.size() - 1) + " with a box");
        if (fine && !record.image.empty()) record.image = around_box(record.image, box_of(numbers, whole.image));
        if (fine && record.image.empty() && record.problem.empty()) record.problem = "the box of its face lies outside";
        waiting_.push_back(std::move(record));
    }

    static void refuse(SourceRecord& record, const char* reason, const std::string& problem) {
        if (!record.problem.empty()) return;
        record.reason = reason;
        record.problem = problem;
    }

    fs::path root_;
    std::vector<std::string> names_;
    std::vector<fs::path> pictures_;
    std::deque<SourceRecord> waiting_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Source> open_yolo(const fs::path& folder, const SourceOptions&) {
    const Place place(folder);
    auto names = class_names_at(place);
    if (names.empty() || place.count(is_label_file) == 0) throw_wrong_layout(folder, "yolo");
    return std::make_unique<YoloSource>(place, std::move(names));
}

std::int64_t recognise_yolo(const Place& place) {
    if (place.is_file() || place.count(is_label_file) == 0 || class_names_at(place).empty()) return 0;
    return static_cast<std::int64_t>(place.files().size());
}

}  // namespace bplf
