// SPDX-License-Identifier: GPL-3.0-or-later
// The studio's program: joins the window to the LibTorch engine.
#include "ui/shell/studio.h"
#include "core/base/process.h"
#include "core/engine/engine.h"
#include "ui/shell/studio_options.h"

int main(int argc, char** argv) {
    bplf::prepare_process();
    return bplf::ui::runStudio(argc, argv, [](const bplf::ui::StudioOptions& options) {
        bplf::EngineOptions engine;
        engine.device = options.device.toStdString();
        engine.threads = options.threads;
        engine.models_folder = options.modelsFolder.toStdString();
        return bplf::make_engine(engine);
    });
}
