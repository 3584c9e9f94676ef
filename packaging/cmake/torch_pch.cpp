// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the precompiled LibTorch headers that the torch units of core share.
