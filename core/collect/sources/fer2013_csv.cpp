// SPDX-License-Identifier: GPL-3.0-or-later
// FER2013 as a CSV file, in all the forms people have: "emotion,pixels,Usage", "emotion, Usage, pixels"
// (icml_face_data.csv) and "emotion,pixels" (train.csv); LF or CRLF, pixels quoted or not.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <utility>

#include "core/base/error.h"
#include "core/collect/source.h"

namespace bplf {
namespace {

constexpr int kSide = 48;
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);
constexpr std::size_t kLongestLine = std::size_t{1} << 20;

std::string_view trimmed(std::string_view text) {
    const auto drop = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '"'; };
    while (!text.empty() && drop(text.front())) text.remove_prefix(1);
    while (!text.empty() && drop(text.back())) text.remove_suffix(1);
    return text;
}

/// The fields hold numbers and words only, so no comma ever stands inside quotes.
std::vector<std::string_view> fields_of(std::string_view line) {
    std::vector<std::string_view> fields;
    while (true) {
        const auto comma = line.find(',');
        fields.push_back(trimmed(line.substr(0, comma)));
        if (comma == std::string_view::npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

class Fer2013Csv final : public Source {
  public:
    explicit Fer2013Csv(std::filesystem::path path) : path_(std::move(path)), stream_(path_, std::ios::binary) {
        if (!stream_ || std::filesystem::is_directory(path_)) {
            throw_input_error("cannot be opened.", path_.string(), "Check the path of the CSV file.");
        }
        read_header();
        rows_ = count_rows();
    }

    std::string name() const override { return "fer2013:" + path_.string(); }
    std::vector<std::string> class_names() const override { return fer2013_label_order(); }
    std::int64_t size() const override { return rows_; }
    std::string collection() const override { return "FER2013"; }

    std::optional<SourceRecord> next() override {
        std::string line;
        do {
            if (!read_line(line)) return std::nullopt;
        } while (trimmed(line).empty());
        return parse(line);
    }

  private:
    bool read_line(std::string& line) {
        line.clear();
        if (!std::getline(stream_, line)) return false;
        ++line_number_;
        if (line.size() > kLongestLine) fail("is far too long for a row of FER2013");
        return true;
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw_input_error("The row " + what + ".", path_.string() + ", line " + std::to_string(line_number_),
                          "Correct or remove the row, or get the file again.");
    }

    void read_header() {
        std::string line;
        if (!read_line(line)) throw_input_error("is empty.", path_.string(), "Get the file again.");
        if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
        const auto names = fields_of(line);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == "emotion") emotion_ = i;
            if (names[i] == "pixels") pixels_ = i;
            if (names[i] == "Usage") usage_ = i;
        }
        columns_ = names.size();
        if (emotion_ != kNoColumn && pixels_ != kNoColumn) return;
        throw_input_error("is not a FER2013 table: its first line names no columns \"emotion\" and \"pixels\".",
                          path_.string() + ", line 1",
                          "Expected the header emotion,pixels,Usage (test.csv without labels cannot be used).");
    }

    std::int64_t count_rows() {
        const auto here = stream_.tellg();
        std::int64_t rows = 0;
        std::string chunk(std::size_t{1} << 20, '\0');
        char last = '\n';
        while (stream_.read(chunk.data(), static_cast<std::streamsize>(chunk.size())), stream_.gcount() > 0) {
            const auto end = chunk.begin() + stream_.gcount();
            rows += std::count(chunk.begin(), end, '\n');
            last = *(end - 1);
        }
        stream_.clear();
        stream_.seekg(here);
        return rows + (last == '\n' ? 0 : 1);
    }

    SourceRecord parse(const std::string& line) const {
        const auto fields = fields_of(line);
        if (fields.size() != columns_) {
            fail("has " + std::to_string(fields.size()) + " fields instead of " + std::to_string(columns_));
        }
        SourceRecord record;
        record.image = parse_pixels(fields[pixels_]);
        record.label = fer2013_label_order()[parse_label(fields[emotion_])];
        if (usage_ != kNoColumn) record.split = parse_usage(fields[usage_]);
        record.id = "line#" + std::to_string(line_number_);
        return record;
    }

    std::size_t parse_label(std::string_view text) const {
        std::size_t label = 0;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), label);
        if (code == std::errc() && label == fer2013_label_order().size()) {
            throw_input_error(
                "The row has the label \"7\": this looks like ckextended.csv (CK+ with contempt), not "
                "FER2013, and its numbers mean other emotions.",
                path_.string() + ", line " + std::to_string(line_number_),
                "Use the pictures of CK+ (kinds ckplus, ck48).");
        }
        if (code != std::errc() || end != text.data() + text.size() || label >= fer2013_label_order().size()) {
            fail("has the label \"" + std::string(text) + "\", which is none of FER2013's (0 to 6)");
        }
        return label;
    }

    Split parse_usage(std::string_view text) const {
        if (text == "Training") return Split::kTrain;
        if (text == "PublicTest") return Split::kValidation;
        if (text == "PrivateTest") return Split::kTest;
        fail("has the usage \"" + std::string(text) + "\" instead of Training, PublicTest or PrivateTest");
    }

    Image parse_pixels(std::string_view text) const {
        Image image(kSide, kSide, 1);
        std::size_t count = 0;
        const char* at = text.data();
        const char* const end = at + text.size();
        while (true) {
            while (at < end && *at == ' ') ++at;
            if (at == end) break;
            unsigned value = 0;
            const auto [next, code] = std::from_chars(at, end, value);
            if (code != std::errc() || value > 255 || (next < end && *next != ' ')) {
                fail("has something other than numbers from 0 to 255 in its pixels");
            }
            if (count < image.pixels.size()) image.pixels[count] = static_cast<std::uint8_t>(value);
            ++count;
            at = next;
        }
        if (count != image.pixels.size()) {
            fail("has " + std::to_string(count) + " pixels instead of 48×48 = 2304");
        }
        return image;
    }

    std::filesystem::path path_;
    std::ifstream stream_;
    std::size_t emotion_ = kNoColumn, pixels_ = kNoColumn, usage_ = kNoColumn, columns_ = 0;
    std::int64_t rows_ = 0;
    std::int64_t line_number_ = 0;
};

}  // namespace

std::unique_ptr<Source> open_fer2013_csv_source(const std::filesystem::path& file) {
    return std::make_unique<Fer2013Csv>(file);
}

}  // namespace bplf
