"""Shows how HDR is tone-mapped, beside ffmpeg's own ways; `make bench ARGS=hdr`.

chart       a scene in linear light, with patches whose colors are known
clip        the scene as a phone would record it: 10-bit HEVC in PQ or HLG
contenders  the picture of a clip that each contender makes
judge       how far a picture is from the scene, and what is left of its highlights
report      the table, and all pictures side by side
"""
