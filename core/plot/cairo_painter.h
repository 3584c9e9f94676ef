// SPDX-License-Identifier: GPL-3.0-or-later
// The items of a drawing onto a Cairo surface, whichever kind it is.
#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>

#include "core/plot/drawing.h"

namespace bplf {

struct CairoDeleter {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using CairoContext = std::unique_ptr<cairo_t, CairoDeleter>;
using CairoSurface = std::unique_ptr<cairo_surface_t, CairoDeleter>;
using TextLayout = std::unique_ptr<PangoLayout, CairoDeleter>;

/// The text as Pango lays it out on `cairo`, in one line, unhinted, so that it is as wide on paper as on a screen.
TextLayout lay_out(cairo_t* cairo, const DrawText& text, const std::string& font);
/// Its width in units.
double width_of(const TextLayout& layout);

/// Paints the whole page. Throws Error(kResource) when Cairo reports a failure.
void paint_page(cairo_t* cairo, const Drawing& drawing);

}  // namespace bplf
