// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/sheet_file.h"

#include "core/base/error.h"
#include "core/image/png.h"
#include "core/image/sheet.h"

namespace bplf {

void make_folder(const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw Error(ErrorKind::kResource, "The folder cannot be made: " + problem.message() + '.', folder.string(),
                    "Choose another place, or make its parent writable.");
}

void save_picture(const std::filesystem::path& path, const Image& image, const SavedSize& size,
                  const std::string& recipe) {
    write_png(path, at_size(image, size), recipe);
}

void save_sheet(const std::filesystem::path& path, const std::vector<Image>& images, int columns, const SavedSize& size,
                const std::string& recipe) {
    if (images.size() == 1) return save_picture(path, images.front(), size, recipe);
    std::vector<Image> cells;
    cells.reserve(images.size());
    for (const Image& image : images) cells.push_back(at_size(image, size));
    write_png(path, make_sheet(cells, {.columns = columns}), recipe);
}

}  // namespace bplf
