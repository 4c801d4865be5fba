"""How Sphinx renders the book. `tools/book.py` prepares the pages and calls it."""

from myst_nb.core.render import NbElementRenderer

project = "RMSprop from scratch"
extensions = ["myst_nb", "sphinx-mathjax-offline"]  # formulas without a network
nb_execution_mode = "off"  # a page shows the outputs that its notebook stores
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "attrs_block"]
mathjax3_config = {"options": {"enableMenu": False}}  # its speech engine is remote
myst_heading_anchors = 3
myst_heading_slug_func = "book.anchor"
html_theme = "sphinx_book_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_js_files = ["book.js"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_context = {"default_mode": "auto"}  # light or dark as the reader's system
html_theme_options = {
    "home_page_in_toc": True,
    "use_download_button": False,
    "show_toc_level": 2,
    "navbar_persistent": [],  # the search field stands in the sidebar
    "footer_content_items": [],
    "search_bar_text": "Search the book",
}

render_image = NbElementRenderer.render_image


def render_image_with_alt(self, data):
    """Render an image with the alternative text that `show(fig, alt=…)` stored.

    myst-nb reads width and height from an output's metadata, but not `alt`.
    """
    nodes = render_image(self, data)
    nodes[0]["alt"] = data.output_metadata.get(data.mime_type, {}).get("alt", "")
    return nodes


NbElementRenderer.render_image = render_image_with_alt
