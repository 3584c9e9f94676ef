// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/groups.h"

#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/philox.h"

namespace bplf::stimuli {
namespace {

constexpr std::uint32_t kDealing = 0x57494d;  // the stream of random numbers for this

std::vector<int> dealt(int count, std::uint64_t seed) {
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    const PhiloxStream random(seed, kDealing);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i, order.size() - i)]);
    return order;
}

}  // namespace

std::vector<std::vector<int>> latin_square(int identities, int emotions, int groups, std::uint64_t seed,
                                           const std::string& where) {
    if (groups > emotions)
        throw_input_error(
            plural(groups, "group") + " cannot be balanced over " + plural(emotions, "emotion") + ".", where,
            "Ask for " + std::to_string(emotions) + " groups at most: each sees every identity with another emotion.");
    if (identities % emotions != 0)
        throw_input_error(
            std::to_string(identities) + " identities cannot show " + plural(emotions, "emotion") + " equally often.",
            where, "Use a multiple of " + std::to_string(emotions) + " identities, or no groups.");
    const std::vector<int> row = dealt(identities, seed);
    std::vector<std::vector<int>> square(static_cast<std::size_t>(groups),
                                         std::vector<int>(static_cast<std::size_t>(identities)));
    for (int g = 0; g < groups; ++g) {
        for (std::size_t i = 0; i < row.size(); ++i) square[static_cast<std::size_t>(g)][i] = (row[i] + g) % emotions;
    }
    return square;
}

}  // namespace bplf::stimuli
