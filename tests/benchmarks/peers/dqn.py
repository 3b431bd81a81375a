"""DQN's training step in PyTorch, for comparison. Reads the name of a round a line, answers with its figure: milliseconds a step.

Usage: python dqn.py [threads]."""
import copy
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
torch.manual_seed(0)
BATCH, CHOICES = 32, 5


def training_step(memory_format):
    learning = nn.Sequential(
        nn.Conv2d(4, 32, 8, 4), nn.ReLU(), nn.Conv2d(32, 64, 4, 2), nn.ReLU(), nn.Conv2d(64, 64, 3, 1), nn.ReLU(),
        nn.Flatten(), nn.Linear(1024, 512), nn.ReLU(), nn.Linear(512, CHOICES),
    ).to(memory_format=memory_format)
    target = copy.deepcopy(learning)
    optimizer = torch.optim.RMSprop(learning.parameters(), 2.5e-4, alpha=0.95, eps=1e-5, centered=True)
    before, after = (torch.rand(BATCH, 4, 64, 64).contiguous(memory_format=memory_format) for _ in range(2))
    chosen = (torch.arange(BATCH) % CHOICES)[:, None]
    rewards = torch.rand(BATCH)

    def step():
        with torch.no_grad():
            goal = rewards + 0.99 * target(after).max(1).values
        loss = F.smooth_l1_loss(learning(before).gather(1, chosen)[:, 0], goal)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def timed(run, count):
    begin = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - begin) / count


STEPS = [training_step(layout) for layout in (torch.contiguous_format, torch.channels_last)]
for one in STEPS:
    timed(one, 3)
FASTEST = min(STEPS, key=lambda one: min(timed(one, 5) for _ in range(4)))
for line in sys.stdin:
    print(timed(FASTEST, 20) * 1000, flush=True)
