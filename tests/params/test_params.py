"""Parameters: what is read, what is refused, and in which words."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError, field_validator, model_validator

from explainer.params import (
    Field,
    Interval,
    Matrix2,
    ParameterError,
    Positive,
    Probability,
    SceneParams,
    Vector2,
    assignment,
    describe,
    in_words,
    load_params_file,
    parse_assignment,
    resolve_params,
    to_toml,
    unit,
)


class Params(SceneParams):
    matrix: Matrix2 = Field(((1, 1), (0, 1)), description="moves the plane")
    vector: Vector2 = (1, 2)
    rate: float = Field(0.1, gt=0, le=1, json_schema_extra=unit("per step"))
    offset: float = 0
    steps: int = Field(3, ge=1, le=1000)
    path: Literal["straight", "polar"] = "straight"
    domain: Interval = (-3, 3)
    surface: str = Field("x**2", max_length=200)
    data: str | tuple[int, int] = "HTH"
    prior: tuple[Positive, Positive] = (2, 2)
    second: tuple[Positive, Positive] | None = None
    bias: Probability | None = None
    facts: tuple[Literal["area", "eigen"], ...] = ("area",)
    slow: bool = False

    @field_validator("surface")
    @classmethod
    def _only_x_and_y(cls, text: str) -> str:
        if "z" in text:
            raise ValueError("only x and y may appear")
        return text

    @model_validator(mode="after")
    def _the_start_is_inside(self) -> Params:
        if not self.domain[0] <= self.vector[0] <= self.domain[1]:
            raise ValueError(f"vector: given {to_toml(self.vector)}; it lies outside the domain")
        return self


PRESETS = {"gentle": Params(rate=0.01, steps=50), "bold": Params(rate=0.9)}


def resolve(*assignments: str, **options: Any) -> Params:
    return resolve_params(Params, PRESETS, assignments=assignments, **options)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("matrix=[[1,2],[3,4]]", ((1, 2), (3, 4))),
        ("matrix = [[0.5, -1], [1e3, 0]]", ((0.5, -1), (1000, 0))),
        ("vector=[3,-1]", (3, -1)),
        ("rate=0.4", 0.4),
        ("rate=1", 1),
        ("rate=.5", 0.5),
        ("rate=1e-3", 0.001),
        ("offset=-.5", -0.5),
        ("steps=1000", 1000),
        ("path=polar", "polar"),
        ("path='polar'", "polar"),
        ("domain=[-1, 2]", (-1, 2)),
        ("surface=x**2+y**2", "x**2+y**2"),
        ('surface="x**2 + 3*y**2 + sin(3*x)"', "x**2 + 3*y**2 + sin(3*x)"),
        ("surface=x**2 + 3*y**2 == 1", "x**2 + 3*y**2 == 1"),
        ("surface=7", "7"),
        ("surface=[1", "[1"),
        ("data=HTHHTHHH", "HTHHTHHH"),
        ("data=[3,4]", (3, 4)),
        ("data=", ""),
        ("prior=[2,2]", (2, 2)),
        ("second=[1,1]", (1, 1)),
        ("second=none", None),
        ("bias=0.5", 0.5),
        ('facts=["area","eigen"]', ("area", "eigen")),
        ("facts=[]", ()),
        ("facts=[area, eigen]", ("area", "eigen")),
        ("facts=area", ("area",)),
        ("slow=true", True),
    ],
)
def test_assignments_are_read(text: str, value: Any) -> None:
    name = text.partition("=")[0].strip()
    assert getattr(resolve(text), name) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "matrix=[[1,2],[3]]",
            "matrix: given [[1,2],[3]]; a 2x2 matrix, row by row, of numbers from -1e6 to 1e6 "
            "such as [[1, 1], [0, 1]] is allowed",
        ),
        ("matrix=[1,2,3,4]", "matrix: given [1,2,3,4]; a 2x2 matrix"),
        ("matrix=[[1,2],[3,4],[5,6]]", "a 2x2 matrix"),
        ("matrix=[[1,nan],[3,4]]", "matrix: given [[1,nan],[3,4]]; a 2x2 matrix"),
        ("matrix=[[1,inf],[3,4]]", "matrix: given [[1,inf],[3,4]]; a 2x2 matrix"),
        ("matrix=[[1,1e7],[3,4]]", "from -1e6 to 1e6"),
        ("matrix=[[true,1],[3,4]]", "matrix: given [[true,1],[3,4]]; a 2x2 matrix"),
        ("matrix=wide", "matrix: given wide; a 2x2 matrix"),
        ("matrix=[[1,1],[0,1]", "matrix: given [[1,1],[0,1]; a 2x2 matrix"),
        ("vector=1", "vector: given 1; a pair of numbers"),
        ("vector=[1,2,3]", "a pair of numbers"),
        ("rate=nan", "rate: given nan; a number above 0 and at most 1 is allowed"),
        ("rate=inf", "rate: given inf; a number above 0 and at most 1 is allowed"),
        ("rate=-inf", "rate: given -inf; a number above 0"),
        ("rate=0", "rate: given 0; a number above 0"),
        ("rate=2", "rate: given 2; a number above 0 and at most 1 is allowed"),
        ("rate=true", "rate: given true; a number"),
        ("rate='fast'", "rate: given fast; a number"),
        ("rate=fast", "rate: given fast; a number"),
        ("rate=", "rate: given nothing; a number"),
        ("rate=1979-01-01", "rate: given 1979-01-01; a number"),
        ("rate=0.1\nsteps=9", "rate: given 0.1 steps=9; a number"),
        ("offset=nan", "offset: given nan; a finite number is allowed"),
        ("offset=1e999", "offset: given inf; a finite number is allowed"),
        ("steps=0", "steps: given 0; a whole number from 1 to 1000 is allowed"),
        ("steps=2.5", "steps: given 2.5; a whole number"),
        ("steps=true", "steps: given true; a whole number"),
        ("steps=" + "9" * 500, "..."),
        ("path=polr", "path: given polr (did you mean polar?); one of straight, polar is allowed"),
        ("domain=[3,-3]", "domain: given [3,-3]; the first number must be below the second"),
        ("domain=[1,1]", "the first number must be below the second"),
        ("surface=x+z", 'surface: given "x+z"; only x and y may appear'),
        ("surface=" + "x" * 300, "text of at most 200 characters is allowed"),
        (
            "data=[3]",
            "data: given [3]; text or a list of 2 entries, each a whole number is allowed",
        ),
        ("prior=[0,1]", "prior: given [0,1]; a list of 2 entries, each a number above 0"),
        ("bias=1.5", "bias: given 1.5; a number from 0 to 1 or none is allowed"),
        (
            "facts=[arae]",
            "facts: given [arae] (did you mean area?); a list, each one of area, eigen is allowed",
        ),
        ("slow=yes", "slow: given yes; true or false is allowed"),
        ("slow=1", "slow: given 1; true or false is allowed"),
        ("vector=[9,9]", "vector: given [9,9]; it lies outside the domain"),
        ("rat=1", "rat: no such parameter (did you mean rate?); the parameters are matrix, "),
        ("Matricks=1", "(did you mean matrix?)"),
        ("qqqqq=1", "qqqqq: no such parameter; the parameters are"),
        ("rate", "--set: given rate; NAME=VALUE is expected"),
        ("=1", "--set: given =1; NAME=VALUE is expected"),
    ],
)
def test_the_impossible_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_later_sources_win_field_by_field(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('steps = 7\noffset = 4\nsecond = "none"\nsurface = "y"\n')
    assert resolve() == Params()
    assert resolve(preset="gentle") == PRESETS["gentle"]
    both = resolve("offset=5", "offset=6", preset="gentle", file=file)
    assert (both.rate, both.steps, both.offset) == (0.01, 7, 6)
    assert (both.second, both.surface, both.path) == (None, "y", "straight")
    assert resolve("rate=0.5", values={"rate": 0.25}).rate == 0.25


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"rate = ", "not TOML"),
        (b"rate = 0.1\nrate = 0.2", "not TOML"),
        (b"\xff\x00", "not TOML (not UTF-8 text)"),
        (b"\xff\xfe\x00", "not TOML (not UTF-8 text)"),
        (b"rate = 5", "rate: given 5; a number above 0 and at most 1 is allowed"),
        (b"[rate]\nvalue = 1", "rate: given {"),
        (b"rate = " + 600 * b"[" + 600 * b"]", "its values are nested more than 20 levels deep"),
        (
            b"rate = " + 600 * b"{a=" + b"1" + 600 * b"}",
            "its values are nested more than 20 levels deep",
        ),
        (
            b".".join(150_000 * [b'"a b"']) + b" = 1",
            "its values are nested more than 20 levels deep",
        ),
        (
            b"[" + b" . ".join(200_000 * [b"a"]) + b"]",
            "its values are nested more than 20 levels deep",
        ),
        (b"rate = " + 5000 * b"9", "a number with too many digits"),
        (b"rate = [[0x" + 5000 * b"f" + b"]]", "rate: given [[0xfff"),
        (b"#" + 1_000_000 * b"a", "it is larger than 1 MB"),
        (b"ratee = 1", "ratee: no such parameter (did you mean rate?)"),
        (None, "mine.toml: there is no such file"),
    ],
)
def test_bad_files_are_refused_in_one_line(
    content: bytes | None, message: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ParameterError) as caught:
        resolve(file=file)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_is_no_parameter_file(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="it is a folder, not a file"):
        load_params_file(tmp_path)


def test_unknown_presets_are_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        resolve(preset="gentel")
    assert str(caught.value) == (
        "--preset: given gentel (did you mean gentle?); one of gentle, bold is allowed"
    )
    with pytest.raises(ParameterError, match="this scene has no presets"):
        resolve_params(Params, {}, preset="gentle")


def test_bounds_inside_an_optional_type_are_told() -> None:
    class Optional(SceneParams):
        steps: Annotated[int, Field(ge=1, le=9)] | None = Field(None)

    with pytest.raises(ParameterError, match="a whole number from 1 to 9 or none is allowed"):
        resolve_params(Optional, {}, values={"steps": 0})


def test_python_values_and_arrays_pass() -> None:
    params = resolve(values={"matrix": np.eye(2), "steps": np.int64(4), "rate": np.float64(0.5)})
    assert params.matrix == ((1, 0), (0, 1))
    assert (params.steps, params.rate) == (4, 0.5)
    assert Params(vector=[0, 1]).vector == (0, 1)
    with pytest.raises(ParameterError, match="matrix: given"):
        resolve(values={"matrix": np.eye(3)})


def test_parameters_are_frozen_and_closed() -> None:
    with pytest.raises(ValidationError):
        Params().rate = 0.5  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Params(speed=1)


def test_a_default_out_of_range_is_noticed() -> None:
    class Wrong(SceneParams):
        rate: float = Field(2, le=1)

    with pytest.raises(
        ParameterError, match="rate: given nothing; a number of at most 1 is allowed"
    ):
        resolve_params(Wrong, {})


def test_rows_describe_each_parameter() -> None:
    rows = {row.name: row for row in describe(Params)}
    assert list(rows) == list(Params.model_fields)
    assert rows["rate"].allowed == "a number above 0 and at most 1"
    assert rows["rate"].unit == "per step"
    assert rows["matrix"].default == "[[1,1],[0,1]]"
    assert rows["matrix"].description == "moves the plane"
    assert rows["second"].default == "none"
    assert rows["surface"].default == '"x**2"'


@pytest.mark.parametrize(
    ("kind", "bounds", "words"),
    [
        (float, {"ge": 0}, "a number of at least 0"),
        (float, {"gt": 0}, "a number above 0"),
        (float, {"lt": 2}, "a number below 2"),
        (float, {"le": 2}, "a number of at most 2"),
        (float, {"ge": 0, "lt": 2}, "a number of at least 0 and below 2"),
        (float, {"gt": 0, "lt": 2}, "a number above 0 and below 2"),
        (int, {"ge": 1, "le": 9}, "a whole number from 1 to 9"),
        (str, {"min_length": 1, "max_length": 9}, "text of 1 to 9 characters"),
    ],
)
def test_bounds_in_words(kind: type, bounds: dict[str, int], words: str) -> None:
    field: Any = Field(**bounds)
    assert in_words(kind, field.metadata) == words


@pytest.mark.parametrize("params", [Params(), *PRESETS.values()])
def test_what_is_shown_can_be_pasted_back(params: Params) -> None:
    pasted = [shlex.split(assignment(name, value))[0] for name, value in params]
    assert resolve(*pasted) == params


@given(
    st.builds(
        lambda **values: Params.model_construct(**{**dict(Params()), **values}),
        matrix=st.tuples(*[st.tuples(*[st.floats(-1e6, 1e6)] * 2)] * 2),
        rate=st.floats(0, 1, exclude_min=True),
        offset=st.floats(allow_nan=False, allow_infinity=False),
        surface=st.text(st.characters(exclude_categories=["Cs"]), max_size=20).filter(
            lambda text: "z" not in text
        ),
        data=st.text(st.characters(codec="ascii"), max_size=9),
        bias=st.none() | st.floats(0, 1),
        slow=st.booleans(),
    )
)
def test_any_value_can_be_pasted_back(params: Params) -> None:
    for name, value in params:
        pasted = shlex.split(assignment(name, value))[0]
        assert parse_assignment(pasted, Params)[0] == name
        assert getattr(resolve(pasted), name) == value
