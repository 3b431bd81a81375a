"""Figures of D4PG's learner step computed by PyTorch's own differentiation, in float64, for
tests/algorithms/d4pg/d4pgFigures.test.ts. Writes d4pg.json (from numbers) and d4pgPixels.json (from frames, by an encoder that
the critic's loss alone teaches) beside itself. Weights and inputs are formulas of their index, as in
make_golden.py; the projection is written atom by atom, as Bellemare et al. 2017 have it (algorithm 1)."""
import json
import math
import pathlib

import torch
from torch.nn import functional as F

from make_formula import formula, summary

torch.set_default_dtype(torch.float64)
B, O, A, ATOMS, LOWEST, HIGHEST = 6, 5, 2, 7, -30.0, 40.0
SIDE, CHANNELS, FILTERS, FEATURES = 11, 3, 4, 5
FIRST, UNITS = {"policy": 6, "critic": 8}, {"policy": 7, "critic": 5}
Z = torch.linspace(LOWEST, HIGHEST, ATOMS)


def network(name, inputs, outputs, offset, gain=1.3):
    """Acme's LayerNormMLP with one further layer."""
    first, units = FIRST[name], UNITS[name]
    shapes = {
        "first/kernel": ((inputs, first), gain / math.sqrt(inputs), 0.0),
        "first/bias": ((first,), 0.2, 0.0),
        "first/norm/scale": ((first,), 0.3, 1.0),
        "first/norm/offset": ((first,), 0.2, 0.0),
        "rest/dense1/kernel": ((first, units), gain / math.sqrt(first), 0.0),
        "rest/dense1/bias": ((units,), 0.2, 0.0),
        "rest/output/kernel": ((units, outputs), gain / math.sqrt(units), 0.0),
        "rest/output/bias": ((outputs,), 0.2, 0.0),
    }
    return tensors(name, shapes, offset)


def tensors(name, shapes, offset):
    values, formulas = {}, {}
    for index, (path, (shape, scale, shift)) in enumerate(shapes.items()):
        seed = offset + index + 0.5
        base = formula(shape, seed, scale).detach() + shift
        values[path] = base.requires_grad_()
        formulas[f"{name}/{path}"] = {"seed": seed, "scale": scale, "shift": shift}
    return values, formulas


def encoder(offset):
    """Two convolutions of 3x3 without padding, the first of stride 2, and a normalised layer behind them. Kernels are [height,
    width, in, out], pictures [B, height, width, channels]."""
    narrow = (SIDE - 3) // 2 + 1 - 2
    flat = narrow * narrow * FILTERS
    return tensors("encoder", {
        "convolution1/kernel": ((3, 3, CHANNELS, FILTERS), 1.3 / math.sqrt(9 * CHANNELS), 0.0),
        "convolution1/bias": ((FILTERS,), 0.2, 0.05),
        "convolution2/kernel": ((3, 3, FILTERS, FILTERS), 1.3 / math.sqrt(9 * FILTERS), 0.0),
        "convolution2/bias": ((FILTERS,), 0.2, 0.05),
        "features/kernel": ((flat, FEATURES), 1.3 / math.sqrt(flat), 0.0),
        "features/bias": ((FEATURES,), 0.2, 0.0),
        "features/norm/scale": ((FEATURES,), 0.3, 1.0),
        "features/norm/offset": ((FEATURES,), 0.2, 0.0),
    }, offset)


def encode(w, frames):
    x = frames.permute(0, 3, 1, 2)
    for name, stride in (("convolution1", 2), ("convolution2", 1)):
        x = torch.relu(F.conv2d(x, w[f"{name}/kernel"].permute(3, 2, 0, 1), w[f"{name}/bias"], stride))
    x = x.permute(0, 2, 3, 1).flatten(1) @ w["features/kernel"] + w["features/bias"]
    return torch.tanh(F.layer_norm(x, x.shape[1:], w["features/norm/scale"], w["features/norm/offset"], eps=1e-5))


def run(w, x):
    x = x @ w["first/kernel"] + w["first/bias"]
    x = F.layer_norm(x, x.shape[1:], w["first/norm/scale"], w["first/norm/offset"], eps=1e-5)
    x = F.elu(torch.tanh(x) @ w["rest/dense1/kernel"] + w["rest/dense1/bias"])
    return x @ w["rest/output/kernel"] + w["rest/output/bias"]


def project(probabilities, rewards, discounts):
    result = torch.zeros_like(probabilities)
    distance = (HIGHEST - LOWEST) / (ATOMS - 1)
    for row in range(B):
        for atom in range(ATOMS):
            place = (min(HIGHEST, max(LOWEST, rewards[row].item() + discounts[row].item() * Z[atom].item())) - LOWEST) / distance
            low, high = math.floor(place), math.ceil(place)
            mass = probabilities[row, atom]
            if low == high:
                result[row, low] += mass
            else:
                result[row, low] += mass * (high - place)
                result[row, high] += mass * (place - low)
    return result


def gradients(loss, **networks):
    """Of the parameters of all the networks, by path."""
    paths = [(f"{name}/{path}", value) for name, values in networks.items() for path, value in values.items()]
    by = torch.autograd.grad(loss, [value for _, value in paths])
    return {path: summary(gradient) for (path, _), gradient in zip(paths, by)}


def learner_step(file, size, observed, encoders, at_before, shape, gain=1.3):
    """encoders: (learning, target), each None or its parameters and formulas. at_before: the policy learns at what was seen before
    a transition, and not at what follows it. gain: of the critic's weights, so large that some of the policy's steps are cut."""
    policy, policy_formulas = network("policy", size, A, 0)
    critic, critic_formulas = network("critic", size + A, ATOMS, 20, gain)
    target_policy, target_policy_formulas = network("policy", size, A, 40)
    target_critic, target_critic_formulas = network("critic", size + A, ATOMS, 60)
    learning, target_encoder = encoders
    see = lambda encoder, x: x if encoder is None else encode(encoder[0], x)
    before = formula((B, *observed), 3, 1).detach()
    after = formula((B, *observed), 4, 1).detach()
    if learning is not None:
        before, after = before.abs(), after.abs()
    actions = formula((B, A), 5, 0.9).detach()
    rewards = formula((B,), 6, 15).detach()
    discounts = torch.where(formula((B,), 7, 1).detach() > -0.6, 0.95, 0.0)

    with torch.no_grad():
        seen_after = see(target_encoder, after)
        following = torch.tanh(run(target_policy, seen_after))
        expected = torch.softmax(run(target_critic, torch.cat([seen_after, following], 1)), 1)
        target = project(expected, rewards, discounts)
    seen = see(learning, before)
    logits = run(critic, torch.cat([seen, actions], 1))
    critic_loss = -(target * torch.log_softmax(logits, 1)).sum(1).mean()
    value = (torch.softmax(logits, 1) * Z).sum(1).mean()
    taught = {"critic": critic} if learning is None else {"critic": critic, "encoder": learning[0]}
    critic_gradients = gradients(critic_loss, **taught)

    judged = (seen if at_before else after).detach()
    chosen = torch.tanh(run(policy, judged))
    free = chosen.detach().requires_grad_()
    q = (torch.softmax(run(critic, torch.cat([judged, free], 1)), 1) * Z).sum(1)
    (dq,) = torch.autograd.grad(q.sum(), free)
    step = dq / dq.norm(dim=1, keepdim=True).clamp(min=1)
    policy_loss = 0.5 * ((chosen.detach() + step - chosen) ** 2).sum(1).mean()
    policy_gradients = gradients(policy_loss, policy=policy)

    formulas = lambda encoder: {} if encoder is None else encoder[1]
    figures = {
        "shape": {**shape, "acted": A, "atoms": {"count": ATOMS, "lowest": LOWEST, "highest": HIGHEST},
                  "first": FIRST, "units": UNITS},
        "discounts": discounts.tolist(),
        "criticLoss": critic_loss.item(),
        "policyLoss": policy_loss.item(),
        "value": value.item(),
        "target": target.tolist(),
        "longestStep": dq.norm(dim=1).max().item(),
        "formulas": {"policy": policy_formulas, "critic": {**critic_formulas, **formulas(learning)},
                     "targetPolicy": target_policy_formulas,
                     "targetCritic": {**target_critic_formulas, **formulas(target_encoder)}},
        "criticGradients": critic_gradients,
        "policyGradients": policy_gradients,
    }
    pathlib.Path(__file__).with_name(file).write_text(json.dumps(figures, indent=1) + "\n")


learner_step("d4pg.json", O, (O,), (None, None), False, {"observed": O})
learner_step("d4pgPixels.json", FEATURES, (SIDE, SIDE, CHANNELS), (encoder(80), encoder(100)), True,
             {"side": SIDE, "channels": CHANNELS, "filters": FILTERS, "features": FEATURES}, gain=2.0)
