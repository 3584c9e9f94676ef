// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/sheet_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/image/jpeg.h"
#include "core/image/png.h"

namespace bplf {
namespace {

constexpr int kJpegQuality = 95;

bool is_jpeg(const std::filesystem::path& path) {
    const std::string ending = lower_ending(path);
    return ending == ".jpg" || ending == ".jpeg";
}

void write_picture(const std::filesystem::path& name, const Image& image, const Marks& marks) {
    const std::filesystem::path path = picture_file(name);
    if (!is_jpeg(path)) return write_png(path, image, recipe_text(marks), xmp_packet(marks));
    AtomicFile file(path);
    file.write(encode_jpeg(image, kJpegQuality, xmp_packet(marks)));
    file.commit();
}

}  // namespace

void make_folder(const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw Error(ErrorKind::kResource, "The folder cannot be made: " + problem.message() + '.', folder.string(),
                    "Choose another place, or make its parent writable.");
}

std::filesystem::path picture_file(const std::filesystem::path& path) {
    const std::string ending = lower_ending(path);
    if (ending == ".png" || is_jpeg(path)) return path;
    if (ending.empty()) return path.string() + ".png";
    throw_usage_error("Pictures are written as PNG or JPEG, not as \"" + ending + "\".", path.string(),
                      "Give a name ending in .png or .jpg.");
}

void save_picture(const std::filesystem::path& path, const Image& image, const SavedSize& size, const Marks& marks) {
    write_picture(path, at_size(image, size), marks);
}

void save_sheet(const std::filesystem::path& path, const std::vector<Image>& images, int columns, const SavedSize& size,
                const Marks& marks, const SheetNames& names) {
    if (images.size() == 1 && names.empty()) return save_picture(path, images.front(), size, marks);
    std::vector<Image> cells;
    cells.reserve(images.size());
    for (const Image& image : images) cells.push_back(at_size(image, size));
    write_picture(path, named_sheet(cells, columns, names), marks);
}

}  // namespace bplf
