// SPDX-License-Identifier: GPL-3.0-or-later
// What looks at drawn faces and names their emotion, giving the same numbers however many threads the program has.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// A classifier of emotions. Used by one thread at a time.
class Judge {
  public:
    virtual ~Judge() = default;
    virtual const std::vector<std::string>& labels() const = 0;
    virtual std::string name() const = 0;
    virtual std::string sha256() const = 0;
    /// Share of real faces that it is right about, and the same by label; where its file says so.
    virtual std::optional<double> accuracy() const = 0;
    virtual std::map<std::string, double> accuracy_per_label() const = 0;
    /// Probability of each label; the face is made grey or colour and of the classifier's size first.
    virtual std::vector<double> probabilities(const Image& face) = 0;
};

/// An installed name or a path. Errors: nn::load_classifier's.
std::unique_ptr<Judge> load_judge(const std::string& name);

}  // namespace bplf
