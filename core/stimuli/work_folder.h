// SPDX-License-Identifier: GPL-3.0-or-later
// The folder beside the one that is to appear, and the drawn faces in it that a stopped build is gone on from.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/face/face.h"
#include "core/image/image.h"

namespace bplf::stimuli {

/// What was measured of a face as it was drawn.
struct FaceFacts {
    double bits_per_dim = 0;
    std::optional<FacePoints> landmarks;  ///< in pixels of the drawn picture
    std::vector<double> probabilities;    ///< by the judge's labels; empty without a judge
};

struct DrawnFace {
    Image image;
    FaceFacts facts;
};

/// `out` with ".partial" after its name. Not thread-safe.
class WorkFolder {
  public:
    /// Makes the folder, or takes up the one of an earlier build of the same plan (`key` equal to the one it was made
    /// with). Error(kUsage) when `out` exists and `force` is not set, or what stands there is a file; Error(kInput)
    /// when the folder beside it is of another plan and `force` is not set; Error(kResource) when it cannot be written.
    WorkFolder(const std::filesystem::path& out, const std::string& key, bool force);

    const std::filesystem::path& path() const { return path_; }
    /// Faces that an earlier build drew.
    bool has_face(std::size_t face) const;
    DrawnFace face(std::size_t face) const;
    void keep(std::size_t face, const DrawnFace& drawn) const;

    /// Takes away what was for the work alone and gives the folder its name, in place of what has it (only with
    /// `force`). A stop in between is made good by the next WorkFolder of that name; for that moment the work is kept
    /// as "….drawn", with the replaced folder inside.
    void appear();

  private:
    std::filesystem::path file_of(std::size_t face) const;

    std::filesystem::path out_, path_;
};

}  // namespace bplf::stimuli
