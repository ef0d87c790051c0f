"""Files that prove a report: taken apart in a limited process (`worker`), kept under their hash (`store`)."""
