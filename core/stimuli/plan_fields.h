// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object of a plan, read field by field: a slip of the pen is named, not half obeyed.
#pragma once

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/sample/request_text.h"
#include "core/stimuli/plan.h"

namespace bplf::stimuli {

/// The words of masks and of luminance.
inline const std::vector<std::pair<const char*, MaskKind>> kMaskKinds{
    {"none", MaskKind::kNone}, {"oval", MaskKind::kOval}, {"ellipse", MaskKind::kEllipse}};
inline const std::vector<std::pair<const char*, LuminanceKind>> kLuminanceKinds{
    {"none", LuminanceKind::kNone}, {"mean-sd", LuminanceKind::kMeanSd}, {"histogram", LuminanceKind::kHistogram}};

/// Every read() leaves the value as it is where the field is absent or null. Error(kInput) naming file and field. The
/// object must outlive it.
class Fields {
  public:
    Fields(const nlohmann::json& object, std::string where, std::string path)
        : object_(object), where_(std::move(where)), path_(std::move(path)) {
        if (!object_.is_object()) wrong("", "an object { … }");
    }

    [[noreturn]] void wrong(const std::string& field, const std::string& expected) const {
        const std::string name = path_ + (path_.empty() || field.empty() ? "" : ".") + field;
        throw_input_error(
            "The plan's " + (name.empty() ? std::string("whole") : '"' + name + '"') + " must be " + expected + '.',
            where_, "'bplf stimuli --example' prints a plan that works.");
    }

    const nlohmann::json* find(const std::string& field) {
        known_.push_back(field);
        const auto found = object_.find(field);
        return found == object_.end() || found->is_null() ? nullptr : &*found;
    }

    Fields inside(const std::string& field, const nlohmann::json& value) const {
        return {value, where_, path_ + (path_.empty() ? "" : ".") + field};
    }

    void read(const std::string& field, std::string& value) {
        if (const nlohmann::json* found = find(field)) {
            if (!found->is_string()) wrong(field, "text");
            value = found->get<std::string>();
        }
    }
    void read(const std::string& field, bool& value) {
        if (const nlohmann::json* found = find(field)) {
            if (!found->is_boolean()) wrong(field, "true or false");
            value = found->get<bool>();
        }
    }
    double number(const std::string& field, const nlohmann::json& value, double low, double high) const {
        const std::string expected = "a number from " + text::format_number(low) + " to " + text::format_number(high);
        if (!value.is_number()) wrong(field, expected);
        const double number = value.get<double>();
        if (!(number >= low && number <= high)) wrong(field, expected);
        return number;
    }
    void read(const std::string& field, double low, double high, double& value) {
        if (const nlohmann::json* found = find(field)) value = number(field, *found, low, high);
    }
    void read(const std::string& field, double low, double high, std::optional<double>& value) {
        if (const nlohmann::json* found = find(field)) value = number(field, *found, low, high);
    }
    int whole(const std::string& field, const nlohmann::json& value, int low, int high) const {
        const double found = value.is_number() ? value.get<double>() : -1e9;
        if (!(found >= low && found <= high) || found != std::floor(found))
            wrong(field, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        return static_cast<int>(found);
    }
    void read(const std::string& field, int low, int high, int& value) {
        if (const nlohmann::json* found = find(field)) value = whole(field, *found, low, high);
    }
    std::uint64_t seed(const std::string& field, const nlohmann::json& value) const {
        if (!value.is_number_unsigned()) wrong(field, "a whole number from 0 to 2^64 - 1");
        return value.get<std::uint64_t>();
    }
    void read(const std::string& field, std::uint64_t& value) {
        if (const nlohmann::json* found = find(field)) value = seed(field, *found);
    }
    void read(const std::string& field, double low, double high, std::optional<std::array<double, 2>>& value) {
        const nlohmann::json* found = find(field);
        if (!found) return;
        if (!found->is_array() || found->size() != 2) wrong(field, "two numbers [a, b]");
        value = {number(field, (*found)[0], low, high), number(field, (*found)[1], low, high)};
    }
    const nlohmann::json::array_t& list(const std::string& field, const nlohmann::json& value) const {
        if (!value.is_array() || value.empty() || value.size() > std::size_t{4096})
            wrong(field, "a list [ … ] that is not empty");
        return value.get_ref<const nlohmann::json::array_t&>();
    }
    /// Error for a field that was not asked for.
    void finish() const {
        for (const auto& [field, value] : object_.items()) {
            if (std::ranges::find(known_, field) != known_.end()) continue;
            std::string fields;
            for (const std::string& name : known_) fields += (fields.empty() ? "" : ", ") + name;
            wrong(field, "left out: there is no such field; there are " + fields);
        }
    }

  private:
    const nlohmann::json& object_;
    std::string where_, path_;
    std::vector<std::string> known_;
};

}  // namespace bplf::stimuli
