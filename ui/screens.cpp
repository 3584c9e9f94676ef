// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of screens: a new screen is its folder and a row here. The mode rail, its shortcuts, the words of
// --mode and the steps of scripts follow from it.
#include "ui/screens.h"

#include <array>

#include "ui/screens/curves/curves_screen.h"
#include "ui/screens/data/data_screen.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/models/models_screen.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/screens/stimuli/stimuli_screen.h"
#include "ui/screens/train/train_screen.h"

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
    int digit;  ///< with Ctrl; stays when other screens come
    Maker make;
};

constexpr std::array kScreens = {
    ScreenRow{SampleScreen::kId, 1, makeSample},
    ScreenRow{MorphScreen::kId, 2, makePlain<MorphScreen>},
    ScreenRow{EncodeScreen::kId, 3, makePlain<EncodeScreen>},
    ScreenRow{CurvesScreen::kId, 4, makePlain<CurvesScreen>},
    ScreenRow{DataScreen::kId, 5, makePlain<DataScreen>},
    ScreenRow{ModelsScreen::kId, 6, makePlain<ModelsScreen>},
    ScreenRow{TrainScreen::kId, 7, makePlain<TrainScreen>},
    ScreenRow{StimuliScreen::kId, 8, makePlain<StimuliScreen>},
};

}  // namespace

QStringList screenIds() {
    QStringList ids;
    for (const ScreenRow& row : kScreens) ids << QLatin1String(row.id);
    return ids;
}

std::vector<std::unique_ptr<Screen>> makeScreens(EngineBridge* bridge, const ScreenOptions& options) {
    std::vector<std::unique_ptr<Screen>> screens;
    for (const ScreenRow& row : kScreens) {
        screens.push_back(row.make(bridge, options));
        screens.back()->setDigit(row.digit);
    }
    return screens;
}

}  // namespace bplf::ui
