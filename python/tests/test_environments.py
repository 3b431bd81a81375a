"""Single environments keep Gymnasium's contract and are the studio's own."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from world_model_studio import environment_ids, gymnasium_id


def test_every_environment_of_the_studio_is_registered() -> None:
    ids = environment_ids()
    assert {"car-racing", "take-cover", "dmc/walker-walk"} <= set(ids)
    assert gymnasium_id("dmc/ball_in_cup-catch") == "studio/dmc-ball_in_cup-catch-v0"
    for environment in (*ids, "dream"):
        assert gymnasium_id(environment) in gymnasium.registry


# Spaces are said to be unusual where they are: three of a car's actions have bounds of their own.
@pytest.mark.filterwarnings("ignore:.*we recommend using a symmetric and normalized space")
def test_car_racing_passes_the_checker(car_racing: gymnasium.Env) -> None:
    check_env(car_racing.unwrapped)
    assert car_racing.observation_space == gymnasium.spaces.Box(0, 255, (64, 64, 3), np.uint8)
    assert car_racing.unwrapped.metadata["render_fps"] == 50


def test_numbers_pass_the_checker_as_a_dict_of_fields() -> None:
    environment = gymnasium.make("studio/dmc-walker-walk-v0", observation="state", render_mode="rgb_array")
    space = environment.observation_space
    assert isinstance(space, gymnasium.spaces.Dict)
    assert {name: box.shape for name, box in space.spaces.items()} == {
        "orientations": (14,),
        "height": (),
        "velocity": (9,),
    }
    with pytest.warns(UserWarning, match="infinity"):
        check_env(environment.unwrapped)
    environment.reset(seed=0)
    assert environment.render().std() > 10
    environment.close()


def test_an_episode_follows_from_its_seed_alone(car_racing: gymnasium.Env) -> None:
    def play(**how: int) -> tuple[list[np.ndarray], int]:
        first, info = car_racing.reset(**how)
        return [first, *(car_racing.step(np.array([0.1, 0.5, 0.0]))[0] for _ in range(3))], info["seed"]

    seven, seed = play(seed=7)
    assert seed == 7
    drawn, drawn_seed = play()
    again, _ = play(seed=7)
    drawn_again, drawn_seed_again = play()
    named, _ = play(seed=drawn_seed)
    assert np.array_equal(seven, again)
    assert not np.array_equal(seven, drawn)
    assert drawn_seed == drawn_seed_again and drawn_seed != 7
    assert np.array_equal(drawn, drawn_again)
    assert np.array_equal(drawn, named)


def test_an_episode_is_cut_off_where_the_setting_says_so(car_racing: gymnasium.Env) -> None:
    car_racing.reset(seed=0)
    ends = [car_racing.step(np.zeros(3))[2:4] for _ in range(6)]
    assert ends == [(False, False)] * 5 + [(False, True)]


def test_what_is_drawn_for_people_is_upright_and_larger(car_racing: gymnasium.Env) -> None:
    observation, _ = car_racing.reset(seed=0)
    drawn = car_racing.render()
    assert drawn.shape == (256, 256, 3)
    # The agent sees 255 minus what is drawn: the green of the grass is where the least green is.
    shrunk = drawn.reshape(64, 4, 64, 4, 3).mean((1, 3))
    assert np.abs(shrunk - (255.0 - observation)).mean() < 6


def test_choices_are_discrete_and_a_wrong_one_is_refused() -> None:
    environment = gymnasium.make("studio/TakeCover-v0", action_repeat=2)
    assert environment.action_space == gymnasium.spaces.Discrete(3)
    assert environment.unwrapped.description["actionRepeat"] == 2
    environment.reset(seed=3)
    rewards = [environment.step(1)[1] for _ in range(4)]
    assert rewards == [2.0] * 4
    environment.close()
