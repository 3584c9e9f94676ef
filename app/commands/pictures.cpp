// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/pictures.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/publish/sheet_file.h"

namespace bplf::cli {
namespace {

const std::set<std::string> kOtherFormats{".jpg", ".jpeg", ".gif", ".bmp", ".tif",  ".tiff",       ".webp",
                                          ".svg", ".pdf",  ".mp4", ".avi", ".webm", ".safetensors"};

}  // namespace

PictureOutput::PictureOutput(const std::string& out, bool force, const SavedSize& size)
    : out_(out), force_(force), sheet_(lower_ending(out) == ".png"), size_(size) {
    if (!sheet_ && kOtherFormats.count(lower_ending(out)) > 0)
        throw_usage_error("Pictures are written as PNG, not as \"" + lower_ending(out) + "\".", "--out",
                          "Give a name ending in .png, or a folder.");
    if (sheet_) refuse_existing(out_, force_);
    if (!sheet_ && std::filesystem::exists(out_) && !std::filesystem::is_directory(out_))
        throw_usage_error("This is a file, not a folder.", out_.string(),
                          "Give a name ending in .png for one sheet, or a folder.");
}

void PictureOutput::mark(Origin origin, const std::string& licence) {
    marks_.origin = origin;
    marks_.licence = licence;
}

std::filesystem::path PictureOutput::path_of(const std::string& name) const {
    return sheet_ ? out_ : out_ / (name + ".png");
}

void PictureOutput::refuse_existing_pictures(const std::vector<std::string>& names) const {
    if (sheet_) return;
    for (const std::string& name : names) refuse_existing(path_of(name), force_);
}

void PictureOutput::write_one(const Picture& picture) const {
    make_folder(out_);
    save_picture(path_of(picture.name), picture.image, size_alone(size_),
                 {picture.recipe, marks_.origin, marks_.licence});
}

void PictureOutput::write_all(const std::vector<Picture>& pictures, int columns,
                              const std::string& sheet_recipe) const {
    if (!sheet_) {
        for (const Picture& picture : pictures) write_one(picture);
        return;
    }
    std::vector<Image> images;
    images.reserve(pictures.size());
    for (const Picture& picture : pictures) images.push_back(picture.image);
    save_sheet(out_, images, columns, size_, {sheet_recipe, marks_.origin, marks_.licence});
}

std::string mix_name(const LabelMix& mix) {
    if (mix.empty()) return "face";
    std::string text = format_label_mix(mix);
    std::replace(text.begin(), text.end(), ',', '+');
    text.erase(std::remove(text.begin(), text.end(), '='), text.end());
    return file_word(text);
}

std::string file_word(const std::string& text) {
    std::string word = text;
    for (char& c : word) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '+' || c == '.' ||
                           c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
        if (!plain) c = '_';
    }
    return word;
}

}  // namespace bplf::cli
