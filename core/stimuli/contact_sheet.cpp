// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/contact_sheet.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/plot/drawing.h"

namespace bplf::stimuli {
namespace {

// A4 in points, and what stands on it.
constexpr double kWidth = 842, kHeight = 595, kMargin = 28, kTitle = 26, kCaption = 9, kGap = 6;
constexpr int kColumns = 10;
constexpr int kMostPixels = 256;  // of a picture on paper: 0.3 inch at 600 dpi has fewer

struct Grid {
    double cell_width = 0, picture_height = 0, cell_height = 0;
    int rows = 1;
    int per_page() const { return kColumns * rows; }
};

Grid grid_of(const SetRecord& set) {
    Grid grid;
    grid.cell_width = (kWidth - 2 * kMargin + kGap) / kColumns - kGap;
    grid.picture_height = grid.cell_width * set.design.height() / set.design.width();
    grid.cell_height = grid.picture_height + 2 * kCaption + kGap;
    grid.rows = std::max(1, static_cast<int>((kHeight - 2 * kMargin - kTitle) / grid.cell_height));
    return grid;
}

std::shared_ptr<const Image> small(const std::filesystem::path& file) {
    Image image = read_png(file);
    if (image.width > kMostPixels)
        image = resize(image, kMostPixels, std::max(1, image.height * kMostPixels / image.width), Filter::kArea);
    return std::make_shared<const Image>(std::move(image));
}

void add_title(Drawing& page, const SetRecord& set, int number, int pages) {
    const Rgb grey{90, 90, 90};
    page.items.push_back(DrawText{{kMargin, kMargin + 10},
                                  plural(static_cast<long long>(set.design.identities.size()), "person") + ", " +
                                      plural(static_cast<long long>(set.pictures.size()), "picture"),
                                  11,
                                  {},
                                  TextAnchor::kStart,
                                  true,
                                  0});
    page.items.push_back(DrawText{{kWidth - kMargin, kMargin + 10},
                                  "plan " + set.plan_sha256.substr(0, 12) + ", model " +
                                      set.design.model.sha256.substr(0, 12) + ", page " + std::to_string(number + 1) +
                                      " of " + std::to_string(pages),
                                  8,
                                  grey,
                                  TextAnchor::kEnd,
                                  false,
                                  0});
}

void add_picture(Drawing& page, const SetRecord& set, std::size_t picture, DrawPoint at, const Grid& grid,
                 const std::filesystem::path& folder) {
    const std::string& file = set.design.pictures[picture].file;
    const double middle = at.x + grid.cell_width / 2, below = at.y + grid.picture_height;
    page.items.push_back(DrawPicture{at, grid.cell_width, grid.picture_height, small(folder / file)});
    page.items.push_back(DrawText{{middle, below + kCaption - 1},
                                  file.substr(0, file.rfind('.')),
                                  6.5,
                                  {},
                                  TextAnchor::kMiddle,
                                  false,
                                  grid.cell_width});
    page.items.push_back(DrawText{
        {middle, below + 2 * kCaption - 2},
        "mean " + fixed(set.pictures[picture].after.mean, 1) + ", sd " + fixed(set.pictures[picture].after.sd, 1),
        5.5,
        {90, 90, 90},
        TextAnchor::kMiddle,
        false,
        grid.cell_width});
}

}  // namespace

std::string contact_sheet_pdf(const SetRecord& set, const std::filesystem::path& folder) {
    const Grid grid = grid_of(set);
    const int count = static_cast<int>(set.pictures.size()), pages = (count + grid.per_page() - 1) / grid.per_page();
    return to_pdf(pages, [&](int number) {
        Drawing page;
        page.width = kWidth;
        page.height = kHeight;
        add_title(page, set, number, pages);
        const int begin = number * grid.per_page();
        for (int i = begin; i < std::min(count, begin + grid.per_page()); ++i) {
            const int row = (i - begin) / kColumns, column = (i - begin) % kColumns;
            const DrawPoint at{kMargin + column * (grid.cell_width + kGap), kMargin + kTitle + row * grid.cell_height};
            add_picture(page, set, static_cast<std::size_t>(i), at, grid, folder);
        }
        return page;
    });
}

}  // namespace bplf::stimuli
