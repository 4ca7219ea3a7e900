"""Compares measures that find duplicates; `make bench ARGS=duplicates`.

pairs     pairs of pictures that are, or are not, duplicates
measures  our measure, and those that it was chosen from
report    the table
"""
