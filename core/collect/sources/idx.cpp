// SPDX-License-Identifier: GPL-3.0-or-later
// IDX collections (MNIST's format): <split>-images-idx3-ubyte[.gz] beside <split>-labels-idx1-ubyte[.gz].
#include <algorithm>
#include <array>
#include <regex>
#include <sstream>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/ferplus.h"
#include "core/io/gzip.h"
#include "core/io/table.h"

namespace bplf {
namespace {

constexpr std::uint32_t kImagesMagic = 2051;
constexpr std::uint32_t kLabelsMagic = 2049;
constexpr std::array<std::pair<const char*, Split>, 5> kSplitFiles{{
    {"train", Split::kTrain},
    {"validation", Split::kValidation},
    {"val", Split::kValidation},
    {"t10k", Split::kTest},
    {"test", Split::kTest},
}};

std::uint32_t big_endian(const std::vector<std::uint8_t>& bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at]) << 24 | static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
           static_cast<std::uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
}

/// The raw content of one split.
struct IdxSplit {
    Split split = Split::kTrain;
    std::filesystem::path images_path;
    std::filesystem::path labels_path;
    std::vector<std::uint8_t> images;  // with its 16-byte header
    std::vector<std::uint8_t> labels;  // with its 8-byte header
    std::uint32_t count = 0;
    std::uint32_t height = 0;
    std::uint32_t width = 0;
    std::vector<std::string> words;  // from <split>-files.txt, one per label number; may be empty
};

void check_header(const std::vector<std::uint8_t>& bytes, std::size_t header, std::uint32_t magic,
                  const std::filesystem::path& path) {
    if (bytes.size() >= header && big_endian(bytes, 0) == magic) return;
    throw_input_error("is not an IDX file of " + std::string(magic == kImagesMagic ? "images" : "labels") + ".",
                      path.string(), "Expected the MNIST format (magic number " + std::to_string(magic) + ").");
}

void check_length(std::size_t found, std::size_t expected, const std::filesystem::path& path) {
    if (found == expected) return;
    throw_input_error(
        "has " + std::to_string(found) + " bytes, but its header promises " + std::to_string(expected) + ".",
        path.string(), "The file is cut short or damaged: copy it again.");
}

void read_images(IdxSplit& data) {
    data.images = read_maybe_gzip(data.images_path);
    check_header(data.images, 16, kImagesMagic, data.images_path);
    data.count = big_endian(data.images, 4);
    data.height = big_endian(data.images, 8);
    data.width = big_endian(data.images, 12);
    if (data.height == 0 || data.width == 0 || data.height > 4096 || data.width > 4096) {
        throw_input_error(
            "has images of " + std::to_string(data.width) + "×" + std::to_string(data.height) + " pixels.",
            data.images_path.string(), "Sides of 1 to 4096 are read.");
    }
    const std::size_t pixels = static_cast<std::size_t>(data.height) * data.width * data.count;
    check_length(data.images.size(), 16 + pixels, data.images_path);
}

void read_labels(IdxSplit& data) {
    data.labels = read_maybe_gzip(data.labels_path);
    check_header(data.labels, 8, kLabelsMagic, data.labels_path);
    const std::uint32_t labels = big_endian(data.labels, 4);
    check_length(data.labels.size(), 8 + std::size_t{labels}, data.labels_path);
    if (labels == data.count) return;
    throw_input_error("has " + std::to_string(labels) + " labels for " + std::to_string(data.count) + " images.",
                      data.labels_path.string(), "The two files do not belong together.");
}

/// Label words by number from a list "row TAB word TAB …" beside the images. Empty unless the list
/// covers every image and gives each number one word.
std::vector<std::string> words_of_list(const std::filesystem::path& path, const IdxSplit& data) {
    if (!std::filesystem::is_regular_file(path)) return {};
    std::istringstream lines(read_file(path));
    std::vector<std::string> words;
    std::string line;
    std::size_t row = 0;
    for (; std::getline(lines, line); ++row) {
        const auto first = line.find('\t');
        const auto second = line.find('\t', first + 1);
        if (row >= data.count || first == std::string::npos || second == std::string::npos) return {};
        const std::string word = line.substr(first + 1, second - first - 1);
        const std::size_t label = data.labels[8 + row];
        if (words.size() <= label) words.resize(label + 1);
        if (!words[label].empty() && words[label] != printable(word, 200)) return {};
        words[label] = printable(word, 200);
    }
    return row == data.count ? words : std::vector<std::string>{};
}

std::vector<std::string> words_of_file(const std::filesystem::path& folder) {
    const auto path = folder / "classes.txt";
    if (!std::filesystem::is_regular_file(path)) return {};
    std::istringstream lines(read_file(path, 1 << 20));
    std::vector<std::string> words;
    for (std::string word; lines >> word;) words.push_back(printable(word, 200));
    return words;
}

class IdxSource final : public Source {
  public:
    IdxSource(std::filesystem::path folder, std::vector<IdxSplit> splits)
        : folder_(std::move(folder)), splits_(std::move(splits)) {
        choose_words();
        check_labels();
    }

    std::string name() const override { return "idx:" + folder_.string(); }
    std::vector<std::string> class_names() const override { return words_; }
    /// 48×48 with the seven emotions can be nothing else.
    std::string collection() const override {
        const IdxSplit& first = splits_.front();
        const bool emotions = words_.size() == 7 && std::all_of(words_.begin(), words_.end(), [](const auto& word) {
                                  return canonical_emotion(word).has_value();
                              });
        return emotions && first.width == 48 && first.height == 48 ? "FER2013" : "";
    }
    std::int64_t size() const override {
        std::int64_t total = 0;
        for (const auto& split : splits_) total += split.count;
        return total;
    }

    std::optional<SourceRecord> next() override {
        while (at_ < splits_.size() && row_ == splits_[at_].count) {
            ++at_;
            row_ = 0;
        }
        if (at_ == splits_.size()) return std::nullopt;
        return record(splits_[at_], row_++);
    }

  private:
    /// classes.txt, else the file list beside the images, else what the size of the images says:
    /// 48×48 is FER2013, 28×28 MNIST; else the numbers themselves.
    void choose_words() {
        words_ = words_of_file(folder_);
        if (words_.empty()) words_ = splits_.front().words;
        const auto full = [](const std::string& word) { return !word.empty(); };
        if (!words_.empty() && std::all_of(words_.begin(), words_.end(), full)) return;
        const auto is_square = [&](std::uint32_t side) {
            return splits_.front().width == side && splits_.front().height == side;
        };
        if (is_square(48)) {
            words_ = fer2013_label_order();
            return;
        }
        const std::size_t count = is_square(28) ? 10 : largest_label() + 1;
        words_.clear();
        for (std::size_t label = 0; label < count; ++label) words_.push_back(std::to_string(label));
    }

    std::size_t largest_label() const {
        std::uint8_t largest = 0;
        for (const auto& split : splits_) {
            if (split.count == 0) continue;
            largest = std::max(largest, *std::max_element(split.labels.begin() + 8, split.labels.end()));
        }
        return largest;
    }

    void check_labels() const {
        for (const auto& split : splits_) {
            for (std::uint32_t row = 0; row < split.count; ++row) {
                if (split.labels[8 + row] < words_.size()) continue;
                throw_input_error("label " + std::to_string(split.labels[8 + row]) + " is out of range: there are " +
                                      std::to_string(words_.size()) + " classes.",
                                  split.labels_path.string() + ", row " + std::to_string(row),
                                  "Correct the label, or name all classes in classes.txt.");
            }
        }
    }

    SourceRecord record(const IdxSplit& data, std::uint32_t row) const {
        SourceRecord result;
        result.image = Image(static_cast<int>(data.width), static_cast<int>(data.height), 1);
        const std::size_t pixels = result.image.pixels.size();
        const auto begin = data.images.begin() + static_cast<std::ptrdiff_t>(16 + pixels * row);
        std::copy(begin, begin + static_cast<std::ptrdiff_t>(pixels), result.image.pixels.begin());
        result.label = words_[data.labels[8 + row]];
        result.split = data.split;
        result.id = std::string(split_name(data.split)) + "#" + std::to_string(row);
        return result;
    }

    std::filesystem::path folder_;
    std::vector<IdxSplit> splits_;
    std::vector<std::string> words_;
    std::size_t at_ = 0;
    std::uint32_t row_ = 0;
};

std::filesystem::path find_idx(const std::filesystem::path& folder, const std::string& stem, const std::string& kind) {
    auto path = find_maybe_gzip(folder, stem + "-" + kind + "-ubyte");
    if (path.empty()) {  // the spelling of some mirrors
        std::string dotted = stem + "-" + kind + "-ubyte";
        dotted[dotted.find("-idx")] = '.';
        path = find_maybe_gzip(folder, dotted);
    }
    return path;
}

}  // namespace

std::unique_ptr<Source> open_idx(const std::filesystem::path& folder, const SourceOptions& options) {
    std::vector<IdxSplit> splits;
    for (const auto& [stem, split] : kSplitFiles) {
        IdxSplit data;
        data.split = split;
        data.images_path = find_idx(folder, stem, "images-idx3");
        data.labels_path = find_idx(folder, stem, "labels-idx1");
        if (data.images_path.empty() && data.labels_path.empty()) continue;
        if (data.images_path.empty() || data.labels_path.empty()) {
            const char* what = data.images_path.empty() ? " labels but no images." : " images but no labels.";
            throw_input_error("has " + std::string(stem) + what, folder.string(),
                              "Put the missing file beside the other one.");
        }
        read_images(data);
        read_labels(data);
        data.words = words_of_list(folder / (std::string(stem) + "-files.txt"), data);
        splits.push_back(std::move(data));
    }
    if (splits.empty()) throw_wrong_layout(folder, "idx");
    auto source = std::make_unique<IdxSource>(folder, std::move(splits));
    if (source->collection() != "FER2013") return source;
    return with_ferplus(std::move(source), options);
}

std::int64_t recognise_idx(const Place& place) {
    static const std::regex name(R"(.*(images|labels)[-.]idx[13]-ubyte(\.gz)?)",
                                 std::regex::icase | std::regex::optimize);
    return place.count([](const auto& file) { return std::regex_match(file.filename().string(), name); });
}

}  // namespace bplf
