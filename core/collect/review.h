// SPDX-License-Identifier: GPL-3.0-or-later
// A built data set as a person looks through it: what became of every image, and why.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/collect/overrides.h"
#include "core/image/image.h"

namespace bplf {

/// One image that was read, kept or not.
struct ReviewItem {
    std::int64_t line = 0;           ///< of manifest.jsonl, from 0
    std::string id;                  ///< inside the source
    std::string source;              ///< "KIND:PATH"
    std::string label;               ///< the class's word; the source's own word where that has no class
    std::string source_label;        ///< the source's own word
    std::string reason;              ///< a word of closed_reasons()
    std::string detail;              ///< more of it, often empty
    std::string split;               ///< split_name(); empty: none (yet)
    std::string pixel_sha256;        ///< what Overrides know the image by; empty: it could not be read
    std::int64_t row = -1;           ///< in the data set; -1: left out, or not settled yet
    std::int64_t duplicate_of = -1;  ///< line of the image that it copies; -1: none
    double psnr = 0;                 ///< of the truncation in dB, infinite where it changed nothing; 0: not truncated
    std::optional<OverrideAction> decided;  ///< what the build was told about it
    Image picture;                          ///< the stored image if kept, else 48×48 grey; empty: it could not be read

    bool kept() const { return reason == "kept"; }
};

/// Where pictures of what was left out lie in the built folder: U8 [M, 1, 48, 48] "images", I32 [M] "manifest_row".
inline constexpr const char* kRejectedName = "report/rejected.safetensors";

/// The folder of a finished build, read-only. Opening reads the manifest (about a second for 35,000 images: not on
/// the UI thread) and maps the pictures. A cheap value: copies share both. Thread-safe.
class Review {
  public:
    /// Error(kInput) naming file, line and remedy when there is no build, or its files are damaged or of different
    /// builds.
    static Review open(const std::filesystem::path& folder);

    /// Images read, kept or not.
    std::int64_t size() const;
    /// Without its picture. Precondition: 0 <= line < size().
    ReviewItem item(std::int64_t line) const;
    /// ReviewItem::picture. Older sets, and those made from a shared manifest, have none of rejected images.
    Image picture(std::int64_t line) const;
    /// How many images have each reason.
    std::map<std::string, std::int64_t> reasons() const;
    const std::vector<std::string>& class_names() const;

  private:
    struct Data;
    explicit Review(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> data_;
};

}  // namespace bplf
