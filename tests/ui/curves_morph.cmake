# SPDX-License-Identifier: GPL-3.0-or-later
# The Curves and Morph screens against the drawing engine.
bplf_test(morph_timeline_test SOURCES morph_timeline_test.cpp DEPENDS bplf::ui LABELS ui)
bplf_spare_torch(morph_timeline_test)
bplf_ui_test(morph_test nlohmann_json::nlohmann_json GIF::GIF)
bplf_ui_test(curves_test bplf::io Qt6::Test)
bplf_ui_test(timeline_test Qt6::Test)
