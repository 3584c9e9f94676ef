// SPDX-License-Identifier: GPL-3.0-or-later
// The studio's command line.
#include "ui/shell/studio_options.h"

#include <gtest/gtest.h>

namespace bplf::ui {
namespace {

const QStringList kModes{QStringLiteral("sample"), QStringLiteral("encode"), QStringLiteral("others")};

TEST(StudioOptions, ReadsEveryForm) {
    const auto options =
        parseStudioOptions({"bplf-studio", "--mode", "encode", "--size=1366x768", "--scale", "2", "--theme=dark",
                            "--viewport", "opengl", "--safe-mode", "--screenshot", "a b.png", "photo.jpg"},
                           kModes);
    ASSERT_TRUE(options.ok()) << options.error().what();
    EXPECT_EQ(options.value().mode, QStringLiteral("encode"));
    EXPECT_EQ(options.value().size, QSize(1366, 768));
    EXPECT_EQ(options.value().scale, 2);
    EXPECT_EQ(options.value().viewport, QStringLiteral("opengl"));
    EXPECT_TRUE(options.value().safeMode);
    EXPECT_EQ(options.value().screenshot, QStringLiteral("a b.png"));
    EXPECT_EQ(options.value().files, QStringList{QStringLiteral("photo.jpg")});
}

TEST(StudioOptions, NamesWhatIsWrong) {
    const QList<QStringList> wrong{{"--nonsense"}, {"--mode", "paint"}, {"--size", "big"}, {"--scale", "x"},
                                   {"--model"},    {"--threads", "-1"}, {"--theme="},      {"--viewport", "vulkan"}};
    for (const QStringList& arguments : wrong) {
        const auto options = parseStudioOptions(QStringList{"bplf-studio"} + arguments, kModes);
        ASSERT_FALSE(options.ok()) << arguments[0].toStdString();
        EXPECT_EQ(options.error().kind(), ErrorKind::kUsage);
        EXPECT_EQ(QString::fromStdString(options.error().where()).left(3), arguments[0].left(3));
    }
}

TEST(StudioOptions, HelpListsEveryOption) {
    for (const char* name : {"--model", "--screenshot", "--script", "--safe-mode", "--theme"})
        EXPECT_TRUE(studioHelp(kModes).contains(QLatin1String(name))) << name;
    EXPECT_TRUE(studioHelp(kModes).contains(QStringLiteral("sample, encode or others")));
}

}  // namespace
}  // namespace bplf::ui
