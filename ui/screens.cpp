// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of screens: a new screen is its folder and a row here. The mode rail, its shortcuts, the words of
// --mode and the steps of scripts follow from it.
#include "ui/screens.h"

#include <array>

#include "ui/screens/curves/curves_screen.h"
#include "ui/screens/data/data_screen.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/screens/stimuli/stimuli_screen.h"

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

struct ScreenRow {
    const char* id;
    Maker make;
};

constexpr std::array kScreens = {
    ScreenRow{SampleScreen::kId, makeSample},
    ScreenRow{MorphScreen::kId, makePlain<MorphScreen>},
    ScreenRow{EncodeScreen::kId, makePlain<EncodeScreen>},
    ScreenRow{CurvesScreen::kId, makePlain<CurvesScreen>},
    ScreenRow{DataScreen::kId, makePlain<DataScreen>},
    ScreenRow{StimuliScreen::kId, makePlain<StimuliScreen>},
};

}  // namespace

QStringList screenIds() {
    QStringList ids;
    for (const ScreenRow& row : kScreens) ids << QLatin1String(row.id);
    return ids;
}

std::vector<std::unique_ptr<Screen>> makeScreens(EngineBridge* bridge, const ScreenOptions& options) {
    std::vector<std::unique_ptr<Screen>> screens;
    for (const ScreenRow& row : kScreens) screens.push_back(row.make(bridge, options));
    return screens;
}

}  // namespace bplf::ui
