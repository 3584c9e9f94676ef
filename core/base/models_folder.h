// SPDX-License-Identifier: GPL-3.0-or-later
// Where models, configurations and weights lie: with the program, or in a folder that somebody named.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bplf {

/// Folders that may hold models: the one of prefer_models_folder(), beside the program, <prefix>/share/bplf/models, and
/// the source tree this was built from; those that are there, in this order. Any thread.
std::vector<std::filesystem::path> models_folders();

/// From now on models_folders() begins with this one; an empty path takes that back. Process-wide; any thread.
/// Error(kInput) when there is no such folder.
void prefer_models_folder(const std::filesystem::path& folder);

/// The embedded model that "default" stands for where no models folder has one of that very name: what the studio
/// starts with.
inline constexpr const char* kDefaultModel = "emotion-128";

/// The weights of an embedded model, or of "default"; nothing where no models folder has them. Any thread.
std::optional<std::filesystem::path> embedded_weights(const std::string& name);

/// The model whose weights hash so (SHA-256 of the file, lower-case hex): `name` itself, an embedded name, file or
/// folder, else an embedded model that does; nothing where none does. What an earlier default drew is found by this.
/// Reads the files whole, some 10 MB each; not for the thread of a window.
std::optional<std::string> model_with_weights(const std::string& name, const std::string& sha256);

/// What to load to draw again what a model of this name and these weights drew: model_with_weights(), else the name
/// itself, which then has other weights or is not there; the name at once where no weights are told.
std::string model_that_drew(const std::string& name, const std::string& sha256);

/// What a model is called that somebody named so: an embedded name as it is, but what it stands for instead of
/// "default"; of a file or folder the last word that
/// tells it from others, as UTF-8 (".../runs/a/model.safetensors" and ".../runs/a": "a"; "b.safetensors": "b"). Nothing
/// of the user's folders is in it, so this is what recipes and codes keep, beside the hash of the weights.
std::string model_name(const std::string& asked);

}  // namespace bplf
