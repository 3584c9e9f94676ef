// SPDX-License-Identifier: GPL-3.0-or-later
// A data root of a few dozen drawn images in the formats that the study's collections come in.
#pragma once

#include <filesystem>

namespace bplf::test {

/// Images in each training split and each held-out one.
inline constexpr int kTinyTrain = 40, kTinyHeldOut = 16;

/// <root>/mnist as IDX files, 28×28, ten digits.
void write_tiny_mnist(const std::filesystem::path& root);
/// <root>/cifar10 as binary records: one training batch and the test batch, in
/// <root>/cifar10/`below`.
void write_tiny_cifar10(const std::filesystem::path& root, const std::filesystem::path& below = {});
/// <root>/fer2013 as IDX files, 48×48, seven labels.
void write_tiny_faces(const std::filesystem::path& root);

}  // namespace bplf::test
