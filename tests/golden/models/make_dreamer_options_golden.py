"""Figures of Dreamer with the options of DreamerV2 and DreamerV3, computed by PyTorch's own differentiation, in float64, for
tests/models/dreamerOptions.ts. Writes dreamerOptions.json beside itself. Sizes and formulas are those of
make_dreamer_golden.py; latents are 3 variables of 4 classes."""
import json
import math
import pathlib

import numpy as np
import torch
from torch.nn import functional as F

from make_dreamer_golden import A, D, GAMMA, HIDDEN, LAMBDA, Weights, gaussian
from make_formula import formula, summary

VARIABLES, CLASSES, BINS = 3, 4, 255
BIN_PLACES = torch.linspace(-20, 20, BINS)


class Options:
    def __init__(
        self, categorical=False, norm=False, head="plain", balance=None, scales=False, actions="squashed", entropy=0.0,
        symlogs=False, slow=None, reinforce=False, observation=1.0, reward=1.0,
        free=None, unimix=0.0, counts=None, gru=False, replay=0.0,
    ):
        self.replay = replay
        self.gru = gru
        # Of each state where a figure is given: between the least and the largest KL.
        self.free, self.unimix, self.counts = free, unimix, counts
        self.slow, self.reinforce, self.observation, self.reward = slow, reinforce, observation, reward
        self.categorical, self.norm, self.head, self.balance, self.scales = categorical, norm, head, balance, scales
        self.actions, self.entropy, self.symlogs = actions, entropy, symlogs
        self.z = VARIABLES * CLASSES if categorical else VARIABLES
        self.outputs = self.z if categorical else 2 * self.z
        self.features = self.z + D
        self.scalars = BINS if head == "twoHot" else 1


class Stack(Weights):
    """Weights whose hidden layers may be normalised."""

    def __init__(self, options):
        super().__init__()
        self.norm, self.gru = options.norm, options.gru

    def hidden(self, name, inputs, outputs):
        super().hidden(name, inputs, outputs)
        if self.norm:
            for kind, scale in (("scale", 0.9), ("offset", 0.3)):
                seed = len(self.values) + 0.5
                self.values[f"{name}/norm/{kind}"] = formula((outputs,), seed, scale)
                self.formulas[f"{name}/norm/{kind}"] = {"seed": seed, "scale": scale}

    def activated(self, name, x):
        x = self(name, x)
        if self.norm:
            scale, offset = self.values[f"{name}/norm/scale"], self.values[f"{name}/norm/offset"]
            x = F.layer_norm(x, (x.shape[1],), scale, offset, eps=1e-3)
        return F.elu(x)

    def run(self, name, x, layers):
        shape = x.shape[:-1]
        x = x.reshape(-1, x.shape[-1])
        for layer in range(layers):
            x = self.activated(f"{name}/dense{layer + 1}", x)
        return self(f"{name}/output", x).reshape(*shape, -1)


def symlog(x):
    return torch.sign(x) * torch.log1p(x.abs())


def symexp(x):
    return torch.sign(x) * torch.expm1(x.abs())


def scalar(options, rows):
    """[..., outputs] to numbers."""
    if options.head == "plain":
        return rows[..., 0]
    return symexp(rows[..., 0] if options.head == "symlog" else (torch.softmax(rows, -1) * BIN_PLACES).sum(-1))


def scalar_losses(options, rows, targets):
    if options.head == "plain":
        return 0.5 * (rows[..., 0] - targets) ** 2
    if options.head == "symlog":
        return 0.5 * (rows[..., 0] - symlog(targets)) ** 2
    scaled = symlog(targets)
    below = (torch.bucketize(scaled.contiguous(), BIN_PLACES) - 1).clamp(0, BINS - 2)
    share = (scaled - BIN_PLACES[below]) / (BIN_PLACES[below + 1] - BIN_PLACES[below])
    wanted = F.one_hot(below, BINS) * (1 - share)[..., None] + F.one_hot(below + 1, BINS) * share[..., None]
    return -(wanted * torch.log_softmax(rows, -1)).sum(-1)


def add_rssm(w, options, embedding):
    w.hidden("rssm/input", options.z + A, HIDDEN)
    if options.gru:
        shapes = {"kernel": ((HIDDEN + D, 3 * D), 0.4), "norm/scale": ((3 * D,), 0.9), "norm/offset": ((3 * D,), 0.3)}
        for kind, (shape, scale) in shapes.items():
            seed = len(w.values) + 0.5
            w.values[f"rssm/gru/{kind}"] = formula(shape, seed, scale)
            w.formulas[f"rssm/gru/{kind}"] = {"seed": seed, "scale": scale}
    else:
        w.dense("rssm/gru/gates", HIDDEN + D, 2 * D)
        w.dense("rssm/gru/candidate", HIDDEN + D, D)
    w.hidden("rssm/prior/hidden", D, HIDDEN)
    w.dense("rssm/prior/output", HIDDEN, options.outputs)
    if embedding:
        w.hidden("rssm/posterior/hidden", D + embedding, HIDDEN)
        w.dense("rssm/posterior/output", HIDDEN, options.outputs)


def advance(w, z, h, action):
    x = w.activated("rssm/input", torch.cat([z, action], 1))
    if w.gru:
        parts = torch.cat([x, h], 1) @ w.values["rssm/gru/kernel"]
        scale, offset = w.values["rssm/gru/norm/scale"], w.values["rssm/gru/norm/offset"]
        reset, candidate, update = F.layer_norm(parts, (3 * D,), scale, offset, eps=1e-3).chunk(3, 1)
        update = torch.sigmoid(update - 1)
        return update * torch.tanh(torch.sigmoid(reset) * candidate) + (1 - update) * h
    reset, update = torch.sigmoid(w("rssm/gru/gates", torch.cat([x, h], 1))).chunk(2, 1)
    candidate = torch.tanh(w("rssm/gru/candidate", torch.cat([x, reset * h], 1)))
    return update * h + (1 - update) * candidate


def believed(w, options, name, x):
    rows = w(f"rssm/{name}/output", w.activated(f"rssm/{name}/hidden", x))
    if not options.categorical:
        return torch.distributions.Normal(*gaussian(rows))
    return 0.99 * torch.softmax(rows.reshape(-1, VARIABLES, CLASSES), 2) + 0.01 / CLASSES


def draw(options, belief, noise):
    if not options.categorical:
        return belief.loc + belief.scale * noise
    gumbel = -torch.log(-torch.log(0.5 + 0.49 * noise.reshape(-1, VARIABLES, CLASSES)))
    chosen = F.one_hot((belief.log() + gumbel).argmax(2), CLASSES)
    return (chosen + belief - belief.detach()).flatten(1)


def detached(options, belief):
    return belief.detach() if options.categorical else torch.distributions.Normal(belief.loc.detach(), belief.scale.detach())


def divergence(options, posterior, prior):
    if options.categorical:
        kind = torch.distributions.Categorical
        return torch.distributions.kl_divergence(kind(probs=posterior), kind(probs=prior)).sum(1)
    return torch.distributions.kl_divergence(posterior, prior).sum(1)


def noise_of(options, rows, seed):
    return formula((rows, options.z), seed, 1.0).detach()


def world(options):
    steps, batch, beta, free = 4, 3, 0.7, 0.05
    rows = steps * batch
    w = Stack(options)
    w.mlp("encoder", 5, 1, 7, 7)
    if options.norm:
        # The embedding goes through a norm and an ELU too.
        for kind, scale in (("scale", 0.9), ("offset", 0.3)):
            seed = len(w.values) + 0.5
            w.values[f"encoder/output/norm/{kind}"] = formula((7,), seed, scale)
            w.formulas[f"encoder/output/norm/{kind}"] = {"seed": seed, "scale": scale}
    add_rssm(w, options, 7)
    w.mlp("decoder", options.features, 2, 7, 5)
    w.mlp("reward", options.features, 2, 6, options.scalars)
    seen = formula((rows, 5), 3, 4.0 if options.symlogs else 1.0).detach()
    if options.symlogs:
        seen = symlog(seen)
    embeddings = w.activated("encoder/output", w.activated("encoder/dense1", seen))
    actions = formula((rows, A), 4, 1.0).detach()
    noise = noise_of(options, rows, 5)
    rewards = formula((rows,), 6, 30.0).detach()
    first = (formula((rows,), 8, 1.0).detach() > 0.6).double()
    z, h = torch.zeros(batch, options.z), torch.zeros(batch, D)
    moments, plain, balanced = [], [], []
    for t in range(steps):
        at = slice(t * batch, (t + 1) * batch)
        keep = 1 - first[at, None]
        h = advance(w, z * keep, h * keep, actions[at] * keep)
        prior = believed(w, options, "prior", h)
        posterior = believed(w, options, "posterior", torch.cat([h, embeddings[at]], 1))
        z = draw(options, posterior, noise[at])
        moments.append(torch.cat([z, h], 1))
        plain.append(divergence(options, posterior, prior))
        if options.balance is not None:
            a = options.balance
            towards = divergence(options, detached(options, posterior), prior)
            back = divergence(options, posterior, detached(options, prior))
            balanced.append(a * towards + (1 - a) * back)
    features = torch.cat(moments)
    observation = 0.5 * ((w.run("decoder", features, 2) - seen) ** 2).sum() / rows
    reward = scalar_losses(options, w.run("reward", features, 2), rewards).mean()
    kl = torch.cat(plain).mean()
    counted = torch.cat(plain if options.balance is None else balanced)
    if options.free is None:
        counted = torch.clamp(counted.mean(), min=free)
    else:
        assert (counted < options.free).any() and (counted > options.free).any(), counted
        counted = torch.clamp(counted, min=options.free).mean()
    (options.observation * observation + options.reward * reward + beta * counted).backward()
    return {
        "observation": observation.item(), "reward": reward.item(), "kl": kl.item(), "moments": features[-1].tolist(),
        "first": first.tolist(), "formulas": w.formulas, "gradients": w.summaries(),
    }


def act(options, rows, noise):
    """An action, its entropy and the log probability of what was drawn, a row each."""
    if options.actions == "discrete":
        p = (1 - options.unimix) * torch.softmax(rows, 1) + options.unimix / A
        chosen = (p.log() + noise).argmax(1)
        policy = torch.distributions.Categorical(probs=p)
        return F.one_hot(chosen, A) + p - p.detach(), policy.entropy(), policy.log_prob(chosen)
    mean, raw = rows.chunk(2, 1)
    if options.actions == "bounded":
        gaussian = torch.distributions.Normal(torch.tanh(mean), 0.9 * torch.sigmoid(raw + 2) + 0.1)
        x = gaussian.mean + gaussian.stddev * noise
        return x / x.abs().clamp(min=1).detach(), gaussian.entropy().sum(1), gaussian.log_prob(x.detach()).sum(1)
    deviation = F.softplus(raw + math.log(math.exp(5) - 1)) + 1e-4
    gaussian = torch.distributions.Normal(5 * torch.tanh(mean / 5), deviation)
    x = gaussian.mean + deviation * noise
    entropy = (gaussian.entropy() + torch.log(1 - torch.tanh(x) ** 2)).sum(1)
    return torch.tanh(x), entropy, gaussian.log_prob(x.detach()).sum(1)


def behaviour(options, critic=True):
    count, horizon = 4, 5
    w = Stack(options)
    add_rssm(w, options, 0)
    w.mlp("reward", options.features, 2, 6, options.scalars)
    w.mlp("actor", options.features, 2, 6, A if options.actions == "discrete" else 2 * A)
    w.mlp("critic", options.features, 2, 6, options.scalars)
    if options.slow is not None:
        w.mlp("slow/critic", options.features, 2, 6, options.scalars)
    z, h = formula((count, options.z), 1, 1.0).detach(), formula((count, D), 2, 0.8).detach()
    features, entropies, logs = [], [], []
    if options.reinforce:
        features.append(torch.cat([z, h], 1))
    for t in range(horizon):
        rows = w.run("actor", torch.cat([z, h], 1).detach(), 2)
        # A tenth of the draws where deviations are near 5: tanh would leave no slope.
        noise = formula((count, A), 10 + t, 0.1 if options.actions == "squashed" else 1.0).detach()
        action, entropy, log_probability = act(options, rows, noise)
        entropies.append(entropy)
        logs.append(log_probability)
        h = advance(w, z, h, action)
        z = draw(options, believed(w, options, "prior", h), noise_of(options, count, 20 + t))
        features.append(torch.cat([z, h], 1))
    f = torch.stack(features)
    steps = len(features) - 1
    reward = scalar(options, w.run("reward", f, 2))
    names = {part: [name for name in w.values if name.startswith(part)] for part in ("actor", "critic")}
    if critic:
        value = scalar(options, w.run("slow/critic" if options.slow == "copied" else "critic", f, 2))
        last, returns = value[-1], []
        for t in reversed(range(steps)):
            last = reward[t] + GAMMA * ((1 - LAMBDA) * value[t + 1] + LAMBDA * last)
            returns.append(last)
        returns = torch.stack(returns[::-1])
        weights = (GAMMA ** torch.arange(steps))[:, None]
    else:
        returns = reward.flip(0).cumsum(0).flip(0)
        weights = torch.ones(horizon, 1)
    if options.counts is not None:
        weights = weights * torch.tensor(options.counts)[None, :]
    # The average so far is 300: with these returns' own range it is beyond 1, so that it shows.
    low, high = np.percentile(returns.detach().numpy(), [5, 95])
    span = 0.99 * 300 + 0.01 * (high - low)
    divisor = max(1.0, span) if options.scales else 1.0
    entropy = torch.stack(entropies).mean()
    if options.reinforce:
        advantages = ((returns - value[:-1]) / divisor).detach()
        climbed = torch.stack(logs) * advantages + options.entropy * torch.stack(entropies)
        loss = -(weights * climbed).mean()
    else:
        loss = -(weights * returns).mean() / divisor - options.entropy * entropy
    grads = torch.autograd.grad(loss, [w.values[name] for name in names["actor"]], retain_graph=True)
    gradients = {name: summary(g) for name, g in zip(names["actor"], grads)}
    result = {"actor": loss.item(), "returns": returns.mean().item(), "entropy": entropy.item()}
    if options.scales:
        result["range"] = span
    if critic:
        rows = w.run("critic", f[:-1].detach(), 2)
        losses = scalar_losses(options, rows, returns.detach())
        if options.slow == "regularised":
            told = scalar(options, w.run("slow/critic", f[:-1].detach(), 2)).detach()
            losses = losses + scalar_losses(options, rows, told)
        regression = (weights * losses).mean()
        if options.replay:
            # The four starts as one stretch.
            rewards, goes_on = formula((count,), 30, 30.0).detach(), torch.tensor([1.0, 0.0, 1.0, 1.0])
            boot, played = returns[0].detach(), []
            last = boot[-1]
            for t in reversed(range(count - 1)):
                last = rewards[t] + GAMMA * goes_on[t] * ((1 - LAMBDA) * boot[t + 1] + LAMBDA * last)
                played.insert(0, last)
            on_played = w.run("critic", f[0, :-1].detach(), 2)
            told = scalar(options, w.run("slow/critic", f[0, :-1].detach(), 2)).detach()
            losses = scalar_losses(options, on_played, torch.stack(played)) + scalar_losses(options, on_played, told)
            regression = regression + options.replay * losses.mean()
        grads = torch.autograd.grad(regression, [w.values[name] for name in names["critic"]])
        gradients.update({name: summary(g) for name, g in zip(names["critic"], grads)})
        result["critic"] = regression.item()
    return {**result, "formulas": w.formulas, "gradients": gradients}


FREE, COUNTS = 0.7, (1.0, 0.0, 1.0, 1.0)
EACH = {
    "symlog": Options(head="symlog"),
    "twoHot": Options(head="twoHot"),
    "balance": Options(balance=0.8),
    "norm": Options(norm=True),
    "categorical": Options(categorical=True),
    "all": Options(categorical=True, norm=True, head="twoHot", balance=0.8, scales=True),
}
figures = {
    "world": {
        **{name: world(options) for name, options in EACH.items()},
        "symlogNumbers": world(Options(symlogs=True)),
        "normedGru": world(Options(gru=True)),
        "freeEach": world(Options(free=FREE)),
        "freeEachBalance": world(Options(free=0.18, balance=0.8, categorical=True)),
        "lossScales": world(Options(observation=2.0, reward=10.0)),
    },
    "behaviour": {
        **{name: behaviour(options) for name, options in EACH.items() if name != "balance"},
        "scales": behaviour(Options(scales=True)),
        "bounded": behaviour(Options(actions="bounded")),
        "boundedEntropy": behaviour(Options(actions="bounded", entropy=0.7)),
        "squashedEntropy": behaviour(Options(entropy=0.7)),
        "discreteEntropy": behaviour(Options(actions="discrete", entropy=0.7)),
        "copied": behaviour(Options(slow="copied")),
        "regularised": behaviour(Options(slow="regularised", head="twoHot")),
        "reinforce": behaviour(Options(reinforce=True, entropy=0.7)),
        "reinforceBounded": behaviour(Options(reinforce=True, actions="bounded", entropy=0.7)),
        "reinforceDiscrete": behaviour(Options(reinforce=True, actions="discrete", entropy=0.7)),
        "reinforceCopied": behaviour(Options(reinforce=True, slow="copied", scales=True)),
        "reinforceAll": behaviour(
            Options(
                categorical=True, norm=True, head="twoHot", scales=True, actions="bounded", entropy=0.7, slow="regularised",
                reinforce=True,
            )
        ),
        "replayValue": behaviour(Options(reinforce=True, slow="regularised", replay=0.3)),
        "normedGru": behaviour(Options(gru=True)),
        "unimix": behaviour(Options(actions="discrete", unimix=0.2, entropy=0.7)),
        "reinforceUnimix": behaviour(Options(actions="discrete", unimix=0.2, entropy=0.7, reinforce=True)),
        "counts": behaviour(Options(counts=COUNTS)),
        "reinforceCounts": behaviour(Options(counts=COUNTS, reinforce=True, entropy=0.7)),
        "countsRewards": behaviour(Options(counts=COUNTS), critic=False),
        "scalesRewards": behaviour(Options(scales=True, head="symlog"), critic=False),
    },
}
path = pathlib.Path(__file__).with_name("dreamerOptions.json")
path.write_text(json.dumps(figures, indent=None) + "\n")
