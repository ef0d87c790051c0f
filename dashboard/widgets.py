"""x"""
import streamlit as st
def style_sheet(): pass
