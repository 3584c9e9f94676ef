// SPDX-License-Identifier: GPL-3.0-or-later
// CIFAR-10's binary form: data_batch_<n>.bin[.gz] and test_batch.bin[.gz], records of one label byte and 3·32·32
// bytes of planar red, green, blue.
#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/source_kind.h"
#include "core/io/gzip.h"
#include "core/io/table.h"

namespace bplf {
namespace {

constexpr int kSide = 32;
constexpr std::size_t kPlane = static_cast<std::size_t>(kSide) * kSide;
constexpr std::size_t kRecord = 1 + 3 * kPlane;

const std::vector<std::string>& default_names() {
    static const std::vector<std::string> names{"airplane", "automobile", "bird",  "cat",  "deer",
                                                "dog",      "frog",       "horse", "ship", "truck"};
    return names;
}

struct BatchFile {
    std::filesystem::path path;
    std::string name;
    Split split = Split::kTrain;
};

std::vector<BatchFile> find_batches(const std::filesystem::path& folder) {
    std::vector<BatchFile> batches;
    const auto add = [&](const std::string& name, Split split) {
        const auto path = find_maybe_gzip(folder, name + ".bin");
        if (!path.empty()) batches.push_back({path, name, split});
    };
    for (int i = 1; i <= 5; ++i) add("data_batch_" + std::to_string(i), Split::kTrain);
    add("test_batch", Split::kTest);
    return batches;
}

std::vector<std::string> read_names(const std::filesystem::path& folder) {
    const auto path = folder / "batches.meta.txt";
    if (!std::filesystem::is_regular_file(path)) return default_names();
    std::istringstream lines(read_file(path, 1 << 16));
    std::vector<std::string> names;
    for (std::string word; lines >> word;) names.push_back(printable(word, 200));
    return names.empty() ? default_names() : names;
}

class Cifar10Source final : public Source {
  public:
    Cifar10Source(std::filesystem::path folder, std::vector<BatchFile> batches)
        : folder_(std::move(folder)), batches_(std::move(batches)), names_(read_names(folder_)) {}

    std::string name() const override { return "cifar10:" + folder_.string(); }
    std::vector<std::string> class_names() const override { return names_; }
    std::int64_t size() const override { return static_cast<std::int64_t>(batches_.size()) * 10000; }

    std::optional<SourceRecord> next() override {
        while (at_ == bytes_.size()) {
            if (file_ == batches_.size()) return std::nullopt;
            load(batches_[file_++]);
        }
        const std::size_t begin = at_;
        at_ += kRecord;
        return record(batches_[file_ - 1], begin);
    }

  private:
    void load(const BatchFile& batch) {
        bytes_ = read_maybe_gzip(batch.path);
        at_ = 0;
        if (!bytes_.empty() && bytes_.size() % kRecord == 0) return;
        throw_input_error("has " + std::to_string(bytes_.size()) + " bytes, which is no whole number of " +
                              std::to_string(kRecord) + "-byte records.",
                          batch.path.string(), "The file is cut short or another one: get it again.");
    }

    SourceRecord record(const BatchFile& batch, std::size_t begin) const {
        const std::size_t label = bytes_[begin];
        const std::size_t row = begin / kRecord;
        if (label >= names_.size()) {
            throw_input_error("label " + std::to_string(label) + " is out of range: there are " +
                                  std::to_string(names_.size()) + " classes.",
                              batch.path.string() + ", record " + std::to_string(row),
                              "Check batches.meta.txt, or get the file again.");
        }
        SourceRecord result;
        result.image = Image(kSide, kSide, 3);
        for (std::size_t i = 0; i < kPlane; ++i) {
            for (std::size_t c = 0; c < 3; ++c) {
                result.image.pixels[3 * i + c] = bytes_[begin + 1 + c * kPlane + i];
            }
        }
        result.label = names_[label];
        result.split = batch.split;
        result.id = batch.name + "#" + std::to_string(row);
        return result;
    }

    std::filesystem::path folder_;
    std::vector<BatchFile> batches_;
    std::vector<std::string> names_;
    std::size_t file_ = 0;
    std::vector<std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Source> open_cifar10(const std::filesystem::path& folder, const SourceOptions&) {
    std::filesystem::path place = folder;
    auto batches = find_batches(place);
    if (batches.empty()) {
        place = folder / "cifar-10-batches-bin";
        batches = find_batches(place);
    }
    if (batches.empty()) throw_wrong_layout(folder, "cifar10");
    return std::make_unique<Cifar10Source>(place, std::move(batches));
}

std::int64_t recognise_cifar10(const Place& place) {
    return place.count([](const auto& file) {
        const std::string name = file.filename().string();
        const bool binary = name.ends_with(".bin") || name.ends_with(".bin.gz");
        return binary && (name.starts_with("data_batch_") || name.starts_with("test_batch."));
    });
}

}  // namespace bplf
