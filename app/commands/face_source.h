// SPDX-License-Identifier: GPL-3.0-or-later
// Options of every command that takes photos: which face, how found, how cut.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bplf::cli {

struct FaceSource {
    std::vector<std::string> detectors{"mtcnn"};  ///< tried in this order
    std::string mtcnn_weights;  ///< once the folder of MT-CNN's weights; they come with the program now
    int face = 1;               ///< which of the found faces, from 1
    std::vector<double> box;    ///< x, y, width, height; empty: find
    double min_face = 0;        ///< share of the photo's short side; 0: the finder's own choice
    double margin = 0;          ///< added on each side, share of the box
    double roll = 0;            ///< degrees
    bool all_faces = false;     ///< every face that is found, not one of them
};

/// What is said where somebody still names a folder of MT-CNN's weights.
inline constexpr const char* kWeightsNote =
    "note: --mtcnn-weights is no longer needed, MT-CNN's weights come with the program.";

void add_face_options(CLI::App& command, FaceSource& source);
/// Of commands that take many faces, after add_face_options().
void add_all_faces_option(CLI::App& command, FaceSource& source);

}  // namespace bplf::cli
