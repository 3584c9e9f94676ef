// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/latent.h"

#include "core/sample/latent_look.h"
#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    for (const bplf::Latent& latent : bplf::load_latents(bplf::fuzz::file_of(bytes, "x.safetensors")))
        static_cast<void>(bplf::look_of_latent(latent, {}, {"anger", "happy", "neutral"}));
}
