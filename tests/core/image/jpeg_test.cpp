// SPDX-License-Identifier: GPL-3.0-or-later
// JPEG files look like their pictures, and what JPEG cannot hold is refused.
#include "core/image/jpeg.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/image/photo.h"

namespace bplf {
namespace {

TEST(Jpeg, KeepsColoursBesideEachOther) {
    Image image(32, 16, 3);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 32; ++x) image.at(x, y, x < 16 ? 0 : 2) = 230;
    const std::vector<std::byte> bytes = encode_jpeg(image);
    const Image again = read_photo(bytes, "memory");
    ASSERT_EQ(again.width, 32);
    ASSERT_EQ(again.height, 16);
    ASSERT_EQ(again.channels, 3);
    // At the border half resolution of colour would mix red and blue.
    EXPECT_NEAR(again.at(15, 8, 0), 230, 30);
    EXPECT_NEAR(again.at(15, 8, 2), 0, 30);
    EXPECT_NEAR(again.at(16, 8, 2), 230, 30);
}

TEST(Jpeg, IsGreyForAGreyPicture) {
    EXPECT_EQ(read_photo(encode_jpeg(Image(9, 7, 1, 77)), "memory"), Image(9, 7, 1, 77));
}

TEST(Jpeg, CarriesXmpInItsOwnMarker) {
    const auto bytes = encode_jpeg(Image(8, 8, 1, 90), 95, "<x:xmpmeta/>");
    const std::string file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::string marker = "http://ns.adobe.com/xap/1.0/" + std::string(1, '\0') + "<x:xmpmeta/>";
    const auto at = file.find(marker);
    ASSERT_NE(at, file.npos);
    const auto length = static_cast<char>(marker.size() + 2);
    EXPECT_EQ(file.substr(at - 4, 4), std::string("\xFF\xE1\0", 3) + length);
}

TEST(Jpeg, RefusesWhatItsHeaderCannotSay) {
    try {
        encode_jpeg(Image(65501, 1, 1));
        FAIL() << "encoded";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource);
    }
}

}  // namespace
}  // namespace bplf
