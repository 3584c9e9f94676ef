// SPDX-License-Identifier: GPL-3.0-or-later
// The studio with the drawing engine, for tests of its command line and for work on its looks.
#include "core/engine/engine.h"
#include "ui/shell/studio.h"
#include "ui/shell/studio_options.h"

int main(int argc, char** argv) {
    return bplf::ui::runStudio(argc, argv, [](const bplf::ui::StudioOptions& options) {
        return bplf::Result<std::unique_ptr<bplf::Engine>>(bplf::make_null_engine(options.nullMilliseconds));
    });
}
