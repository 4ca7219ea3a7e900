"""The transfer functions of HDR."""

PQ, HLG = 16, 18
"""AVCOL_TRC_SMPTE2084 and AVCOL_TRC_ARIB_STD_B67."""

TRANSFERS = (PQ, HLG)
