// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/film_file.h"

#include <algorithm>

#include "core/base/file_ending.h"
#include "core/io/film_writer.h"
#include "core/publish/recipe.h"
#include "core/publish/sheet_file.h"

namespace bplf {
namespace {

class OneFile final : public FilmFile {
  public:
    OneFile(std::filesystem::path path, double fps, const SavedSize& size)
        : path_(std::move(path)), fps_(fps), size_(size) {}

    void add(int, const Image& image) override {
        const Image frame = at_size(image, size_);
        if (!writer_) writer_ = make_film_writer(path_, frame.width, frame.height, fps_);
        writer_->add(frame);
    }
    void finish(const std::stop_token& stop) override {
        if (writer_) writer_->finish(stop);
    }

  private:
    std::filesystem::path path_;
    double fps_;
    SavedSize size_;
    std::unique_ptr<FilmWriter> writer_;
};

class FrameFolder final : public FilmFile {
  public:
    FrameFolder(std::filesystem::path folder, MorphRequest request, const SavedSize& size, std::string licence)
        : folder_(std::move(folder)), request_(std::move(request)), size_(size), licence_(std::move(licence)) {}

    void add(int frame, const Image& image) override {
        make_folder(folder_);
        save_picture(frame_file(folder_, frame, request_.frames), image, size_,
                     {recipe_of_frame(request_, frame, size_), origin_of(request_), licence_});
    }
    void finish(const std::stop_token&) override {}

  private:
    std::filesystem::path folder_;
    MorphRequest request_;
    SavedSize size_;
    std::string licence_;
};

}  // namespace

bool is_film_file(const std::filesystem::path& path) {
    return std::ranges::count(film_endings(), lower_ending(path)) > 0;
}

std::filesystem::path frame_file(const std::filesystem::path& folder, int frame, int frames) {
    const std::string number = std::to_string(frame + 1);
    const std::size_t digits = std::max<std::size_t>(4, std::to_string(frames).size());
    return folder / ("frame_" + std::string(digits - number.size(), '0') + number + ".png");
}

std::unique_ptr<FilmFile> open_film(const std::filesystem::path& path, const MorphRequest& request,
                                    const SavedSize& size, const std::string& licence) {
    if (is_film_file(path)) return std::make_unique<OneFile>(path, request.fps, size);
    return std::make_unique<FrameFolder>(path, request, size, licence);
}

}  // namespace bplf
