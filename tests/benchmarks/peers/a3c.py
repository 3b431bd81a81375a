"""One update of an A3C worker in PyTorch, for comparison. Reads the name of a round a line, answers with its figure: milliseconds an
update. Shared parameters, gradients and statistics lie in shared memory, one tensor for all parameters, as do the studio's.

Usage: python a3c.py [threads]."""
import sys
import time

import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
torch.manual_seed(0)
STEPS, CHOICES, DECAY, EPSILON, RATE, CLIP = 5, 5, 0.99, 0.1, 1e-3, 40


class ActorCritic(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(
            nn.Conv2d(4, 16, 8, 4), nn.ReLU(), nn.Conv2d(16, 32, 4, 2), nn.ReLU(), nn.Flatten(), nn.Linear(1152, 256), nn.ReLU(),
        )
        self.policy, self.value = nn.Linear(256, CHOICES), nn.Linear(256, 1)

    def forward(self, x):
        x = self.trunk(x)
        return self.policy(x), self.value(x)[:, 0]


def workers_update(memory_format):
    network = ActorCritic().to(memory_format=memory_format)
    parameters = list(network.parameters())
    shared = [parameter.detach().clone().share_memory_() for parameter in parameters]
    squares = [torch.zeros_like(one).share_memory_() for one in shared]
    inputs = torch.rand(STEPS, 4, 64, 64).contiguous(memory_format=memory_format)
    actions = torch.arange(STEPS) % CHOICES
    returns = torch.rand(STEPS)

    def update():
        with torch.no_grad():
            torch._foreach_copy_(parameters, shared)
        logits, value = network(inputs)
        logarithms = torch.log_softmax(logits, 1)
        entropy = -(logarithms.exp() * logarithms).sum()
        advantage = returns - value
        policy_loss = -(logarithms.gather(1, actions[:, None])[:, 0] * advantage.detach()).sum()
        value_loss = advantage.square().sum()
        gradients = torch.autograd.grad(policy_loss - 0.01 * entropy + value_loss, parameters)
        with torch.no_grad():
            norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
            scale = (CLIP / norm).clamp(max=1)
            torch._foreach_mul_(gradients, scale)
            torch._foreach_mul_(squares, DECAY)
            torch._foreach_addcmul_(squares, gradients, gradients, 1 - DECAY)
            deviations = torch._foreach_add(squares, EPSILON)
            torch._foreach_sqrt_(deviations)
            torch._foreach_addcdiv_(shared, gradients, deviations, -RATE)
        return [figure.item() for figure in (policy_loss, value_loss, entropy, value.sum(), norm)]

    return update


def timed(run, count):
    begin = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - begin) / count


UPDATES = [workers_update(layout) for layout in (torch.contiguous_format, torch.channels_last)]
for one in UPDATES:
    timed(one, 3)
FASTEST = min(UPDATES, key=lambda one: min(timed(one, 10) for _ in range(4)))
for line in sys.stdin:
    print(timed(FASTEST, 50) * 1000, flush=True)
