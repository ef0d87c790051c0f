"""How is it drawn?  Pure builders: frames in, Vega-Lite specs and the marks they draw out.

No Streamlit, no database.  A builder has two halves: a frame of marks (one row per drawn thing, made anew
for each page) and a spec (how marks of a style are drawn; it depends on nothing, so it is built once).
"""
