"""The same nets as V, M and C in PyTorch, for comparison. Reads the name of a round a line, answers with its figure.

Usage: python world_models.py [threads]. Rounds: see ROUNDS at the end."""
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
torch.manual_seed(0)


class Vision(nn.Module):
    def __init__(self, latent=32):
        super().__init__()
        widths = [3, 32, 64, 128, 256]
        self.encoder = nn.Sequential(
            *[layer for a, b in zip(widths, widths[1:]) for layer in (nn.Conv2d(a, b, 4, 2), nn.ReLU())]
        )
        self.latent = nn.Linear(1024, 2 * latent)
        self.dense = nn.Linear(latent, 1024)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(1024, 128, 5, 2), nn.ReLU(),
            nn.ConvTranspose2d(128, 64, 5, 2), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 6, 2), nn.ReLU(),
            nn.ConvTranspose2d(32, 3, 6, 2), nn.Sigmoid(),
        )

    def encode(self, images):
        return self.latent(self.encoder(images).flatten(1)).chunk(2, 1)

    def forward(self, images):
        mean, log_variance = self.encode(images)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        return self.decoder(self.dense(z)[:, :, None, None]), mean, log_variance


def timed(run, count):
    begin = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - begin) / count


def vision(memory_format, batch=100, latent=32):
    model = Vision(latent).to(memory_format=memory_format)
    optimizer = torch.optim.Adam(model.parameters(), 1e-4)
    images = torch.rand(batch, 3, 64, 64).contiguous(memory_format=memory_format)

    def step():
        decoded, mean, log_variance = model(images)
        error = ((decoded - images) ** 2).flatten(1).sum(1).mean()
        kl = -0.5 * (1 + log_variance - mean**2 - log_variance.exp()).sum(1)
        optimizer.zero_grad(set_to_none=True)
        (error + torch.clamp(kl, min=0.5 * latent).mean()).backward()
        optimizer.step()

    return step


def fastest_vision():
    """PyTorch's own best: whichever memory layout is faster here."""
    steps = [vision(layout) for layout in (torch.contiguous_format, torch.channels_last)]
    for step in steps:
        timed(step, 2)
    return min(steps, key=lambda step: min(timed(step, 1) for _ in range(4)))


class Memory(nn.Module):
    def __init__(self, latent, action, hidden, extra=0, mixtures=5):
        super().__init__()
        self.latent, self.mixtures = latent, mixtures
        self.lstm = nn.LSTM(latent + action, hidden, batch_first=True)
        self.head = nn.Linear(hidden, 3 * mixtures * latent + extra)


def memory(length, batch=100, latent=32, action=3):
    model = Memory(latent, action, 256)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    inputs = torch.randn(batch, length, latent + action)
    targets = torch.randn(batch, length, 1, latent)
    constant = 0.5 * math.log(2 * math.pi)

    def step():
        rows = model.head(model.lstm(inputs)[0]).view(batch, length, 3, model.mixtures, latent)
        logits, means, log_sigmas = rows.unbind(2)
        logits = logits - torch.logsumexp(logits, 2, keepdim=True)
        joint = logits - 0.5 * ((targets - means) * torch.exp(-log_sigmas)) ** 2 - log_sigmas - constant
        optimizer.zero_grad(set_to_none=True)
        (-torch.logsumexp(joint, 2).mean()).backward()
        nn.utils.clip_grad_value_(model.parameters(), 1.0)
        optimizer.step()

    return step


def acting(batch):
    model, cell, controller = Vision(), nn.LSTMCell(35, 256), nn.Linear(288, 3)
    frames = torch.randint(0, 256, (batch, 64, 64, 3), dtype=torch.uint8)
    state = [torch.zeros(batch, 256), torch.zeros(batch, 256)]

    @torch.no_grad()
    def step():
        mean, log_variance = model.encode(frames.permute(0, 3, 1, 2).float().div(255.0))
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        action = torch.tanh(controller(torch.cat([z, state[0]], 1)))
        state[:] = cell(torch.cat([z, action], 1), tuple(state))
        return action.numpy()

    return step


def dreaming(groups=64, rollouts=16, latent=64, hidden=512, mixtures=5, temperature=1.15):
    """One step of `groups` controllers with `rollouts` dreams each."""
    count = groups * rollouts
    cell = nn.LSTMCell(latent + 2, hidden)
    head = nn.Linear(hidden, 3 * mixtures * latent + 1)
    weights = torch.randn(groups, latent + 2 * hidden, 1) * 0.1
    state = [torch.randn(count, latent), torch.zeros(count, hidden), torch.zeros(count, hidden)]
    done = torch.zeros(count)
    restart = torch.zeros(count, 1)

    @torch.no_grad()
    def step():
        z, h, c = state
        features = torch.cat([z, h, c], 1).view(groups, rollouts, -1)
        action = torch.tanh(torch.bmm(features, weights)).view(count, 1)
        h, c = cell(torch.cat([z, action, restart], 1), (h, c))
        rows = head(h)
        logits, means, log_sigmas = rows[:, :-1].view(count, 3, mixtures, latent).unbind(1)
        gumbel = -torch.log(-torch.log(torch.rand(count, mixtures, latent)))
        chosen = (logits / temperature + gumbel).argmax(1, keepdim=True)
        mean = means.gather(1, chosen)[:, 0]
        log_sigma = log_sigmas.gather(1, chosen)[:, 0]
        noise = math.sqrt(temperature) * torch.randn(count, latent)
        state[:] = [mean + torch.exp(log_sigma) * noise, h, c]
        done.copy_(torch.maximum(done, (rows[:, -1] > 0).float()))

    return step


# name: what makes the step, steps a round, warm-up steps, figure from seconds a step
ROUNDS = {
    "vision": (fastest_vision, 3, 2, lambda seconds: seconds * 1000),
    "memory100": (lambda: memory(100), 2, 2, lambda seconds: seconds * 1000),
    "memory999": (lambda: memory(999), 1, 1, lambda seconds: seconds * 1000),
    "act1": (lambda: acting(1), 300, 50, lambda seconds: 1 / seconds),
    "act16": (lambda: acting(16), 60, 10, lambda seconds: 16 / seconds),
    "dream": (dreaming, 20, 5, lambda seconds: 1024 / seconds),
}
prepared = {}
for line in sys.stdin:
    name = line.strip()
    make, count, warm, figure = ROUNDS[name]
    if name not in prepared:
        prepared[name] = make()
        timed(prepared[name], warm)
    print(figure(timed(prepared[name], count)), flush=True)
