"""Figures of Dreamer computed by PyTorch's own differentiation, in float64, for tests/models/dreamerFigures.ts. Writes
dreamer.json beside itself. Weights and inputs are formulas of their index, as in make_golden.py."""
import json
import math
import pathlib

import torch
from torch.nn import functional as F

from make_formula import formula, summary

torch.set_default_dtype(torch.float64)
S, D, HIDDEN, A, GAMMA, LAMBDA = 3, 5, 6, 2, 0.99, 0.95
FEATURES = S + D


class Weights:
    """Formulas for every parameter asked for, remembered for the figures."""

    def __init__(self):
        self.values, self.formulas = {}, {}

    def add(self, name, shape, fan, bias):
        for kind, extents, scale in (("kernel", shape, 1.3 / math.sqrt(fan)), ("bias", (bias,), 0.2)):
            seed = len(self.values) + 0.5
            self.values[f"{name}/{kind}"] = formula(extents, seed, scale)
            self.formulas[f"{name}/{kind}"] = {"seed": seed, "scale": scale}

    def dense(self, name, inputs, outputs):
        self.add(name, (inputs, outputs), inputs, outputs)

    def hidden(self, name, inputs, outputs):
        self.dense(name, inputs, outputs)

    def mlp(self, name, inputs, layers, units, outputs):
        for layer in range(layers):
            self.hidden(f"{name}/dense{layer + 1}", inputs, units)
            inputs = units
        self.dense(f"{name}/output", inputs, outputs)

    def __call__(self, name, x):
        return x @ self.values[f"{name}/kernel"] + self.values[f"{name}/bias"]

    def run(self, name, x, layers):
        for layer in range(layers):
            x = F.elu(self(f"{name}/dense{layer + 1}", x))
        return self(f"{name}/output", x)

    def summaries(self):
        return {name: summary(value.grad) for name, value in self.values.items()}


def gaussian(rows):
    mean, raw = rows.chunk(2, 1)
    return mean, F.softplus(raw) + 0.1


def add_rssm(w, embedding):
    w.dense("rssm/input", S + A, HIDDEN)
    w.dense("rssm/gru/gates", HIDDEN + D, 2 * D)
    w.dense("rssm/gru/candidate", HIDDEN + D, D)
    w.dense("rssm/prior/hidden", D, HIDDEN)
    w.dense("rssm/prior/output", HIDDEN, 2 * S)
    w.dense("rssm/posterior/hidden", D + embedding, HIDDEN)
    w.dense("rssm/posterior/output", HIDDEN, 2 * S)


def advance(w, z, h, action):
    x = F.elu(w("rssm/input", torch.cat([z, action], 1)))
    reset, update = torch.sigmoid(w("rssm/gru/gates", torch.cat([x, h], 1))).chunk(2, 1)
    candidate = torch.tanh(w("rssm/gru/candidate", torch.cat([x, reset * h], 1)))
    return update * h + (1 - update) * candidate


def prior(w, h):
    return gaussian(w("rssm/prior/output", F.elu(w("rssm/prior/hidden", h))))


def image_encoder(w, depth, images):
    x = images.permute(0, 3, 1, 2) - 0.5
    for k in range(1, 5):
        name = f"encoder/convolution{k}"
        x = F.relu(F.conv2d(x, w.values[f"{name}/kernel"].permute(3, 2, 0, 1), w.values[f"{name}/bias"], 2))
    return x.permute(0, 2, 3, 1).flatten(1)


def image_decoder(w, features):
    x = w("decoder/dense", features)[:, :, None, None]
    for k in range(1, 5):
        name = f"decoder/transposed{k}"
        x = F.conv_transpose2d(x, w.values[f"{name}/kernel"].permute(3, 2, 0, 1), w.values[f"{name}/bias"], 2)
        x = F.relu(x) if k < 4 else x
    return x.permute(0, 2, 3, 1)


def world(pixels):
    steps, batch, depth, beta, free, discount_scale = (3, 2, 2, 1.0, 0.1, 10.0) if pixels else (4, 3, 0, 0.7, 0.05, 10.0)
    rows = steps * batch
    w = Weights()
    if pixels:
        channels = [3, depth, 2 * depth, 4 * depth, 8 * depth]
        for k in range(1, 5):
            w.add(f"encoder/convolution{k}", (4, 4, channels[k - 1], channels[k]), 16 * channels[k - 1], channels[k])
        add_rssm(w, 32 * depth)
        w.dense("decoder/dense", FEATURES, 32 * depth)
        sizes, narrow = [5, 5, 6, 6], [32 * depth, 4 * depth, 2 * depth, depth, 3]
        for k in range(1, 5):
            w.add(f"decoder/transposed{k}", (sizes[k - 1], sizes[k - 1], narrow[k], narrow[k - 1]), 4 * narrow[k - 1], narrow[k])
        seen = formula((rows, 64, 64, 3), 3, 0.5).detach() + 0.5
        embeddings = image_encoder(w, depth, seen)
    else:
        w.mlp("encoder", 5, 1, 7, 7)
        add_rssm(w, 7)
        w.mlp("decoder", FEATURES, 2, 7, 5)
        seen = formula((rows, 5), 3, 1.0).detach()
        embeddings = F.elu(w.run("encoder", seen, 1))
    w.mlp("reward", FEATURES, 2, 6, 1)
    if not pixels:
        w.mlp("discount", FEATURES, 1, 6, 1)
    actions = formula((rows, A), 4, 1.0).detach()
    noise = formula((rows, S), 5, 1.2).detach()
    rewards = formula((rows,), 6, 1.0).detach()
    continuations = (formula((rows,), 7, 1.0).detach() > -0.5).double()
    first = (formula((rows,), 8, 1.0).detach() > 0.6).double()
    z, h = torch.zeros(batch, S), torch.zeros(batch, D)
    moments, kls = [], []
    for t in range(steps):
        at = slice(t * batch, (t + 1) * batch)
        keep = 1 - first[at, None]
        h = advance(w, z * keep, h * keep, actions[at] * keep)
        pm, ps = prior(w, h)
        m, s = gaussian(w("rssm/posterior/output", F.elu(w("rssm/posterior/hidden", torch.cat([h, embeddings[at]], 1)))))
        z = m + s * noise[at]
        moments.append(torch.cat([z, h], 1))
        kls.append(torch.distributions.kl_divergence(torch.distributions.Normal(m, s), torch.distributions.Normal(pm, ps)).sum(1))
    features = torch.cat(moments)
    target = seen - 0.5 if pixels else seen
    decoded = image_decoder(w, features) if pixels else w.run("decoder", features, 2)
    observation = 0.5 * ((decoded - target) ** 2).sum() / rows
    reward = 0.5 * ((w.run("reward", features, 2)[:, 0] - rewards) ** 2).mean()
    kl = torch.cat(kls).mean()
    loss = observation + reward + beta * torch.clamp(kl, min=free)
    result = {"observation": observation.item(), "reward": reward.item(), "kl": kl.item(), "moments": features[-1].tolist()}
    if not pixels:
        logits = w.run("discount", features, 1)[:, 0]
        discount = F.binary_cross_entropy_with_logits(logits, GAMMA * continuations)
        loss = loss + discount_scale * discount
        result["discount"] = discount.item()
    loss.backward()
    return {**result, "first": first.tolist(), "formulas": w.formulas, "gradients": w.summaries()}


def behaviour(discrete, full, critic):
    count, horizon = 4, 5
    w = Weights()
    w.dense("rssm/input", S + A, HIDDEN)
    w.dense("rssm/gru/gates", HIDDEN + D, 2 * D)
    w.dense("rssm/gru/candidate", HIDDEN + D, D)
    w.dense("rssm/prior/hidden", D, HIDDEN)
    w.dense("rssm/prior/output", HIDDEN, 2 * S)
    w.mlp("reward", FEATURES, 2, 6, 1)
    w.mlp("discount", FEATURES, 1, 6, 1)
    w.mlp("actor", FEATURES, 2, 6, A if discrete else 2 * A)
    w.mlp("critic", FEATURES, 2, 6, 1)
    z, h = formula((count, S), 1, 1.0).detach(), formula((count, D), 2, 0.8).detach()
    features = []
    for t in range(horizon):
        feature = torch.cat([z, h], 1)
        rows = w.run("actor", feature if full else feature.detach(), 2)
        # A tenth of the draws where deviations are near 5: tanh would leave no slope.
        noise = formula((count, A), 10 + t, 1.0 if discrete else 0.1).detach()
        if discrete:
            p = torch.softmax(rows, 1)
            action = F.one_hot((rows + noise).argmax(1), A) + p - p.detach()
        else:
            mean, raw = rows.chunk(2, 1)
            action = torch.tanh(5 * torch.tanh(mean / 5) + (F.softplus(raw + math.log(math.exp(5) - 1)) + 1e-4) * noise)
        h = advance(w, z, h, action)
        m, s = prior(w, h)
        z = m + s * formula((count, S), 20 + t, 1.0).detach()
        features.append(torch.cat([z, h], 1))
    f = torch.stack(features)
    reward = w.run("reward", f, 2)[..., 0]
    value = w.run("critic", f, 2)[..., 0]
    names = {part: [name for name in w.values if name.startswith(part)] for part in ("actor", "critic")}
    gradients = {}
    if not critic:
        loss = -reward.flip(0).cumsum(0).flip(0).mean()
        grads = torch.autograd.grad(loss, [w.values[name] for name in names["actor"]])
        gradients.update({name: summary(g) for name, g in zip(names["actor"], grads)})
        return {"actor": loss.item(), "formulas": w.formulas, "gradients": gradients}
    discount = torch.sigmoid(w.run("discount", f, 1)[..., 0])
    last, returns = value[-1], []
    for t in reversed(range(horizon - 1)):
        last = reward[t] + discount[t] * ((1 - LAMBDA) * value[t + 1] + LAMBDA * last)
        returns.append(last)
    returns = torch.stack(returns[::-1])
    weights = torch.cat([torch.ones(1, count), discount[: horizon - 2]]).cumprod(0).detach()
    loss = -(weights * returns).mean()
    regression = 0.5 * (weights * (w.run("critic", f[:-1].detach(), 2)[..., 0] - returns.detach()) ** 2).mean()
    for part, part_loss in (("actor", loss), ("critic", regression)):
        grads = torch.autograd.grad(part_loss, [w.values[name] for name in names[part]], retain_graph=True)
        gradients.update({name: summary(g) for name, g in zip(names[part], grads)})
    return {
        "actor": loss.item(), "critic": regression.item(), "reward": reward[:-1].mean().item(),
        "returns": returns.mean().item(), "formulas": w.formulas, "gradients": gradients,
    }


if __name__ == "__main__":
    figures = {
        "pixels": world(True),
        "vector": world(False),
        "box": behaviour(False, False, True),
        "boxFull": behaviour(False, True, True),
        "discrete": behaviour(True, False, True),
        "rewards": behaviour(False, False, False),
    }
    for name in ("boxFull", "discrete", "rewards"):
        if figures[name]["formulas"] == figures["box"]["formulas"]:
            del figures[name]["formulas"]
    path = pathlib.Path(__file__).with_name("dreamer.json")
    path.write_text(json.dumps(figures, indent=None) + "\n")
