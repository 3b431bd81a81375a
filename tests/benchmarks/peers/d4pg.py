"""D4PG's training step in PyTorch, for comparison. Reads the name of a round a line (`numbers` or `pictures`), answers with its
figure: milliseconds a step. Optimizers are fused, and convolutions take the faster of two memory layouts.

Usage: python d4pg.py [threads]."""
import copy
import sys
import time

import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
torch.manual_seed(0)
OBSERVED, ACTED, UNITS, ATOMS, LOWEST, HIGHEST, FEATURES = 24, 6, 256, 51, -150.0, 150.0, 50
Z = torch.linspace(LOWEST, HIGHEST, ATOMS)
DISTANCE = (HIGHEST - LOWEST) / (ATOMS - 1)


def network(inputs, outputs):
    return nn.Sequential(
        nn.Linear(inputs, UNITS), nn.LayerNorm(UNITS), nn.Tanh(), nn.Linear(UNITS, UNITS), nn.ELU(),
        nn.Linear(UNITS, UNITS), nn.ELU(), nn.Linear(UNITS, outputs),
    )


def encoder(memory_format):
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, 2), nn.ReLU(), nn.Conv2d(32, 32, 3, 1), nn.ReLU(), nn.Flatten(), nn.Linear(29 * 29 * 32, FEATURES),
        nn.LayerNorm(FEATURES), nn.Tanh(),
    ).to(memory_format=memory_format)


def project(probabilities, rewards, discounts):
    moved = (rewards[:, None] + discounts[:, None] * Z).clamp(LOWEST, HIGHEST)
    nearness = (1 - (moved[:, :, None] - Z).abs() / DISTANCE).clamp(min=0)
    return (nearness * probabilities[:, :, None]).sum(1)


def training_step(rows, memory_format=None):
    """memory_format: of pictures; None: numbers are read."""
    pictures = memory_format is not None
    see = encoder(memory_format) if pictures else nn.Identity()
    read = FEATURES if pictures else OBSERVED
    policy, critic = network(read, ACTED), network(read + ACTED, ATOMS)
    target_see, target_policy, target_critic = (copy.deepcopy(one) for one in (see, policy, critic))
    taught = [*see.parameters(), *critic.parameters()]
    of_critic, of_policy = (torch.optim.Adam(parameters, 3e-4, fused=True) for parameters in (taught, policy.parameters()))
    shape = (rows, 3, 64, 64) if pictures else (rows, OBSERVED)
    before, after = (torch.rand(shape) for _ in range(2))
    if pictures:
        before, after = (one.contiguous(memory_format=memory_format) for one in (before, after))
    actions, rewards, discounts = torch.rand(rows, ACTED) * 2 - 1, torch.rand(rows), torch.full((rows,), 0.95)

    def step():
        with torch.no_grad():
            seen_after = target_see(after)
            following = torch.tanh(target_policy(seen_after))
            expected = torch.softmax(target_critic(torch.cat([seen_after, following], 1)), 1)
            target = project(expected, rewards, discounts)
        seen = see(before)
        logits = critic(torch.cat([seen, actions], 1))
        critic_loss = -(target * torch.log_softmax(logits, 1)).sum(1).mean()
        critic_gradients = torch.autograd.grad(critic_loss, taught)
        judged = (seen if pictures else after).detach()
        chosen = torch.tanh(policy(judged))
        free = chosen.detach().requires_grad_()
        q = (torch.softmax(critic(torch.cat([judged, free], 1)), 1) * Z).sum(1)
        (dq,) = torch.autograd.grad(q.sum(), free)
        slope = dq / dq.norm(dim=1, keepdim=True).clamp(min=1)
        policy_loss = 0.5 * ((chosen.detach() + slope - chosen) ** 2).sum(1).mean()
        policy_gradients = torch.autograd.grad(policy_loss, list(policy.parameters()))
        norms = []
        for optimizer, parameters, gradients in (
            (of_critic, taught, critic_gradients), (of_policy, list(policy.parameters()), policy_gradients),
        ):
            for parameter, gradient in zip(parameters, gradients):
                parameter.grad = gradient
            norms.append(nn.utils.clip_grad_norm_(parameters, 40))
            optimizer.step()
        value = (torch.softmax(logits.detach(), 1) * Z).sum(1).mean()
        return [figure.item() for figure in (critic_loss, value, policy_loss, *norms)]

    return step


def timed(run, count):
    begin = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - begin) / count


def fastest(steps, count):
    for one in steps:
        timed(one, 3)
    return min(steps, key=lambda one: min(timed(one, count) for _ in range(3)))


KNOWN = {}
MAKE = {
    "numbers": (lambda: [training_step(256)], 50),
    "pictures": (lambda: [training_step(128, layout) for layout in (torch.contiguous_format, torch.channels_last)], 6),
}
for line in sys.stdin:
    name = line.strip()
    make, count = MAKE[name]
    if name not in KNOWN:
        KNOWN[name] = fastest(make(), max(2, count // 5))
    print(timed(KNOWN[name], count) * 1000, flush=True)
