// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures within drawings, and documents of several pages.
#include <gmock/gmock.h>

#include <regex>

#include "core/plot/drawing.h"

namespace bplf {
namespace {

Drawing page_with(Image image, double side) {
    Drawing page;
    page.width = page.height = side;
    page.items.push_back(DrawPicture{{2, 2}, side - 4, side - 4, std::make_shared<const Image>(std::move(image))});
    return page;
}

TEST(DrawPicture, StandsWhereItIsPutInItsOwnColours) {
    Image image(8, 8, 3);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) image.pixels[i] = 200;
    const Image drawn = to_image(page_with(image, 20), 1);
    EXPECT_EQ(drawn.at(10, 10, 0), 200);
    EXPECT_EQ(drawn.at(10, 10, 1), 0);
    EXPECT_EQ(drawn.at(0, 0, 1), 255);
    const Image grey = to_image(page_with(Image(8, 8, 1, 77), 20), 1);
    for (int c = 0; c < 3; ++c) EXPECT_EQ(grey.at(10, 10, c), 77);
}

TEST(PdfOfPages, HasThemAllEachInItsSizeAndTheSameBytesAgain) {
    const auto page = [](int number) { return page_with(Image(4, 4, 1, 90), 100 + number); };
    const std::string pdf = to_pdf(3, page);
    EXPECT_TRUE(std::regex_search(pdf, std::regex(R"(/Count 3\b)")));
    for (const char* size : {"100 100", "101 101", "102 102"})
        EXPECT_THAT(pdf, ::testing::HasSubstr(std::string("0 0 ") + size));
    EXPECT_EQ(to_pdf(3, page), pdf);
}

}  // namespace
}  // namespace bplf
