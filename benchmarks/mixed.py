"""Two hundred submissions of `gru_cell` as a class may hand them in: what a batch is timed on.

python benchmarks/mixed.py FOLDER    writes them there, with the verdicts in FOLDER/expected.csv
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOLUTION = ROOT / "solutions" / "gru_cell"
PASSED, FAILED = "passed", "failed"

# Of solutions/gru_cell/accepted: those that keep the names that benchmarks/peers pins.
RIGHT = """
    batch_axis_inside blend_from_candidate bound_cell comment_names_library_layers constant_zero
    declared_z_h_r delta_blend demo_under_main_guard einsum exponential_sigmoid
    gate_helper_method gates_in_one_product hidden_from_state init_with_dummy_inputs
    init_with_output initializers_from_jax jitted_apply jitted_step jnp_dot jnp_matmul
    key_by_name lambda_gates lecun_by_hand linen_by_its_own_name loop_over_gates numpy_inside
    numpy_result prints_and_bare_demo scan_over_one_step sliced_weights split_key_first
    tanh_form_sigmoid typed_key variance_scaling vmapped_apply weights_first_biases_last
    wrapped_initializers wrapper_module zeros_init zeros_lambda
""".split()

# Of solutions/gru_cell/rejected: the 66 that keep the names of benchmarks/peers and break what
# these graders can see, so that they run to their end; and 44 others, spread over the folder.
WRONG = """
    add_without_forget add_without_forget_2 all_biases_missing batch_axis_output_2
    bfloat16_parameters bias_subtracted_2 biases_not_zero_3 biases_not_zero_4
    both_weighted_by_one_minus_z candidate_bias_missing candidate_bias_missing_2
    candidate_ignores_input candidate_shares_reset_bias candidate_shares_update_bias
    candidate_squashed_twice candidate_uses_update_weights delta_sign_reversed
    delta_sign_reversed_2 detached_candidate detached_reset_gate detached_state elu_candidate
    extra_parameter extra_tanh_2 fused_weights gate_bias_missing_2 gates_ignore_state
    gates_ignore_state_2 gates_inverted gates_share_bias gates_share_matrix_2
    gates_squashed_twice_2 gelu_candidate hard_gates_2 hard_sigmoid_gates hard_tanh_candidate
    hard_tanh_candidate_2 init_constant init_glorot_normal_2 init_glorot_uniform
    init_glorot_uniform_2 init_he_normal_2 init_he_uniform init_orthogonal init_transposed_fan
    init_transposed_fan_2 init_unit_normal_2 init_untruncated_normal_2 init_wrong_scale_2
    keep_term_dropped kept_weighted_by_reset leaky_relu_candidate library_cell_2 library_layer_3
    linear_candidate_2 linear_gates_2 minus_between_terms modifies_inputs modifies_inputs_2
    new_term_dropped new_term_undamped new_weighted_by_reset no_reset no_reset_4
    one_bias_for_all overflowing_sigmoid plain_average plain_average_2 plus_in_keep_term
    relu_candidate remembers_calls_2 reset_after_matmul_2 reset_after_matmul_and_bias
    reset_bias_missing reset_by_one_minus_z reset_by_z reset_by_z_2 reset_ignores_state
    reset_leaks_into_blend reset_masks_candidate reset_whole_preactivation
    returns_previous_state returns_reset_gate returns_update_gate same_initial_weights
    same_weight_on_both same_weight_on_both_2 seed_ignored seed_ignored_3 shared_weights
    sigmoid_candidate_2 softmax_gates_2 softsign_candidate split_weights_2 squeezed_output
    swapped_update_gate_2 swapped_update_gate_5 swapped_update_gate_6
    swapped_update_gate_and_reset_after_matmul swish_candidate tanh_gates_2
    tanh_gates_and_sigmoid_candidate transposed_weights transposed_weights_2 unseeded_weights_2
    unseeded_weights_3 unused_parameter_2 uses_variable wrong_dtype wrong_dtype_2
""".split()

LAST = "return cell.apply(variables, x, h_prev).reshape(-1)"
FLOOD = 'for _ in range(10_000):\n        print("." * 1000)\n    raise IndexError("step 10000")'
# Made here from the reference: name, how many, a text that is in it once, what is there instead.
MADE = (
    ("fails_at_import", 7, LAST, f"{LAST}\n\n\nassert gru_cell_step is MyGRUCell"),
    ("raises_in_the_call", 7, "+ z * h_tilde", "+ z * h_new"),
    ("syntax_error", 6, "nn.sigmoid(xh @ W_r + b_r)", "nn.sigmoid(xh @ W_r + b_r"),
    ("exits", 4, LAST, f"{LAST}\n\n\nraise SystemExit(0)"),
    ("floods_and_raises", 5, LAST, FLOOD),
    ("loops", 1, LAST, f"while True:\n        h_prev = {LAST.removeprefix('return ')}"),
)
REFERENCES = 20


@dataclasses.dataclass(frozen=True)
class Entry:
    """One submission: a file's name without .py, its text, and the verdict it must get."""

    name: str
    text: str
    expected: str  # PASSED or FAILED


def mixed() -> tuple[Entry, ...]:
    """The 200 entries, the same each time and no two texts alike: 60 right, 110 wrong, 29 that
    crash, one that never ends."""
    entries = list(unmixed())
    random.Random(0).shuffle(entries)
    return tuple(
        # A comment at the end makes every text its own, so that no verdict is had for another's.
        Entry(f"{number:03}_{entry.name}", f"{entry.text}\n# Submission {number}\n", entry.expected)
        for number, entry in enumerate(entries)
    )


def unmixed() -> Iterator[Entry]:
    reference = text_of("reference")
    for _ in range(REFERENCES):
        yield Entry("reference", reference, PASSED)
    for name in RIGHT:
        yield Entry(f"accepted_{name}", text_of(f"accepted/{name}"), PASSED)
    for name in WRONG:
        yield Entry(f"rejected_{name}", text_of(f"rejected/{name}"), FAILED)
    for name, count, old, new in MADE:
        assert reference.count(old) == 1, f"{old!r} must be in the reference once"
        for _ in range(count):
            yield Entry(name, reference.replace(old, new), FAILED)


def text_of(name: str) -> str:
    return (SOLUTION / f"{name}.py").read_text(encoding="utf-8")


def write(folder: Path) -> None:
    """Write NAME.py for each entry, and expected.csv with a row of name and verdict for each."""
    folder.mkdir(parents=True)
    for entry in mixed():
        (folder / f"{entry.name}.py").write_text(entry.text, encoding="utf-8")
    with (folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "expected"])
        rows.writerows([entry.name, entry.expected] for entry in mixed())


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    folder = parser.parse_args(argv).folder
    if folder.exists():
        parser.error(f"{folder} is there already; name a folder that is not")
    write(folder)
    print(f"200 submissions and expected.csv are in {folder}")


if __name__ == "__main__":
    main()
