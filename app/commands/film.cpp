// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/film.h"

#include <algorithm>

#include "app/commands/pictures.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/image/resize.h"
#include "core/io/film_writer.h"

namespace bplf::cli {
namespace {

Image enlarged(const Image& image, int scale) {
    return scale == 1 ? image : resize(image, image.width * scale, image.height * scale, Filter::kNearest);
}

class OneFileFilm final : public Film {
  public:
    explicit OneFileFilm(const MorphOptions& options) : options_(options) {}

    void add(int, const Image& image) override {
        const Image frame = enlarged(image, options_.scale);
        if (!writer_) writer_ = make_film_writer(options_.out, frame.width, frame.height, options_.fps);
        writer_->add(frame);
    }
    void finish() override {
        if (writer_) writer_->finish();
    }

  private:
    const MorphOptions& options_;
    std::unique_ptr<FilmWriter> writer_;
};

class FolderFilm final : public Film {
  public:
    FolderFilm(const MorphOptions& options, bool force) : options_(options), output_(options.out, force) {
        std::vector<std::string> names;
        for (int frame = 0; frame < options.frames; ++frame) names.push_back(name_of(frame));
        output_.refuse_existing_pictures(names);
    }

    void add(int frame, const Image& image) override {
        output_.write_one({enlarged(image, options_.scale), name_of(frame), ""});
    }
    void finish() override {}

  private:
    /// "frame_0001": four digits, or as many as the last frame needs, so that names sort.
    std::string name_of(int frame) const {
        const std::string number = std::to_string(frame + 1);
        const std::size_t digits = std::max<std::size_t>(4, std::to_string(options_.frames).size());
        return "frame_" + std::string(digits - number.size(), '0') + number;
    }

    const MorphOptions& options_;
    PictureOutput output_;
};

}  // namespace

std::unique_ptr<Film> open_film(const MorphOptions& options, bool force) {
    const std::string ending = lower_ending(options.out);
    if (std::ranges::count(film_endings(), ending) > 0) {
        refuse_existing(options.out, force);
        return std::make_unique<OneFileFilm>(options);
    }
    if (!ending.empty() && !std::filesystem::is_directory(options.out))
        throw_usage_error("Films are not written as \"" + ending + "\".", "--out",
                          "Give a name ending in .gif or .mp4, or a folder for numbered PNGs.");
    return std::make_unique<FolderFilm>(options, force);
}

}  // namespace bplf::cli
