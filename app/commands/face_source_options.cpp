// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of finding a face, shared by encode and relabel.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/face_source.h"

namespace bplf::cli {

void add_face_options(CLI::App& command, FaceSource& source) {
    const char* group = "Face";
    add_word_list(command, "--detector",
                  "mtcnn, haar, haar+mtcnn or none (the largest centred square); several are tried in turn",
                  source.detectors, CLI::IsMember({"mtcnn", "haar", "haar+mtcnn", "none"}))
        ->type_name("NAME,…")
        ->default_str("mtcnn")
        ->group(group);
    command.add_option("--face", source.face, "Which face, 1 is the surest choice")
        ->check(number_between(1, 10000))
        ->type_name("N")
        ->capture_default_str()
        ->group(group);
    add_number_list(command, "--box", "Take this rectangle instead of looking for a face", source.box,
                    number_between(-100000, 100000), 4, 4)
        ->type_name("X,Y,W,H")
        ->group(group);
    command
        .add_option("--min-face", source.min_face,
                    "Smallest face, as a share of the short side (default: the finder's own)")
        ->check(number_between(0.01, 1))
        ->type_name("SHARE")
        ->group(group);
    command.add_option("--margin", source.margin, "Widen the face on each side by this share")
        ->check(number_between(-0.4, 2))
        ->type_name("SHARE")
        ->capture_default_str()
        ->group(group);
    command.add_option("--roll", source.roll, "Turn the face by so many degrees")
        ->check(number_between(-180, 180))
        ->type_name("DEGREES")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--mtcnn-weights", source.mtcnn_weights, "No longer needed: MT-CNN's weights come with the program")
        ->type_name("DIR")
        ->group(group);
}

void add_all_faces_option(CLI::App& command, FaceSource& source) {
    command.add_flag("--all-faces", source.all_faces, "Take every face that is found in a photo")
        ->excludes(command.get_option("--face"))
        ->excludes(command.get_option("--box"))
        ->group("Face");
}

}  // namespace bplf::cli
