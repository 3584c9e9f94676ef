// SPDX-License-Identifier: GPL-3.0-or-later
// Recipes are the request's JSON, the same the command line writes.
#include "ui/bridge/recipe.h"

#include <nlohmann/json.hpp>

#include "core/image/png.h"
#include "core/image/sheet.h"

namespace bplf::ui {

Result<void> savePicture(const std::filesystem::path& path, const Image& image, const SampleRequest& request) {
    return capture([&] { write_png(path, image, to_json(request).dump()); });
}

Result<void> saveSheet(const std::filesystem::path& path, const std::vector<Image>& images,
                       const SampleRequest& request, int scale) {
    return capture([&] {
        SheetLayout layout;
        layout.columns = request.columns;
        layout.scale = scale;
        write_png(path, make_sheet(images, layout), to_json(request).dump());
    });
}

Result<SampleRequest> readPicture(const std::filesystem::path& path) {
    return capture([&] {
        const std::optional<std::string> recipe = read_recipe(path);
        if (!recipe)
            throw_input_error("This picture has no recipe inside.", path.string(),
                              "Only pictures saved by BPLF carry one. Use it as a photo in Encode.");
        const nlohmann::json json = nlohmann::json::parse(*recipe, nullptr, false);
        if (json.is_discarded())
            throw_input_error("The recipe in this picture is damaged.", path.string(),
                              "Use another copy of the picture.");
        return sample_request_from_json(json);
    });
}

bool hasRecipe(const std::filesystem::path& path) {
    const auto recipe = capture([&] { return read_recipe(path); });
    return recipe.ok() && recipe.value().has_value();
}

}  // namespace bplf::ui
