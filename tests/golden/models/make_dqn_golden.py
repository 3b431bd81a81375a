"""Figures of DQN's training step computed by PyTorch's own differentiation, in float64, for tests/algorithms/dqn/dqnFigures.test.ts,
and of a few steps of centred RMSProp. Writes dqn.json beside itself. Weights and inputs are formulas of their index, as in
make_golden.py; convolutions are PyTorch's, on channels first."""
import json
import math
import pathlib

import torch
from torch.nn import functional as F

from make_formula import formula, summary

torch.set_default_dtype(torch.float64)
B, CHOICES, GAMMA = 5, 4, 0.97
SIDE, DEPTH, UNITS = 64, 4, 24
LAYERS = [(32, 8, 4), (64, 4, 2), (64, 3, 1)]
OBSERVED, WIDTH = 7, 9


def weights(shapes, offset, gain):
    """Of each path: its tensor, and the formula it comes from. The gain is such that rows differ in their best choice."""
    values, formulas = {}, {}
    for index, (path, shape) in enumerate(shapes.items()):
        seed = offset + index + 0.5
        scale = gain / math.sqrt(math.prod(shape[:-1])) if len(shape) > 1 else 0.05
        values[path] = formula(shape, seed, scale).detach().requires_grad_()
        formulas[path] = {"seed": seed, "scale": scale}
    return values, formulas


def picture_shapes():
    shapes, channels, side = {}, DEPTH, SIDE
    for index, (deeper, size, stride) in enumerate(LAYERS):
        shapes[f"q/convolution{index + 1}/kernel"] = (size, size, channels, deeper)
        shapes[f"q/convolution{index + 1}/bias"] = (deeper,)
        channels, side = deeper, (side - size) // stride + 1
    shapes["q/dense/kernel"], shapes["q/dense/bias"] = (side * side * channels, UNITS), (UNITS,)
    shapes["q/output/kernel"], shapes["q/output/bias"] = (UNITS, CHOICES), (CHOICES,)
    return shapes


def number_shapes():
    return {
        "q/dense1/kernel": (OBSERVED, WIDTH), "q/dense1/bias": (WIDTH,),
        "q/dense2/kernel": (WIDTH, WIDTH), "q/dense2/bias": (WIDTH,),
        "q/output/kernel": (WIDTH, CHOICES), "q/output/bias": (CHOICES,),
    }


def from_pictures(w, x):
    x = x.permute(0, 3, 1, 2)
    for index, (_, _, stride) in enumerate(LAYERS):
        kernel = w[f"q/convolution{index + 1}/kernel"].permute(3, 2, 0, 1)
        x = F.relu(F.conv2d(x, kernel, w[f"q/convolution{index + 1}/bias"], stride))
    x = x.permute(0, 2, 3, 1).flatten(1)
    x = F.relu(x @ w["q/dense/kernel"] + w["q/dense/bias"])
    return x @ w["q/output/kernel"] + w["q/output/bias"]


def from_numbers(w, x):
    x = F.elu(x @ w["q/dense1/kernel"] + w["q/dense1/bias"])
    x = F.elu(x @ w["q/dense2/kernel"] + w["q/dense2/bias"])
    return x @ w["q/output/kernel"] + w["q/output/bias"]


chosen = [2, 0, 3, 1, 2]
rewards = formula((B,), 6, 2.5).detach()
discounts = torch.tensor([GAMMA, 0.0, GAMMA**3, GAMMA, GAMMA])
CONTRAST = torch.tensor([1.0, -1.0, 0.6, -0.4, 0.2])
importance = torch.tensor([1.0, 0.3, 0.7, 0.55, 0.9])


def step(run, shapes, gain, before, after):
    learning, formulas = weights(shapes, 0, gain)
    target, target_formulas = weights(shapes, 40, gain)
    figures = {"formulas": {"learning": formulas, "target": target_formulas}}
    for name, double in (("plain", False), ("double", True)):
        with torch.no_grad():
            told = run(target, after)
            best = run(learning, after).argmax(1) if double else told.argmax(1)
            goal = rewards + discounts * told.gather(1, best[:, None])[:, 0]
        values = run(learning, before)[torch.arange(B), torch.tensor(chosen)]
        loss = (importance * F.smooth_l1_loss(values, goal, reduction="none")).mean()
        gradients = dict(zip(learning, torch.autograd.grad(loss, list(learning.values()))))
        figures[name] = {
            "loss": loss.item(),
            "value": values.mean().item(),
            "errors": (values - goal).abs().tolist(),
            "best": best.tolist(),
            "gradients": {path: summary(gradient) for path, gradient in gradients.items()},
        }
    return figures


def rms_prop(steps=7, rate=0.01, decay=0.95, epsilon=1e-5):
    parameter = torch.tensor([0.5, -1.0, 2.0])
    mean, square = torch.zeros(3), torch.zeros(3)
    for t in range(1, steps + 1):
        gradient = torch.tensor([0.3 * t, -1.0, math.sin(t)])
        mean = decay * mean + (1 - decay) * gradient
        square = decay * square + (1 - decay) * gradient**2
        parameter = parameter - rate * gradient / (square - mean**2 + epsilon).sqrt()
    return {"steps": steps, "rate": rate, "decay": decay, "epsilon": epsilon, "values": parameter.tolist()}


def rows(shape, seed, scale):
    """Rows that differ enough for their best choices to differ."""
    return formula((B, *shape), seed, scale).detach() * CONTRAST.reshape(B, *[1] * len(shape))


def unit(seed):
    """Like pixels: in [0, 1]."""
    return rows((SIDE, SIDE, DEPTH), seed, 0.5) + 0.5


figures = {
    "shape": {"choices": CHOICES, "side": SIDE, "depth": DEPTH, "units": UNITS, "observed": OBSERVED, "width": WIDTH},
    "chosen": chosen,
    "discounts": discounts.tolist(),
    "importance": importance.tolist(),
    "contrast": CONTRAST.tolist(),
    "pictures": step(from_pictures, picture_shapes(), 9, unit(3), unit(4)),
    "numbers": step(from_numbers, number_shapes(), 4, rows((OBSERVED,), 3, 2), rows((OBSERVED,), 4, 2)),
    "rmsProp": rms_prop(),
}
pathlib.Path(__file__).with_name("dqn.json").write_text(json.dumps(figures, indent=1) + "\n")
