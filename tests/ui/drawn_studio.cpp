// SPDX-License-Identifier: GPL-3.0-or-later
// The studio over drawn models, for work on its looks: drawn_studio [--milliseconds PER_FACE] and the studio's options.
#include <cstdlib>
#include <string_view>
#include <vector>

#include "tests/support/drawn_engine.h"
#include "ui/shell/studio.h"
#include "ui/shell/studio_options.h"

int main(int argc, char** argv) {
    std::vector<char*> words(argv, argv + argc);
    double milliseconds = 0;
    if (words.size() > 2 && std::string_view(words[1]) == "--milliseconds") {
        milliseconds = std::strtod(words[2], nullptr);
        words.erase(words.begin() + 1, words.begin() + 3);
    }
    return bplf::ui::runStudio(static_cast<int>(words.size()), words.data(), [=](const bplf::ui::StudioOptions&) {
        return bplf::Result<std::unique_ptr<bplf::Engine>>(bplf::test::make_drawn_engine({milliseconds}));
    });
}
