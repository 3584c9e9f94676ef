# SPDX-License-Identifier: GPL-3.0-or-later
# Figures of curves: drawn here, so that `bplf curves` and the studio write the same bytes.
target_sources(bplf_io PRIVATE
    curve_colors.cpp curve_colors.h curve_figure.cpp curve_figure.h curve_panel.cpp curve_panel.h
    curve_scale.cpp curve_scale.h curve_table.cpp curve_table.h curve_thinning.cpp curve_thinning.h
    drawing.h drawing_pdf.cpp drawing_raster.cpp drawing_svg.cpp drawing_text.cpp drawing_text.h)
if(TARGET bplf::image)
    target_link_libraries(bplf_io PUBLIC bplf::image)
endif()
