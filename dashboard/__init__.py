"""What do leaders see?  Streamlit pages over the records in ``db``: the only reader with pictures.

    asgi -> app -> access (who?) -> views (choose, fetch, show) -> data (read) and charts (draw)

Nothing here writes, except ``access``, which opens and closes sessions.
"""
