"""The same nets and steps as Dreamer's in PyTorch, for comparison. Reads the name of a round a line, answers with its figure.

Usage: python dreamer.py [threads]. Rounds: see ROUNDS at the end.
Or: python dreamer.py threads peak small|full, which makes three steps of both kinds and prints the most memory held, in MB."""
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
torch.manual_seed(0)


def timed(run, count):
    begin = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - begin) / count


def dense(inputs, units, layers, outputs):
    widths = [inputs] + [units] * layers
    hidden = [layer for a, b in zip(widths, widths[1:]) for layer in (nn.Linear(a, b), nn.ELU())]
    return nn.Sequential(*hidden, nn.Linear(widths[-1], outputs))


def gaussian(rows):
    mean, raw = rows.chunk(2, -1)
    return mean, F.softplus(raw) + 0.1


class WorldModel(nn.Module):
    def __init__(self, depth, deterministic, stochastic, hidden, units, action):
        super().__init__()
        d, features = depth, deterministic + stochastic
        widths = [3, d, 2 * d, 4 * d, 8 * d]
        self.stochastic, self.deterministic = stochastic, deterministic
        self.encoder = nn.Sequential(
            *[layer for a, b in zip(widths, widths[1:]) for layer in (nn.Conv2d(a, b, 4, 2), nn.ReLU())], nn.Flatten()
        )
        self.input = nn.Linear(stochastic + action, hidden)
        self.gru = nn.GRUCell(hidden, deterministic)
        self.prior = nn.Sequential(nn.Linear(deterministic, hidden), nn.ELU(), nn.Linear(hidden, 2 * stochastic))
        self.posterior = nn.Sequential(
            nn.Linear(deterministic + 32 * d, hidden), nn.ELU(), nn.Linear(hidden, 2 * stochastic)
        )
        self.decoder_input = nn.Linear(features, 32 * d)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(32 * d, 4 * d, 5, 2), nn.ReLU(),
            nn.ConvTranspose2d(4 * d, 2 * d, 5, 2), nn.ReLU(),
            nn.ConvTranspose2d(2 * d, d, 6, 2), nn.ReLU(),
            nn.ConvTranspose2d(d, 3, 6, 2),
        )
        self.reward = dense(features, units, 2, 1)

    def advance(self, z, h, action):
        return self.gru(F.elu(self.input(torch.cat([z, action], -1))), h)

    def imagine(self, z, h, action):
        h = self.advance(z, h, action)
        mean, deviation = gaussian(self.prior(h))
        return mean + deviation * torch.randn_like(mean), h


class Dreamer:
    def __init__(self, depth, deterministic, hidden, units, batch, steps, horizon=15, stochastic=30, action=6):
        self.model = WorldModel(depth, deterministic, stochastic, hidden, units, action)
        features = deterministic + stochastic
        self.actor = dense(features, units, 4, 2 * action)
        self.critic = dense(features, units, 3, 1)
        parts = ((self.model, 6e-4), (self.actor, 8e-5), (self.critic, 8e-5))
        self.optimizers = [torch.optim.Adam(part.parameters(), rate) for part, rate in parts]
        self.batch, self.steps, self.horizon = batch, steps, horizon
        self.images = torch.rand(batch, steps, 3, 64, 64) - 0.5
        self.actions = torch.rand(batch, steps, action) * 2 - 1
        self.rewards = torch.rand(batch, steps)
        self.start = (torch.randn(batch * steps, stochastic), torch.randn(batch * steps, deterministic).tanh())

    def learn_model(self):
        model, count = self.model, self.batch * self.steps
        images = self.images.view(count, 3, 64, 64)
        embeddings = model.encoder(images).view(self.batch, self.steps, -1)
        z = torch.zeros(self.batch, model.stochastic)
        h = torch.zeros(self.batch, model.deterministic)
        moments = []
        for t in range(self.steps):
            h = model.advance(z, h, self.actions[:, t])
            mean, deviation = gaussian(model.posterior(torch.cat([h, embeddings[:, t]], -1)))
            z = mean + deviation * torch.randn_like(mean)
            moments.append((z, h, mean, deviation))
        z, h, mean, deviation = (torch.stack(part, 1).flatten(0, 1) for part in zip(*moments))
        prior_mean, prior_deviation = gaussian(model.prior(h))
        features = torch.cat([z, h], -1)
        decoded = model.decoder(model.decoder_input(features)[:, :, None, None])
        error = 0.5 * ((decoded - images) ** 2).flatten(1).sum(1).mean()
        reward_error = 0.5 * ((model.reward(features)[:, 0] - self.rewards.flatten()) ** 2).mean()
        ratio = (deviation**2 + (mean - prior_mean) ** 2) / (2 * prior_deviation**2)
        kl = (torch.log(prior_deviation / deviation) + ratio - 0.5).sum(-1).mean()
        self.update(0, model, error + reward_error + torch.clamp(kl, min=3.0))

    def learn_behaviour(self, gamma=0.99, lambda_=0.95):
        z, h = self.start
        features = []
        for _ in range(self.horizon):
            linear, raw = self.actor(torch.cat([z, h], -1).detach()).chunk(2, -1)
            noise = (F.softplus(raw + 4.9932) + 1e-4) * torch.randn_like(linear)
            z, h = self.model.imagine(z, h, torch.tanh(5 * torch.tanh(linear / 5) + noise))
            features.append(torch.cat([z, h], -1))
        features = torch.stack(features)
        rewards, values = self.model.reward(features)[..., 0], self.critic(features)[..., 0]
        later, returns = values[-1], []
        for t in reversed(range(self.horizon - 1)):
            later = rewards[t] + gamma * ((1 - lambda_) * values[t + 1] + lambda_ * later)
            returns.append(later)
        returns = torch.stack(returns[::-1])
        weights = (gamma ** torch.arange(self.horizon - 1).float())[:, None]
        # Only the actor's gradients: the world model stays as it is.
        gradients = torch.autograd.grad(-(weights * returns).mean(), list(self.actor.parameters()))
        for parameter, gradient in zip(self.actor.parameters(), gradients):
            parameter.grad = gradient
        nn.utils.clip_grad_norm_(self.actor.parameters(), 100.0)
        self.optimizers[1].step()
        error = self.critic(features[:-1].detach())[..., 0] - returns.detach()
        self.update(2, self.critic, 0.5 * (weights * error**2).mean())

    def update(self, index, part, loss):
        self.optimizers[index].zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(part.parameters(), 100.0)
        self.optimizers[index].step()


SIZES = {
    "small": dict(depth=8, deterministic=100, hidden=100, units=100, batch=16, steps=32),
    "full": dict(depth=32, deterministic=200, hidden=200, units=400, batch=50, steps=50),
}
made = {}


def round_of(size, step):
    dreamer = made.setdefault(size, None) or Dreamer(**SIZES[size])
    made[size] = dreamer
    return getattr(dreamer, step)


# name: what makes the step, steps a round, warm-up steps
ROUNDS = {
    "model-small": (lambda: round_of("small", "learn_model"), 4, 2),
    "behaviour-small": (lambda: round_of("small", "learn_behaviour"), 6, 2),
    "model-full": (lambda: round_of("full", "learn_model"), 1, 1),
    "behaviour-full": (lambda: round_of("full", "learn_behaviour"), 1, 1),
}
if sys.argv[2:3] == ["peak"]:
    for step in ("learn_model", "learn_behaviour"):
        timed(round_of(sys.argv[3], step), 3)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    sys.exit()
prepared = {}
for line in sys.stdin:
    name = line.strip()
    make, count, warm = ROUNDS[name]
    if name not in prepared:
        prepared[name] = make()
        timed(prepared[name], warm)
    print(timed(prepared[name], count) * 1000, flush=True)
