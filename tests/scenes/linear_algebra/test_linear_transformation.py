"""Linear transformations: what is drawn ends where the matrix sends it, and inside the picture."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.scenes.linear_algebra.linear_transformation.drawing import TransformedPlane
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.style import PICTURE, SAFE, theme

numbers = st.floats(-50, 50).filter(lambda value: value == 0 or abs(value) > 1e-3)
matrices = st.lists(numbers, min_size=4, max_size=4).map(lambda v: np.array(v).reshape(2, 2))


@settings(max_examples=40, deadline=None)
@given(matrices, st.tuples(numbers, numbers), st.sampled_from(["straight", "polar"]))
def test_arrows_end_where_the_vectors_end_and_inside_the_picture(
    matrix: np.ndarray, vector: tuple[float, float], kind: Literal["straight", "polar"]
) -> None:
    story = TransformationStory(matrix, vector, kind)
    view = TransformedPlane(story, theme("dark"))
    plane = view.plane
    plane.put(view.i_hat, view.arrow)
    for t in (0.0, 0.3, 1.0):
        if way := view.look(0.0):
            way(1.0)
        view.show(t)
        if t in (0, 1) and (way := view.look(1.0)):
            way(1.0)
        now = story.path(t)
        for arrow, column in ((view.i_hat, now[:, 0]), (view.arrow, now @ vector)):
            assert arrow.data()[1] == pytest.approx(column, abs=1e-6)
            expected = plane.view.to_frame(column)
            assert arrow.end == pytest.approx(expected, abs=1e-6)
            if t != 0.3:
                assert SAFE.left <= expected[0] <= PICTURE.right
                assert SAFE.bottom <= expected[1] <= PICTURE.top
