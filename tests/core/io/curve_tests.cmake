# SPDX-License-Identifier: GPL-3.0-or-later
bplf_test(curve_test
    SOURCES curve_figure_test.cpp curve_scale_test.cpp curve_table_test.cpp curve_thinning_test.cpp
    DEPENDS bplf::io)
