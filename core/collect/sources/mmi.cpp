// SPDX-License-Identifier: GPL-3.0-or-later
// MMI as downloaded: Sessions/<id>/S002-106.avi (or .jpg), session.xml with the view, S002-106.xml with the emotion.
#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <regex>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/sha256.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/picture_list.h"
#include "core/io/video_frames.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

// 7 to 9 exist too (scream, bored, sleepy); they are none of the seven.
constexpr std::array<const char*, 9> kWords{"anger",    "disgust",  "fear",     "happiness", "sadness",
                                            "surprise", "emotion7", "emotion8", "emotion9"};
constexpr std::ptrdiff_t kEmotions = 6;
constexpr int kProfileView = 1;

/// A video or still and what its session says of it.
struct Clip {
    PictureEntry entry;
    bool video = false;
};

bool is_video(const fs::path& file) {
    const std::string ending = lower_ending(file);
    return ending == ".avi" || ending == ".mpg" || ending == ".mpeg" || ending == ".mp4";
}

std::string text_of(const fs::path& file) {
    return fs::is_regular_file(file) ? read_file(file, std::size_t{1} << 24) : std::string();
}

/// The value of attribute `wanted` in the first tag that matches `tag`; -1 when there is none.
int number_in(const std::string& xml, const std::regex& pattern) {
    std::smatch match;
    return std::regex_search(xml, match, pattern) ? std::stoi(match[1]) : -1;
}

int emotion_in(const std::string& xml) {
    static const std::regex pattern(R"re(<Metatag\s+Name="Emotion"\s+Value="(\d{1,3})")re", std::regex::icase);
    return number_in(xml, pattern);
}

int view_in(const std::string& xml) {
    static const std::regex pattern(R"re(<track\b[^>]*\bview="(\d)")re", std::regex::icase);
    return number_in(xml, pattern);
}

Clip clip_of(const fs::path& file) {
    Clip clip;
    clip.video = is_video(file);
    PictureEntry& entry = clip.entry;
    entry.file = file;
    const std::string stem = file.stem().string();
    entry.subject = stem.substr(0, stem.find('-'));
    entry.sequence = file.parent_path().filename().string();
    const int emotion = emotion_in(text_of(fs::path(file).replace_extension(".xml")));
    const int view = view_in(text_of(file.parent_path() / "session.xml"));
    const bool known = emotion >= 1 && emotion <= static_cast<int>(kWords.size());
    entry.label = known ? kWords[static_cast<std::size_t>(emotion - 1)] : "none";
    if (!known) {
        entry.reason = emotion < 0 ? "excluded_label" : "unknown_label";
        entry.problem = emotion < 0 ? "no emotion was acted" : "emotion " + std::to_string(emotion);
    } else if (view == kProfileView) {
        entry.reason = "bad_view";
        entry.problem = "profile";
    }
    return clip;
}

std::vector<Clip> list_clips(const fs::path& root) {
    static const std::regex name(R"(S\d{3}-\d+.*)", std::regex::icase);
    std::vector<Clip> clips;
    for (const fs::path& file : files_below(root)) {
        if ((is_video(file) || is_picture(file)) && std::regex_match(file.filename().string(), name)) {
            clips.push_back(clip_of(file));
        }
    }
    return clips;
}

/// Some sessions were stored lying on their side; PAL frames are wider than high.
Image upright(const Image& image) {
    if (image.width >= image.height) return image;
    Image turned(image.height, image.width, image.channels);
    for (int y = 0; y < turned.height; ++y) {
        for (int x = 0; x < turned.width; ++x) {
            for (int c = 0; c < image.channels; ++c) turned.at(x, y, c) = image.at(y, image.height - 1 - x, c);
        }
    }
    return turned;
}

/// A dual view shows front and profile side by side; the frontal face finder takes the right one by itself.
class MmiSource final : public Source {
  public:
    MmiSource(fs::path root, std::vector<Clip> clips, int frames)
        : root_(std::move(root)), clips_(std::move(clips)), frames_(frames) {}

    std::string name() const override { return "mmi:" + root_.string(); }
    std::vector<std::string> class_names() const override { return {kWords.begin(), kWords.begin() + kEmotions}; }
    std::string collection() const override { return "MMI"; }
    std::vector<std::string> notes() const override { return {"MMI has no neutral label, and none is made up here."}; }
    std::int64_t size() const override {
        std::int64_t total = 0;
        for (const Clip& clip : clips_) total += clip.video && clip.entry.reason.empty() ? frames_ : 1;
        return total;
    }

    std::optional<SourceRecord> next() override {
        if (ready_.empty() && at_ < clips_.size()) read(clips_[at_++]);
        if (ready_.empty()) return std::nullopt;
        SourceRecord record = std::move(ready_.front());
        ready_.pop_front();
        return record;
    }

  private:
    void read(const Clip& clip) {
        if (!clip.video || !clip.entry.reason.empty()) {
            ready_.push_back(read_entry(clip.entry, root_));
            return;
        }
        try {
            read_video(clip);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::kInput) throw;
            PictureEntry broken = clip.entry;
            broken.reason = "decode_error";
            broken.problem = error.problem();
            ready_.clear();
            ready_.push_back(read_entry(broken, root_));
        }
    }

    /// Clips go from neutral to the apex and back, so the apex is in the middle.
    void read_video(const Clip& clip) {
        const std::int64_t total = count_video_frames(clip.entry.file);
        if (total == 0) throw_input_error("is a video without a frame that can be decoded.", clip.entry.file.string());
        const std::int64_t count = std::min<std::int64_t>(frames_, total);
        std::vector<std::int64_t> numbers;
        for (std::int64_t i = 0; i < count; ++i) numbers.push_back((total - count) / 2 + i);
        const auto images = read_video_frames(clip.entry.file, numbers);
        const std::string hash = sha256_of_file(clip.entry.file);
        for (std::size_t i = 0; i < images.size(); ++i) {
            SourceRecord record;
            record.image = upright(images[i]);
            record.label = clip.entry.label;
            record.group = record.subject = clip.entry.subject;
            record.sequence = clip.entry.sequence;
            record.file_hash = hash;
            record.id = clip.entry.file.lexically_relative(root_).string() + "#" + std::to_string(numbers[i]);
            ready_.push_back(std::move(record));
        }
    }

    fs::path root_;
    std::vector<Clip> clips_;
    int frames_;
    std::size_t at_ = 0;
    std::deque<SourceRecord> ready_;
};

}  // namespace

std::unique_ptr<Source> open_mmi(const fs::path& folder, const SourceOptions& options) {
    auto clips = list_clips(folder);
    if (clips.empty()) throw_wrong_layout(folder, "mmi");
    const bool labelled =
        std::any_of(clips.begin(), clips.end(), [](const Clip& clip) { return clip.entry.label != "none"; });
    if (!labelled) {
        throw_input_error("holds videos of MMI but no emotions.", folder.string(),
                          "Each video needs its S002-106.xml with <Metatag Name=\"Emotion\" Value=\"1\"/>.");
    }
    return std::make_unique<MmiSource>(folder, std::move(clips), options.number("mmi-frames"));
}

std::int64_t recognise_mmi(const Place& place) {
    static const std::regex name(R"(session\.xml|S\d{3}-\d+.*\.(avi|mpe?g|xml))",
                                 std::regex::icase | std::regex::optimize);
    return place.count([](const fs::path& file) { return std::regex_match(file.filename().string(), name); });
}

}  // namespace bplf
