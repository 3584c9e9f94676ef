// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of screens: a new screen is its folder and a row here.
#include "ui/screens.h"

#include <array>

#include "ui/screens/curves/curves_screen.h"
#include "ui/screens/data/data_screen.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_screen.h"

namespace bplf::ui {
namespace {

using Maker = std::unique_ptr<Screen> (*)(EngineBridge* bridge, const ScreenOptions& options);

std::unique_ptr<Screen> makeSample(EngineBridge* bridge, const ScreenOptions& options) {
    return std::make_unique<SampleScreen>(bridge, options.viewport);
}

template <typename PlainScreen>
std::unique_ptr<Screen> makePlain(EngineBridge* bridge, const ScreenOptions&) {
    return std::make_unique<PlainScreen>(bridge);
}

/// Screens that look for faces in photos.
template <typename PhotoScreen>
std::unique_ptr<Screen> makeWithFaces(EngineBridge* bridge, const ScreenOptions& options) {
    auto screen = std::make_unique<PhotoScreen>(bridge);
    screen->setMtcnnWeights(options.mtcnnWeights);
    return screen;
}

constexpr std::array<Maker, 5> kScreens = {makeSample, makePlain<MorphScreen>, makeWithFaces<EncodeScreen>,
                                           makePlain<CurvesScreen>, makeWithFaces<DataScreen>};

}  // namespace

std::vector<std::unique_ptr<Screen>> makeScreens(EngineBridge* bridge, const ScreenOptions& options) {
    std::vector<std::unique_ptr<Screen>> screens;
    for (const Maker make : kScreens) screens.push_back(make(bridge, options));
    return screens;
}

}  // namespace bplf::ui
