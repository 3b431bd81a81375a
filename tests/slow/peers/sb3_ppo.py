"""Stable-Baselines3's PPO on the studio's cartpole-balance, from numbers; prints the mean return before and after."""

import json

import gymnasium
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy

import world_model_studio  # noqa: F401

SETTINGS = {"observation": "state", "action_repeat": 8}


def make():
    return gymnasium.wrappers.FlattenObservation(gymnasium.make("studio/dmc-cartpole-balance-v0", **SETTINGS))


environments = make_vec_env(make, n_envs=2, seed=0)
model = PPO("MlpPolicy", environments, n_steps=256, batch_size=64, seed=0, device="cpu")
before, _ = evaluate_policy(model, make_vec_env(make, n_envs=1, seed=99), n_eval_episodes=1)
weights = [part.detach().clone() for part in model.policy.parameters()]
model.learn(total_timesteps=1024)
after, _ = evaluate_policy(model, make_vec_env(make, n_envs=1, seed=99), n_eval_episodes=1)
moved = sum(float((old - new).abs().sum()) for old, new in zip(weights, model.policy.parameters()))
print(json.dumps({"before": float(before), "after": float(after), "moved": moved}))
