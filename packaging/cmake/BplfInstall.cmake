# SPDX-License-Identifier: GPL-3.0-or-later
# Where things go when installed, and the Debian package. Programs look for what belongs to them at
# ../lib/bplf and ../share/bplf, so an installed tree can be moved.
set(BPLF_INSTALL_LIBDIR lib/bplf)
set(BPLF_INSTALL_DATADIR share/bplf)
set(CMAKE_INSTALL_RPATH "$ORIGIN;$ORIGIN/../${BPLF_INSTALL_LIBDIR}")

# The CPU half of LibTorch travels along: no distribution packages this version. Its old-style RPATH
# finds the two CUDA libraries that it needs beside itself.
option(BPLF_BUNDLE_LIBTORCH "Install LibTorch's CPU libraries beside the programs." ON)
if(BPLF_BUNDLE_LIBTORCH)
    cmake_path(GET BPLF_TORCH_ROOT PARENT_PATH _site_packages)
    file(GLOB _libtorch "${BPLF_TORCH_LIBDIR}/libtorch_cpu.so" "${BPLF_TORCH_LIBDIR}/libc10.so"
        "${BPLF_TORCH_LIBDIR}/libgomp*.so*" "${_site_packages}/nvidia/cu13/lib/libcudart.so.1*"
        "${_site_packages}/nvidia/cu13/lib/libcupti.so.1*")
    install(FILES ${_libtorch} DESTINATION ${BPLF_INSTALL_LIBDIR})
endif()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/models/" DESTINATION ${BPLF_INSTALL_DATADIR}/models)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/README.md" DESTINATION share/doc/bplf-studio)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME bplf-studio)
set(CPACK_PACKAGE_CONTACT "BPLF Studio maintainers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Faces by emotion, from a normalizing flow on your own machine")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_DEPENDS opencv-data)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${BPLF_TORCH_LIBDIR}" "${_site_packages}/nvidia/cu13/lib")
include(CPack)
