import numpy as np

def sigmoid(a: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(a / 2))

def gru_cell_step(x_t: np.ndarray, h_prev: np.ndarray, params: dict[str, np.ndarray]) -> np.ndarray:
    W_r, U_r, b_r = (params['W_r'], params['U_r'], params['b_r'])
    W_z, U_z, b_z = (params['W_z'], params['U_z'], params['b_z'])
    W_h, U_h, b_h = (params['W_h'], params['U_h'], params['b_h'])
    r = sigmoid(W_r @ x_t + U_r @ h_prev + b_r)
    z = sigmoid(W_z @ x_t + U_z @ h_prev + b_z)
    h_tilde = np.tanh(W_h @ x_t + U_h @ (r * h_prev) + b_h)
    return (1 - z) * h_prev + z * h_tilde
