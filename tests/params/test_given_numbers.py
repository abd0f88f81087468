"""Numbers, lists and names as people write them: the same value everywhere that one is taken."""

from __future__ import annotations

import math
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import names
from explainer.arithmetic import NumberError, read_number
from explainer.params import (
    Field,
    Matrix2,
    ParameterError,
    Positive,
    SceneParams,
    Vector2,
    resolve_params,
)
from explainer.params.given import read_list

NUMBERS = [
    ("1/3", 1 / 3),
    ("sqrt(2)/2", math.sqrt(2) / 2),
    ("cos(pi/6)", math.sqrt(3) / 2),
    ("-sin(pi/6)", -0.5),
    ("2*pi", 2 * math.pi),
    ("-pi/2", -math.pi / 2),
    ("2pi", 2 * math.pi),
    ("π/6", math.pi / 6),
    ("√2/2", math.sqrt(2) / 2),
    ("e", math.e),
    ("e^-1", 1 / math.e),
    (".5", 0.5),
    ("1.", 1),
    ("-.5", -0.5),
    ("+.5", 0.5),
    ("1e-3", 0.001),
    ("1E+3", 1000),
    ("10^-3", 0.001),
    ("10⁻³", 0.001),
    ("1_000", 1000),
    ("\u22121", -1),
    ("\u20130.5", -0.5),
    ("\uff0d\uff11\uff0e\uff15", -1.5),
    ("½", 0.5),
    ("10.0", 10),
    ("3/1", 3),
    ("0x10", 16),
    ("|-3|", 3),
    ("(1 + 2) * 3", 9),
    ("0.1 * 3", 0.3),
    ("--1", 1),
    ("ln(e)", 1),
    ("np.sqrt(4)", 2),
]
NO_NUMBERS = [
    *("", " ", "abc", "true", "True", "nan", "inf", "none", "x", "1j", "0,5", "10,000", "1 3"),
    *("1+", "*1", "1//2", "5!", "3%", "1.2.3", "1__0", "(1", "1)", "sin(1, 2)", "sin", "sqrt 2"),
    *("1/0", "sqrt(-1)", "(-8)^(1/3)", "0^-1", "log(0)", "tan(pi/2)", "asin(2)"),
    *("1e400", "9**9**9", "9**(9**9)", "2**1e9", "1e999999999", "(2**9999)**9999", "exp(exp(9))"),
    *("1/2pi", "e(2)", "sin^-1(1)", "-" * 100 + "1", "(" * 10_000 + "1" + ")" * 10_000, "9" * 5000),
    *("__import__('os')", "(lambda: 1)()", "1 if 1 else 2", "[1]", "{1}", "1; 2", "1\x1b", "'1'"),
]


class Params(SceneParams):
    number: float = 0
    size: Positive | None = None
    whole: int = 1
    vector: Vector2 = (0, 0)
    matrix: Matrix2 = ((1, 0), (0, 1))
    counts: tuple[int, ...] = ()
    tosses: str | tuple[int, int] = "H"
    formula: str = Field("x", max_length=50)
    kind: Literal["gradient_descent", "adam"] = "adam"
    kinds: tuple[Literal["gradient_descent", "adam"], ...] = ()
    slow: bool = False


def ways_to_give(text: str, folder: Path) -> list[float]:
    """Return the number that a text becomes in every place where one is taken."""
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    file = folder / "numbers.toml"
    file.write_text(
        f"number = {quoted}\nvector = [{quoted}, 0]\nmatrix = [[{quoted}, 0], [0, 1]]\n"
    )
    found = [
        Params(number=text),  # type: ignore[arg-type]
        resolve_params(Params, {}, assignments=[f"number={text}"]),
        resolve_params(Params, {}, assignments=[f"number={quoted}"]),
        resolve_params(Params, {}, values={"number": text}),
        resolve_params(Params, {}, file=file),
    ]
    vectors = [
        resolve_params(Params, {}, assignments=[f"vector=[{text}, 0]"]),
        resolve_params(Params, {}, assignments=[f"vector=({text},0)"]),
        resolve_params(Params, {}, values={"vector": [text, 0]}),
        resolve_params(Params, {}, file=file),
    ]
    matrices = [
        resolve_params(Params, {}, assignments=[f"matrix=[[{text}, 0], [0, 1]]"]),
        resolve_params(Params, {}, values={"matrix": np.array([[text, "0"], ["0", "1"]])}),
        resolve_params(Params, {}, file=file),
    ]
    return [
        *(params.number for params in found),
        *(params.vector[0] for params in vectors),
        *(params.matrix[0][0] for params in matrices),
    ]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_is_the_same_wherever_it_is_given(text: str, value: float, tmp_path: Path) -> None:
    found = ways_to_give(text, tmp_path)
    assert found == pytest.approx([value] * 12, rel=1e-15)


def test_a_turn_of_a_right_angle_is_one() -> None:
    turned = resolve_params(
        Params, {}, assignments=["matrix=[[cos(pi/2), -sin(pi/2)], [sin(pi/2), cos(pi/2)]]"]
    )
    assert turned.matrix == ((0, -1), (1, 0))
    assert [read_number(f"sin({n}*pi)") for n in range(-9, 10)] == [0] * 19
    assert [read_number(f"cos({n}*pi/3)") for n in range(6)] == [1, 0.5, -0.5, -1, -0.5, 0.5]
    assert read_number("sin(1e-20)") == 1e-20


@pytest.mark.parametrize("text", NO_NUMBERS, ids=lambda text: repr(text)[:30])
def test_what_is_no_number_is_refused_at_once(text: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(NumberError) as caught:
        read_number(text)
    assert time.perf_counter() - begin < 0.5
    assert "\n" not in str(caught.value)
    for assignment in (f"size={text}", f"vector=[{text}, 1, 1]"):
        with pytest.raises(ParameterError) as refused:
            resolve_params(Params, {}, assignments=[assignment, "size=-1"])
        assert str(refused.value).isprintable() and len(str(refused.value)) < 400


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("number=2**1e9", "number: given 2**1e9; it is too large; a finite number is allowed"),
        ("number=1/0", "number: given 1/0; it has no real value; a finite number"),
        (
            "number=1/2pi",
            "given 1/2pi; '1/2pi' can be read in two ways; write 1/(2*pi) or (1/2)*pi",
        ),
        ("number=0,5", "given 0,5; decimals take a point, and thousands nothing between; a finite"),
        ("whole=10,000", "given 10,000; decimals take a point"),
        ("whole=10.5", "whole: given 10.5; a whole number is allowed"),
        ("whole=1/3", "whole: given 1/3; a whole number is allowed"),
        ("vector=[1/0, 2]", "vector: given [1/0, 2]; it has no real value; a pair of numbers"),
        ("number=[1/3]", "number: given [1/3]; a finite number is allowed"),
        ("matrix=1 2 3 4", "matrix: given 1 2 3 4; a 2x2 matrix"),
        ("kind=Adm", "kind: given Adm (did you mean adam?); one of gradient_descent, adam"),
        ("kinds=[adm]", "kinds: given [adm] (did you mean adam?); a list, each one of"),
        ("slow=yes", "slow: given yes; true or false is allowed"),
    ],
)
def test_a_refused_number_says_why(text: str, says: str) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_params(Params, {}, assignments=[text])
    assert says in str(caught.value)


@pytest.mark.parametrize("value", [True, None, "abc", [1], 1j, b"1", "true", float("nan"), {}])
def test_what_is_not_meant_as_a_number_is_none(value: Any) -> None:
    with pytest.raises(ParameterError, match=r"^number: given"):
        resolve_params(Params, {}, values={"number": value})


@pytest.mark.parametrize("value", ["10.0", "10", "20/2", "1e1", 10.0, 10, np.float64(10), "10²/10"])
def test_whole_numbers_may_be_written_as_decimals(value: Any) -> None:
    assert resolve_params(Params, {}, values={"whole": value}).whole == 10
    counts = resolve_params(Params, {}, values={"counts": [value, 1]}).counts
    assert counts == (10, 1) and all(type(count) is int for count in counts)


def test_python_numbers_of_all_kinds_pass() -> None:
    values = [Fraction(1, 4), Decimal("0.25"), np.float32(0.25), 0.25, "1/4", np.array("1/4")]
    found = [resolve_params(Params, {}, values={"number": value}).number for value in values]
    assert found == [0.25] * 6


@pytest.mark.parametrize(
    "text",
    [
        "[[.5,1.],[0,-.3]]",
        "[[ 0.5  1. ]\n [ 0.  -0.3]]",
        "[[ 0.5  1. ] [ 0. -0.3]]",
        "array([[ 0.5,  1. ],\n       [ 0. , -0.3]])",
        "np.array([[0.5, 1], [0, -0.3]])",
        "[[np.float64(0.5), np.float64(1.0)], [np.float64(0.0), np.float64(-0.3)]]",
        "((1/2, 1), (0, -3/10))",
        "[0.5, 1; 0, -0.3]",
        "[.5 1; 0 -.3]",
        "1/2, 1; 0, \u22120.3",
        "[[0.5, 1], [0, -0.3],]",
        "[[0.5, 1][0, -0.3]]",
        '[["1/2", 1], [0, "-0.3"]]',
        "[[1 - 1/2, 1], [0, -(0.1 + 0.2)]]",
    ],
)
def test_a_matrix_is_read_in_all_its_notations(text: str) -> None:
    found = resolve_params(Params, {}, assignments=[f"matrix={text}"])
    assert found.matrix == ((0.5, 1), (0, -0.3))
    assert resolve_params(Params, {}, values={"matrix": text}).matrix == found.matrix


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("[1 - 2]", ("1 - 2",)),
        ("[1 -2]", ("1", "-2")),
        ("[(1+2)/3, f(1, 2)]", ("(1+2)/3", "f(1, 2)")),
        ("(1)", "(1)"),
        ("(1,)", ("1",)),
        ("[]", ()),
        ("()", ()),
        ("[1,,2]", ("1", "", "2")),
        ("['a,b', \"c]\"]", ("a,b", "c]")),
        ("[1", "[1"),
        ("1]", "1]"),
        ("[1)", "[1)"),
        ("['a", "['a"),
        ("[1] + [2]", "[1] + [2]"),
        ("[" * 400 + "]" * 400, "[" * 400 + "]" * 400),
    ],
)
def test_lists_of_texts(text: str, entries: Any) -> None:
    assert read_list(text) == entries


def test_single_entries_make_a_list() -> None:
    found = resolve_params(Params, {}, assignments=["counts=7", "kinds=Adam"])
    assert (found.counts, found.kinds) == ((7,), ("adam",))


def test_text_stays_text() -> None:
    found = resolve_params(Params, {}, values={"formula": "1/3", "tosses": "(1, 2)"})
    assert (found.formula, found.tosses) == ("1/3", "(1, 2)")
    typed = ["formula=(1, 2)", "tosses=(7, 3)"]
    found = resolve_params(Params, {}, assignments=typed)
    assert (found.formula, found.tosses) == ("(1, 2)", (7, 3))


@pytest.mark.parametrize(
    "spelled", ["gradient-descent", "GradientDescent", "Gradient Descent", "GRADIENT_DESCENT"]
)
def test_names_are_known_however_they_are_spelled(spelled: str, tmp_path: Path) -> None:
    presets = {"too_fast": Params(kind="gradient_descent"), "slow": Params()}
    file = tmp_path / "mine.toml"
    file.write_text(f'Kind = "{spelled}"\n')
    for found in (
        resolve_params(Params, presets, assignments=[f"KIND={spelled}"]),
        resolve_params(Params, presets, values={"kinds": [spelled], "kind": spelled}),
        resolve_params(Params, presets, file=file),
        resolve_params(Params, presets, preset="Too-Fast"),
    ):
        assert found.kind == "gradient_descent"
    assert resolve_params(Params, presets, assignments=["slow=True"]).slow is True


def test_a_spelling_that_fits_two_names_is_not_guessed() -> None:
    known = ("a_b", "ab", "c")
    assert [names.match(name, known) for name in ("a_b", "ab", "A-B", "C", "", "-")] == [
        *("a_b", "ab", None, "c", None, None)
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"number = {'9' * 5000}", "a number with too many digits"),
        (f"counts = {'[' * 600}{']' * 600}", "its values are nested more than 20 levels deep"),
        (f"counts = {'[' * 9000}{']' * 9000}", "its values are nested more than 20 levels deep"),
        (f"size = 0x{'f' * 4000}", "size: given 0xfff"),
        ("Number = 1\nnumber = 2", "number is given twice"),
        ('number = "1/0"', 'number: given "1/0"; it has no real value'),
        ("number = true", "number: given true; a finite number is allowed"),
        ("a" * 5000 + " = 1", "no such parameter"),
    ],
    ids=lambda value: value[:20],
)
def test_toml_that_is_of_no_use_is_refused(content: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content)
    with pytest.raises(ParameterError) as caught:
        resolve_params(Params, {}, file=file)
    assert message in str(caught.value) and len(str(caught.value)) < 400


def test_endless_values_from_python_are_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    deep: Any = 1
    for _ in range(5000):
        deep = [deep]
    for value in (endless, deep, {"a": endless}, [1] * 300_000, 10**9000, "[" * 10**6):
        with pytest.raises(ParameterError, match=r"^matrix: given") as caught:
            resolve_params(Params, {}, values={"matrix": value})
        assert len(str(caught.value)) < 400


floats = st.floats(allow_nan=False, allow_infinity=False)


@given(floats)
def test_any_double_comes_back_from_what_is_written_of_it(value: float) -> None:
    exact = Fraction(value)
    for text in (repr(value), f"{value:.17g}", f"{value:+.16e}", f"({value!r})"):
        assert float(read_number(text)) == value
        assert float(read_number(text.replace("-", "\u2212"))) == value
        assert float(read_number(f" {text} ")) == value
    assert float(read_number(f"{exact.numerator}/{exact.denominator}")) == value
    assert Params(number=repr(value)).number == value  # type: ignore[arg-type]


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_any_matrix_that_numpy_prints_comes_back(a: float, b: float) -> None:
    matrix = np.array([[a, b], [b, -a]])
    with np.printoptions(precision=17, floatmode="unique"):
        for printed in (str(matrix), repr(matrix), str(matrix.tolist()), repr(list(matrix[0]))):
            if matrix.ndim == 2 and printed.count("[") > 1:
                found = resolve_params(Params, {}, assignments=[f"matrix={printed}"])
                assert found.matrix == ((a, b), (b, -a))
        assert resolve_params(Params, {}, assignments=[f"vector={matrix[0]}"]).vector == (a, b)


pieces = st.lists(
    st.sampled_from([*"0123456789.+-*/^()|,[]{}eE_ π√²−", "pi", "sin(", "**", "1e9", "1/", "abs"]),
    max_size=30,
).map("".join)


@settings(deadline=2000, max_examples=300)
@given(st.one_of(st.text(max_size=60), pieces))
def test_any_text_is_a_finite_number_or_none_at_once(text: str) -> None:
    try:
        found = read_number(text)
    except NumberError as error:
        assert "\n" not in str(error)
    else:
        assert math.isfinite(float(found)) and type(found) in (int, float)
    assert isinstance(read_list(text), str | tuple)
