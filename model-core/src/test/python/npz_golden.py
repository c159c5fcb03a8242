"""Writes golden/numpy.npz: weights of Dense(3, 2) as NumPy writes them.

Run from model-core, with any NumPy:

    python3 src/test/python/npz_golden.py src/test/resources/golden/numpy.npz
"""

import sys

import numpy as np

np.savez(
    sys.argv[1],
    **{"0.b": np.array([0.5, -0.25]), "0.W": np.arange(6, dtype=np.float32).reshape(3, 2) / 4},
)
