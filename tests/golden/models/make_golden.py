"""Figures of V and M computed by PyTorch, in float64, for tests/models/goldenFigures.test.ts. Writes figures.json beside itself.

Weights are a formula of their index, so that they need not be stored: see make_formula.py. Layouts are the project's:
convolution kernels [height, width, wide channels, narrow channels], LSTM gates input, candidate, forget, output with
1 added to the forget gate, mixture rows logits, means, log standard deviations, component by component."""
import json
import math
import pathlib

import torch
from torch.nn import functional as F

from make_formula import formula, summary

torch.set_default_dtype(torch.float64)


def vision():
    latent, batch = 32, 2
    shapes = {
        "encoder/convolution1": (4, 4, 3, 32), "encoder/convolution2": (4, 4, 32, 64),
        "encoder/convolution3": (4, 4, 64, 128), "encoder/convolution4": (4, 4, 128, 256),
        "encoder/latent": (1024, 2 * latent), "decoder/dense": (latent, 1024),
        "decoder/transposed1": (5, 5, 128, 1024), "decoder/transposed2": (5, 5, 64, 128),
        "decoder/transposed3": (6, 6, 32, 64), "decoder/transposed4": (6, 6, 3, 32),
    }
    weights, formulas = {}, {}

    def add(name, shape, seed, scale):
        weights[name] = formula(shape, seed, scale)
        formulas[name] = {"seed": seed, "scale": scale}

    for seed, (name, shape) in enumerate(shapes.items()):
        transposed = "transposed" in name
        fan = math.prod(shape[:-1]) if not transposed else shape[-1] * 4
        add(f"{name}/kernel", shape, seed, 1.5 / math.sqrt(fan))
        add(f"{name}/bias", (shape[-2] if transposed else shape[-1],), seed + 0.5, 0.1)
    # A variance of nearly nothing: the latents are the means, whatever the noise.
    with torch.no_grad():
        weights["encoder/latent/bias"][latent:] -= 40
    images = formula((batch, 64, 64, 3), 3, 0.5).detach() + 0.5
    x = images.permute(0, 3, 1, 2)
    for k in range(1, 5):
        kernel = weights[f"encoder/convolution{k}/kernel"].permute(3, 2, 0, 1)
        x = F.relu(F.conv2d(x, kernel, weights[f"encoder/convolution{k}/bias"], 2))
    joined = x.permute(0, 2, 3, 1).flatten(1) @ weights["encoder/latent/kernel"] + weights["encoder/latent/bias"]
    mean, log_variance = joined.chunk(2, 1)
    x = (mean @ weights["decoder/dense/kernel"] + weights["decoder/dense/bias"])[:, :, None, None]
    for k in range(1, 5):
        kernel = weights[f"decoder/transposed{k}/kernel"].permute(3, 2, 0, 1)
        x = F.conv_transpose2d(x, kernel, weights[f"decoder/transposed{k}/bias"], 2)
        x = F.relu(x) if k < 4 else torch.sigmoid(x)
    decoded = x.permute(0, 2, 3, 1)
    reconstruction = ((decoded - images) ** 2).sum() / batch
    kl = torch.clamp(0.5 * (mean**2 + log_variance.exp() - log_variance - 1).sum(1), min=0.5 * latent).mean()
    (reconstruction + kl).backward()
    return {
        "latent": latent, "batch": batch, "formulas": formulas,
        "mean": mean[0, :6].tolist(), "pixels": decoded[1, 20, 30:33].tolist(),
        "reconstruction": reconstruction.item(), "kl": kl.item(),
        "gradients": {name: summary(w.grad) for name, w in weights.items()},
    }


def memory():
    batch, steps, latent, action, hidden, mixtures, done_weight = 3, 5, 4, 2, 6, 3, 10
    count = 3 * mixtures * latent + 2
    weights = {
        "lstm/kernel": formula((latent + action + 1 + hidden, 4 * hidden), 1, 0.6),
        "lstm/bias": formula((4 * hidden,), 2, 0.3),
        "head/kernel": formula((hidden, count), 3, 0.8),
        "head/bias": formula((count,), 4, 0.3),
    }
    latents = formula((batch, steps + 1, latent), 5, 1.2).detach()
    actions = formula((batch, steps, action), 6, 1.0).detach()
    rewards = formula((batch, steps), 7, 1.0).detach()
    dones = (formula((batch, steps), 8, 1.0).detach() > 0.3).double()
    restarts = (formula((batch, steps), 9, 1.0).detach() > 0.4).double()
    h = c = torch.zeros(batch, hidden)
    nll = reward_loss = done_loss = 0
    for t in range(steps):
        keep = 1 - restarts[:, t : t + 1]
        h, c = h * keep, c * keep
        x = torch.cat([latents[:, t], actions[:, t], restarts[:, t : t + 1], h], 1)
        i, g, f, o = (x @ weights["lstm/kernel"] + weights["lstm/bias"]).chunk(4, 1)
        c = torch.sigmoid(f + 1) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        rows = h @ weights["head/kernel"] + weights["head/bias"]
        logits, means, log_sigmas = rows[:, :-2].view(batch, 3, mixtures, latent).unbind(1)
        mixture = torch.distributions.MixtureSameFamily(
            torch.distributions.Categorical(logits=logits.transpose(1, 2)),
            torch.distributions.Normal(means.transpose(1, 2), log_sigmas.transpose(1, 2).exp()),
        )
        nll = nll - mixture.log_prob(latents[:, t + 1]).sum()
        reward_loss = reward_loss + 0.5 * ((rows[:, -2] - rewards[:, t]) ** 2).sum()
        weight = 1 + (done_weight - 1) * dones[:, t]
        done_loss = done_loss + (weight * F.binary_cross_entropy_with_logits(rows[:, -1], dones[:, t], reduction="none")).sum()
    nll, reward_loss, done_loss = nll / (batch * steps * latent), reward_loss / (batch * steps), done_loss / (batch * steps)
    (nll + reward_loss + done_loss).backward()
    return {
        "batch": batch, "steps": steps, "latent": latent, "action": action, "hidden": hidden, "mixtures": mixtures,
        "doneWeight": done_weight, "rewardLoss": reward_loss.item(), "doneLoss": done_loss.item(), "nll": nll.item(),
        "gradients": {name: summary(w.grad) for name, w in weights.items()},
    }


path = pathlib.Path(__file__).with_name("figures.json")
path.write_text(json.dumps({"vision": vision(), "memory": memory()}, indent=None) + "\n")
