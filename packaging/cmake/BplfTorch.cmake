# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch as bplf::torch, linked without its CUDA half: libtorch_cuda and the CUDA libraries behind
# it are loaded only by the bplf_cuda module, so that a CPU session neither maps nor waits for them.
set(BPLF_TORCH_ENV "${PROJECT_SOURCE_DIR}/build/env" CACHE PATH
    "Private Python environment whose torch wheel is used when CMAKE_PREFIX_PATH names none.")
file(GLOB _wheel_torch "${BPLF_TORCH_ENV}/lib/python3*/site-packages/torch")
if(NOT Torch_DIR AND NOT "${CMAKE_PREFIX_PATH}" MATCHES "[Tt]orch" AND _wheel_torch)
    list(GET _wheel_torch 0 _wheel_torch)
    set(BPLF_TORCH_ROOT "${_wheel_torch}" CACHE PATH "Folder with LibTorch's include and lib.")
endif()
if(NOT BPLF_TORCH_ROOT)
    find_path(_torch_include NAMES torch/csrc/api/include/torch/torch.h
        PATHS ${CMAKE_PREFIX_PATH} PATH_SUFFIXES ../../include include NO_DEFAULT_PATH)
    if(NOT _torch_include)
        message(FATAL_ERROR "LibTorch not found. Run packaging/setup, or pass "
            "-DCMAKE_PREFIX_PATH=<site-packages>/torch/share/cmake")
    endif()
    cmake_path(GET _torch_include PARENT_PATH _root)
    set(BPLF_TORCH_ROOT "${_root}" CACHE PATH "Folder with LibTorch's include and lib.")
endif()
set(BPLF_TORCH_LIBDIR "${BPLF_TORCH_ROOT}/lib")
if(NOT EXISTS "${BPLF_TORCH_LIBDIR}/libtorch_cpu.so")
    message(FATAL_ERROR "No libtorch_cpu.so in ${BPLF_TORCH_LIBDIR}: the torch wheel is incomplete. "
        "Delete build/env and run packaging/setup again.")
endif()
message(STATUS "LibTorch: ${BPLF_TORCH_ROOT}")

add_library(bplf_torch INTERFACE)
add_library(bplf::torch ALIAS bplf_torch)
target_include_directories(bplf_torch SYSTEM INTERFACE
    "${BPLF_TORCH_ROOT}/include" "${BPLF_TORCH_ROOT}/include/torch/csrc/api/include")
target_link_directories(bplf_torch INTERFACE "${BPLF_TORCH_LIBDIR}")
target_link_libraries(bplf_torch INTERFACE torch_cpu c10)
target_link_options(bplf_torch INTERFACE "-Wl,--allow-shlib-undefined")
list(APPEND CMAKE_BUILD_RPATH "${BPLF_TORCH_LIBDIR}")

# GCC reads LibTorch's headers once into a precompiled header that every torch unit shares: tensors, modules and custom
# gradients. Not torch/torch.h, which brings optimisers, data loaders and every module kind: with it a unit takes twice
# as long to compile, precompiled or not (tests/tools/include_check.py keeps it out).
add_library(bplf_torch_pch OBJECT "${PROJECT_SOURCE_DIR}/packaging/cmake/torch_pch.cpp")
target_link_libraries(bplf_torch_pch PRIVATE bplf::settings bplf::torch)
target_precompile_headers(bplf_torch_pch PRIVATE <torch/csrc/autograd/custom_function.h>
    <torch/nn/module.h> <torch/nn/pimpl.h> <torch/types.h> <cmath> <map> <memory> <string> <vector>)
