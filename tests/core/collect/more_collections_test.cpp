// SPDX-License-Identifier: GPL-3.0-or-later
// Collections in the layouts in which they are passed around: FER+ as pictures, AffectNet, ExpW, RAF-DB from Kaggle.
#include "tests/core/collect/collections_fixture.h"

namespace bplf::test {
namespace {

TEST_F(CollectionsTest, FerPlusPicturesCarryVotesAndSplits) {
    draw("data/FER2013Train/fer0000000.png");
    draw("data/FER2013Train/fer0000001.png");
    draw("data/FER2013Valid/fer0028638.png");
    write("data/FER2013Train/label.csv",
          "fer0000000.png,\"(0, 0, 48, 48)\",0,0,0,1,9,0,0,0,0,0\nfer0000001.png,\"(0, 0, 48, "
          "48)\",5,5,0,0,0,0,0,0,0,0\n");
    write("data/FER2013Valid/label.csv",
          "fer0028638.png,\"(0, 0, 48, 48)\",0,0,0,0,0,0,0,10,0,0\nfer0028639.png,\"(0, 0, 48, "
          "48)\",9,0,0,1,0,0,0,0,0,0\n");
    const auto source = open_source(folder_.path().string());
    EXPECT_EQ(source->collection(), "FER2013");
    EXPECT_EQ(source->size(), 4);
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 4u);
    EXPECT_EQ(records[0].label, "anger");
    EXPECT_EQ(records[0].split, Split::kTrain);
    EXPECT_THAT(records[0].votes, ElementsAre(0, 0, 0, 1, 9, 0, 0, 0, 0, 0));
    EXPECT_THAT(records[0].label_weights, ElementsAre(std::pair("sadness", 1.0), std::pair("anger", 9.0)));
    EXPECT_EQ(records[1].reason, "ferplus_unknown");
    EXPECT_EQ(records[2].label, "contempt");
    EXPECT_EQ(records[2].split, Split::kValidation);
    EXPECT_TRUE(records[3].image.empty());
    EXPECT_EQ(records[3].reason, "decode_error");
    write("data/FER2013Valid/label.csv", "fer0028638.png,x,1,2\n");
    EXPECT_THAT(error_of([&] { read("ferplus"); }, kInput), HasSubstr("line 1"));
}

TEST_F(CollectionsTest, AffectNetFollowsItsLists) {
    const std::string landmarks = "1.0;2.0;3.0;4.0;5.0;6.0;7.0;8.0;9.0;10.0;11.0;12.0";
    const auto row = [&](const std::string& file, int label) {
        return file + ",20,20,300,300," + landmarks + "," + std::to_string(label) + ",0.3,-0.1\n";
    };
    draw("Manually_Annotated_Images/1/a.jpg");
    draw("Manually_Annotated_Images/2/a.jpg");
    draw("Manually_Annotated_Images/2/b.jpg");
    write("Manually_Annotated_file_lists/training.csv",
          "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n" +
              row("1/a.jpg", 1) + row("2/b.jpg", 9) + row("3/c.jpg", 7));
    write("Manually_Annotated_file_lists/validation.csv", row("2/a.jpg", 0));
    const auto records = read_all(*open_source(folder_.path().string()));
    ASSERT_EQ(records.size(), 4u);
    EXPECT_EQ(records[0].label, "happy");
    EXPECT_EQ(records[0].id, "Manually_Annotated_Images/1/a.jpg");
    EXPECT_EQ(records[0].split, Split::kTrain);
    EXPECT_EQ(records[1].reason, "excluded_label");
    EXPECT_EQ(records[2].label, "contempt");
    EXPECT_THAT(records[2].problem, HasSubstr("missing"));
    EXPECT_EQ(records[3].label, "neutral");
    EXPECT_EQ(records[3].id, "Manually_Annotated_Images/2/a.jpg");
    EXPECT_EQ(records[3].split, Split::kValidation);
}

/// A NumPy file of version 1 that holds one scalar.
std::string npy(const std::string& type, const std::string& data) {
    std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (), }";
    header += std::string(117 - header.size(), ' ') + "\n";
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header + data;
}

TEST_F(CollectionsTest, AffectNetReadsItsAnnotations) {
    draw("train_set/images/0.jpg");
    draw("val_set/images/1.jpg");
    write("train_set/annotations/0_exp.npy", npy("<U1", std::string("3\0\0\0", 4)));
    write("train_set/annotations/7_exp.npy", npy("<U1", std::string("3\0\0\0", 4)));
    write("val_set/annotations/1_exp.npy", npy("<i8", std::string("\x06\0\0\0\0\0\0\0", 8)));
    write("train_set/annotations/0_val.npy", npy("<f8", std::string(8, '\0')));
    const auto records = read("affectnet");
    ASSERT_EQ(records.size(), 3u);
    EXPECT_EQ(records[0].label, "surprise");
    EXPECT_EQ(records[0].split, Split::kTrain);
    EXPECT_EQ(records[1].reason, "decode_error");
    EXPECT_EQ(records[2].label, "anger");
    EXPECT_EQ(records[2].split, Split::kValidation);
}

TEST_F(CollectionsTest, YoloBoxesAreCutOutWithTheirClasses) {
    write_picture(folder_ / "train/images/two.jpg", noise_picture(100, 60, 1));
    write_picture(folder_ / "valid/images/one.png", noise_picture(40, 40, 2));
    write_picture(folder_ / "valid/images/none.png", noise_picture(40, 40, 3));
    write("data.yaml", "train: ../train/images\nnc: 3\nnames: ['Anger', 'Happy', \"Sad\"]\n");
    write("train/labels/two.txt", "1 0.3 0.5 0.2 0.4\n2 0.5 0.5 1 1\n7 0.5 0.5 1 1\n");
    write("valid/labels/one.txt", "0 0.25 0.25 0.75 0.25 0.75 0.75\n");
    const auto source = open_source(folder_.path().string());
    EXPECT_EQ(source->name(), "yolo:" + folder_.path().string());
    EXPECT_THAT(source->class_names(), ElementsAre("Anger", "Happy", "Sad"));
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 5u);
    EXPECT_EQ(records[0].id, "train/images/two.jpg#0");
    EXPECT_EQ(records[0].label, "Happy");
    EXPECT_EQ(records[0].split, Split::kTrain);
    EXPECT_EQ(records[0].image.width, 40) << "20 wide, and half of it on each side";
    EXPECT_EQ(records[0].image.height, 48);
    EXPECT_EQ(records[1].image.width, 100) << "the picture ends there";
    EXPECT_EQ(records[2].reason, "unknown_label");
    EXPECT_EQ(records[3].reason, "excluded_label") << "none.png has no box";
    EXPECT_EQ(records[4].label, "Anger");
    EXPECT_EQ(records[4].image.width, 40) << "around the polygon's corners";
    EXPECT_EQ(records[4].split, Split::kValidation);
    write("data.yaml", "names:\n  0: angry\n  1: happy\n  2: sad\nnc: 3\n");
    EXPECT_THAT(open_source(at("yolo"))->class_names(), ElementsAre("angry", "happy", "sad"));
}

TEST_F(CollectionsTest, ParquetTablesAreNamedAndHowToConvertThem) {
    write("set/LICENCE", "faces");
    write("set/data/train-00000-of-00001.parquet", "PAR1 and more");
    for (const std::string& place : {(folder_ / "set").string(), at("folder", "set"),
                                     (folder_ / "set/data/train-00000-of-00001.parquet").string()}) {
        const std::string message = error_of([&] { open_source(place); }, kInput);
        EXPECT_THAT(message, HasSubstr("Parquet table")) << place;
        EXPECT_THAT(message, HasSubstr("pandas.read_parquet")) << place;
    }
}

TEST_F(CollectionsTest, ExpWCutsOutEachFaceOfAPicture) {
    write_picture(folder_ / "origin/two.jpg", noise_picture(100, 60, 1));
    write("label.lst",
          "two.jpg 0 10 20 40 30 90.0 3\ntwo.jpg 1 0 80 100 20 50.0 6\ntwo.jpg 2 0 0 10 10 50.0 9\nlost.jpg 0 1 1 5 5 "
          "9.0 0\n");
    const auto source = open_source(folder_.path().string());
    EXPECT_EQ(source->size(), 4);
    const auto records = read_all(*source);
    ASSERT_EQ(records.size(), 4u);
    EXPECT_EQ(records[0].id, "origin/two.jpg#0");
    EXPECT_EQ(records[0].label, "happy");
    EXPECT_EQ(records[0].image.width, 40) << "20 wide, and half of it on each side";
    EXPECT_EQ(records[0].image.height, 40);
    EXPECT_EQ(records[1].label, "neutral");
    EXPECT_EQ(records[1].image.width, 30) << "the picture ends there";
    EXPECT_EQ(records[2].reason, "unknown_label");
    EXPECT_EQ(records[3].reason, "decode_error");
}

TEST_F(CollectionsTest, RafDbFromKaggleIsNumberedFolders) {
    draw("DATASET/train/5/train_00001_aligned.jpg");
    draw("DATASET/test/1/test_0001_aligned.jpg");
    auto records = read_all(*open_source(folder_.path().string()));
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].label, "surprise");
    EXPECT_EQ(records[0].split, Split::kTest);
    EXPECT_EQ(records[1].label, "sad");
    write("train_labels.csv", "image,label\ntrain_00001_aligned.jpg,4\n");
    write("test_labels.csv", "image,label\ntest_0001_aligned.jpg,7\n");
    records = read("rafdb");
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].label, "neutral");
    EXPECT_EQ(records[1].label, "happy");
}

TEST_F(CollectionsTest, RafDbCompoundEmotionsAreNotBasicOnes) {
    write("EmoLabel/list_patition_label.txt",
          "train_00001.jpg 1\ntrain_00002.jpg 8\ntrain_00003.jpg 9\ntrain_00004.jpg 11\n");
    for (const char* name : {"1", "2", "3", "4"}) draw(std::string("Image/aligned/train_0000") + name + "_aligned.jpg");
    const auto source = open_source(at("rafdb"));
    EXPECT_THAT(source->notes(), testing::Contains(HasSubstr("compound")));
    const auto records = read_all(*source);
    EXPECT_EQ(records[0].label, "happily surprised");
    EXPECT_EQ(records[3].label, "disgustedly surprised");
}

}  // namespace
}  // namespace bplf::test
