"""One file per kind of page; every endpoint takes a Visit and gives a Response."""
