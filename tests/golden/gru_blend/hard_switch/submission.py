import numpy as np


def gru_blend(h_prev, h_tilde, z):
    return np.where(z > 0.5, h_tilde, h_prev)
