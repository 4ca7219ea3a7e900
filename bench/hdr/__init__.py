"""Compares the tone mapping of HDR by Stills with that of ffmpeg; `make bench ARGS=hdr`.

chart       a scene in linear light, with patches of known colors
clip        the scene as a phone would record it: 10-bit HEVC in PQ or HLG
contenders  the picture that each contender makes of a clip
judge       measures how close a picture is to the scene, and how visible its highlights are
report      the table, and an image of all pictures side by side
"""
