# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# Shared by packaging/setup, run and test: messages, and the build of one preset. Sourced by bash.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
env_dir=$root/build/env

say() { printf '%s: %s\n' "$(basename "$0")" "$*"; }
fail() { printf '%s: error: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# As many compilers as there are cores, but one per 2 GB: LibTorch's headers are large.
build_jobs() {
    local memory_gb cores
    memory_gb=$(awk '/MemAvailable/ {print int($2 / 2000000)}' /proc/meminfo)
    cores=$(nproc)
    echo $((memory_gb < 1 ? 1 : memory_gb < cores ? memory_gb : cores))
}

# configure_preset NAME [CMake arguments…]: into build/NAME, unless that is up to date.
configure_preset() {
    local preset=$1
    shift
    local log=$root/build/$preset-configure.log ninja=$root/build/$preset/build.ninja
    # Ninja itself configures again when a CMake file changed.
    [[ $# -eq 0 && $ninja -nt $root/CMakePresets.json ]] && return
    if ! (cd "$root" && cmake --preset "$preset" "$@") > "$log" 2>&1; then
        tail -n 30 "$log" >&2
        fail "CMake could not configure; the whole output is in $log"
    fi
}

# build_preset NAME [TARGET]: configures and builds into build/NAME; quiet when up to date.
build_preset() {
    local preset=$1
    say "building preset \"$preset\" in build/$preset"
    configure_preset "$preset"
    (cd "$root" && cmake --build --preset "$preset" --parallel "$(build_jobs)" ${2:+--target "$2"}) ||
        fail "the build of preset \"$preset\" failed; the first error is above"
}
