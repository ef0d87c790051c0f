"""Are we on track?  (being built)"""
import streamlit as st
from dashboard import data, state
def render():
    p = state.choose_period(__import__("dashboard.records").records.today())
    st.title("Tổng quan")
    st.write(p)
    st.html('<div style="background:#0B4F8A;color:#fff">rộng</div>')
    st.vega_lite_chart({"data":{"values":[{"a":1,"b":2}]},"mark":"bar","encoding":{"x":{"field":"a","type":"quantitative"},"y":{"field":"b","type":"quantitative"}}}, theme=None, alt="thử")
render()
