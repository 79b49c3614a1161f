"""Grade Flax and JAX exercises: `grade problems/gru_cell`."""
