"""PPO in one file, as such scripts are written, over a vector of CarRacing seen in pictures; prints the return before and after."""

import json

import gymnasium
import numpy as np
import torch
from torch import nn
from torch.distributions import Normal

import world_model_studio  # noqa: F401

COPIES, STEPS, UPDATES = 8, 32, 3
torch.manual_seed(0)
environments = gymnasium.make_vec(
    "studio/CarRacing-v3", num_envs=COPIES, lap_rule="v0", action_repeat=8, max_steps=40
)
low, high = (torch.tensor(bound) for bound in (environments.single_action_space.low, environments.single_action_space.high))


class Agent(nn.Module):
    def __init__(self):
        super().__init__()
        self.seen = nn.Sequential(
            nn.Conv2d(3, 16, 8, 4), nn.ReLU(), nn.Conv2d(16, 32, 4, 2), nn.ReLU(), nn.Flatten(), nn.Linear(32 * 36, 128), nn.ReLU()
        )
        self.mean, self.value = nn.Linear(128, 3), nn.Linear(128, 1)
        self.deviation = nn.Parameter(torch.full((3,), -0.5))

    def forward(self, pictures):
        features = self.seen(pictures.permute(0, 3, 1, 2).float() / 255)
        return Normal(self.mean(features).tanh(), self.deviation.exp()), self.value(features)[:, 0]


def to_environment(action):
    return (low + (action.clamp(-1, 1) + 1) / 2 * (high - low)).numpy()


def score(agent, seed):
    observation, _ = environments.reset(seed=seed)
    total = np.zeros(COPIES)
    for _ in range(40):
        with torch.no_grad():
            policy, _ = agent(torch.from_numpy(observation))
        observation, reward, *_ = environments.step(to_environment(policy.mean))
        total += reward
    return float(total.mean())


agent = Agent()
optimiser = torch.optim.Adam(agent.parameters(), lr=5e-4, eps=1e-5)
before = score(agent, 1000)
weights = [part.detach().clone() for part in agent.parameters()]
observation, _ = environments.reset(seed=0)
resetting = np.zeros(COPIES, bool)
for _ in range(UPDATES):
    kept = {name: [] for name in ("observation", "action", "logp", "value", "reward", "done", "real")}
    for _ in range(STEPS):
        pictures = torch.from_numpy(observation)
        with torch.no_grad():
            policy, value = agent(pictures)
            action = policy.sample()
        observation, reward, terminated, truncated, _ = environments.step(to_environment(action))
        done = terminated | truncated
        # The step after an end only resets: nothing is learned from it.
        moment = (pictures, action, policy.log_prob(action).sum(1), value, torch.tensor(reward / 10).float(),
                  torch.tensor(done).float(), torch.tensor(~resetting))
        for name, part in zip(kept, moment):
            kept[name].append(part)
        resetting = done
    with torch.no_grad():
        following = agent(torch.from_numpy(observation))[1]
    advantages, running = [], torch.zeros(COPIES)
    for step in reversed(range(STEPS)):
        goes_on = 1 - kept["done"][step]
        delta = kept["reward"][step] + 0.98 * following * goes_on - kept["value"][step]
        running = delta + 0.98 * 0.95 * goes_on * running
        advantages.insert(0, running)
        following = kept["value"][step]
    flat = {name: torch.cat(parts) for name, parts in kept.items()}
    advantage = torch.cat(advantages)
    target = advantage + flat["value"]
    chosen = torch.nonzero(flat["real"])[:, 0]
    for _ in range(4):
        for rows in chosen[torch.randperm(len(chosen))].split(64):
            policy, value = agent(flat["observation"][rows])
            ratio = (policy.log_prob(flat["action"][rows]).sum(1) - flat["logp"][rows]).exp()
            normal = (advantage[rows] - advantage[rows].mean()) / (advantage[rows].std() + 1e-8)
            loss = -torch.min(ratio * normal, ratio.clamp(0.8, 1.2) * normal).mean()
            loss = loss + 0.5 * (value - target[rows]).square().mean() - 0.003 * policy.entropy().sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
            optimiser.step()
after = score(agent, 1000)
environments.close()
moved = sum(float((old - new).abs().sum()) for old, new in zip(weights, agent.parameters()))
print(json.dumps({"before": before, "after": after, "moved": moved}))
