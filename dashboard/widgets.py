"""x"""
import streamlit as st
def style_sheet():
    st.html("<style>@media (min-width: 768px){.st-key-trang{margin-inline:-3.5rem;width:calc(100% + 7rem)!important;max-width:none}}</style>")
