"""Figures of A3C's update computed by PyTorch's own differentiation, in float64, for tests/algorithms/a3c/a3cFigures.test.ts.
Writes a3c.json beside itself. Weights and inputs are formulas of their index, as in make_golden.py; likelihoods and entropies are
those of torch.distributions."""
import json
import math
import pathlib

import torch
from torch.distributions import Categorical, Normal
from torch.nn import functional as F

from make_formula import formula, summary

torch.set_default_dtype(torch.float64)
GAMMA, ENTROPY, VALUE, SMALLEST = 0.97, 0.03, 0.4, 1e-5
CASES = {
    "choices": {"input": {"kind": "numbers", "size": 5}, "shared": True, "layers": 1, "lstm": 0,
                "head": {"kind": "choices", "count": 4}, "rows": 6, "played": 4, "terminal": True},
    "choices from frames": {"input": {"kind": "frames", "side": 32, "channels": 2}, "shared": True, "layers": 1, "lstm": 5,
                            "head": {"kind": "choices", "count": 3}, "rows": 4, "played": 4, "terminal": False},
    "spherical": {"input": {"kind": "numbers", "size": 4}, "shared": False, "layers": 2, "lstm": 6,
                  "head": {"kind": "normal", "size": 3, "variances": 1, "bounded": True},
                  "rows": 5, "played": 4, "terminal": False},
    "one variance each": {"input": {"kind": "numbers", "size": 4}, "shared": False, "layers": 1, "lstm": 0,
                          "head": {"kind": "normal", "size": 2, "variances": 2, "bounded": False},
                          "rows": 4, "played": 4, "terminal": True},
}
UNITS, FILTERS = 7, [3, 4]


def specs(case):
    """Path to shape, in the studio's order of a trunk; dense kernels are [inputs, outputs], filters [h, w, in, out]."""
    result = {}
    features = {}
    for trunk in ["trunk"] if case["shared"] else ["actor", "critic"]:
        source = case["input"]
        if source["kind"] == "frames":
            channels, side = source["channels"], source["side"]
            for index, (size, stride) in enumerate([(8, 4), (4, 2)]):
                result[f"{trunk}/convolution{index + 1}/kernel"] = (size, size, channels, FILTERS[index])
                result[f"{trunk}/convolution{index + 1}/bias"] = (FILTERS[index],)
                channels, side = FILTERS[index], (side - size) // stride + 1
            width = channels * side * side
        else:
            width = source["size"]
        for layer in range(case["layers"]):
            result[f"{trunk}/dense{layer + 1}/kernel"] = (width, UNITS)
            result[f"{trunk}/dense{layer + 1}/bias"] = (UNITS,)
            width = UNITS
        if case["lstm"]:
            result[f"{trunk}/lstm/kernel"] = (width + case["lstm"], 4 * case["lstm"])
            result[f"{trunk}/lstm/bias"] = (4 * case["lstm"],)
            width = case["lstm"]
        features[trunk] = width
    head = case["head"]
    raw = head["count"] if head["kind"] == "choices" else head["size"] + head["variances"]
    first, last = ("trunk", "trunk") if case["shared"] else ("actor", "critic")
    result["policy/kernel"], result["policy/bias"] = (features[first], raw), (raw,)
    result["value/kernel"], result["value/bias"] = (features[last], 1), (1,)
    return result


def lstm(w, trunk, x, hidden, cell):
    outputs = []
    for row in x:
        gates = torch.cat([row, hidden]) @ w[f"{trunk}/lstm/kernel"] + w[f"{trunk}/lstm/bias"]
        i, g, f, o = gates.chunk(4)
        cell = torch.sigmoid(f + 1) * cell + torch.sigmoid(i) * torch.tanh(g)
        hidden = torch.sigmoid(o) * torch.tanh(cell)
        outputs.append(hidden)
    return torch.stack(outputs)


def features(case, w, trunk, x, before):
    if case["input"]["kind"] == "frames":
        x = x.permute(0, 3, 1, 2)
        for index, stride in enumerate([4, 2]):
            kernel = w[f"{trunk}/convolution{index + 1}/kernel"].permute(3, 2, 0, 1)
            x = torch.relu(F.conv2d(x, kernel, w[f"{trunk}/convolution{index + 1}/bias"], stride))
        x = x.permute(0, 2, 3, 1).flatten(1)
    for layer in range(case["layers"]):
        x = torch.relu(x @ w[f"{trunk}/dense{layer + 1}/kernel"] + w[f"{trunk}/dense{layer + 1}/bias"])
    return lstm(w, trunk, x, *before[trunk]) if case["lstm"] else x


def figures(case):
    w, formulas = {}, {}
    for index, (path, shape) in enumerate(specs(case).items()):
        fan = math.prod(shape[:-1])
        scale, seed = (1.3 / math.sqrt(fan) if len(shape) > 1 else 0.3), index + 0.5
        w[path] = formula(shape, seed, scale)
        formulas[path] = {"seed": seed, "scale": scale}
    rows, played, head, source = case["rows"], case["played"], case["head"], case["input"]
    shape = (rows, source["size"]) if source["kind"] == "numbers" else (rows, source["side"], source["side"], source["channels"])
    x = formula(shape, 3, 1).detach()
    if source["kind"] == "frames":
        x = x.abs()
    before = {trunk: (formula((case["lstm"],), 8, 0.5).detach(), formula((case["lstm"],), 9, 0.8).detach())
              for trunk in ["trunk", "actor", "critic"]} if case["lstm"] else {}
    rewards = formula((played,), 6, 2).detach().tolist()
    bootstrap = 0.0 if case["terminal"] else 1.7
    returns, following = [], bootstrap
    for reward in reversed(rewards):
        following = reward + GAMMA * following
        returns.insert(0, following)
    target = torch.tensor(returns)

    actor, critic = ("trunk", "trunk") if case["shared"] else ("actor", "critic")
    raw = (features(case, w, actor, x, before) @ w["policy/kernel"] + w["policy/bias"])[:played]
    value = (features(case, w, critic, x, before) @ w["value/kernel"] + w["value/bias"]).squeeze(1)[:played]
    if head["kind"] == "choices":
        actions = [[index * 2 % head["count"]] for index in range(rows)]
        policy = Categorical(logits=raw)
        likelihood, entropy = policy.log_prob(torch.tensor(actions)[:played, 0]), policy.entropy()
    else:
        size = head["size"]
        actions = formula((rows, size), 5, 0.9).detach().tolist()
        means = torch.tanh(raw[:, :size]) if head["bounded"] else raw[:, :size]
        variances = F.softplus(raw[:, size:]) + SMALLEST
        policy = Normal(means, variances.sqrt().expand(-1, size))
        likelihood = policy.log_prob(torch.tensor(actions)[:played]).sum(1)
        # The paper's cost for a spherical policy is that of one number.
        entropy = policy.entropy()[:, :head["variances"]].sum(1)
    advantage = (target - value).detach()
    policy_loss, value_loss = -(likelihood * advantage).sum(), ((target - value) ** 2).sum()
    total = policy_loss - ENTROPY * entropy.sum() + VALUE * value_loss
    gradients = dict(zip(w, torch.autograd.grad(total, list(w.values()))))
    return {
        **case, "units": UNITS, "filters": FILTERS, "formulas": formulas,
        "actions": actions, "rewards": rewards, "bootstrap": bootstrap, "returns": returns,
        "policyLoss": policy_loss.item(), "valueLoss": value_loss.item(), "entropy": entropy.sum().item(),
        "value": value.sum().item(), "gradients": {path: summary(gradient) for path, gradient in gradients.items()},
    }


def optimisers():
    """Three steps each: TensorFlow's and the paper's RMSProp, epsilon within the root, and Adam as torch has it."""
    start, rate, decay, epsilon = formula((4,), 1, 1).detach(), 0.05, 0.9, 0.02
    gradients = [formula((4,), 2 + step, 2).detach() for step in range(3)]
    value, squares = start.clone(), torch.zeros(4)
    for gradient in gradients:
        squares = decay * squares + (1 - decay) * gradient ** 2
        value = value - rate * gradient / torch.sqrt(squares + epsilon)
    moved = start.clone().requires_grad_()
    adam = torch.optim.Adam([moved], lr=rate)
    for gradient in gradients:
        moved.grad = gradient.clone()
        adam.step()
    return {"rate": rate, "decay": decay, "epsilon": epsilon, "rmsprop": value.tolist(), "adam": moved.tolist()}


result = {"gamma": GAMMA, "weights": {"entropy": ENTROPY, "value": VALUE},
          "cases": {name: figures(case) for name, case in CASES.items()}, "optimisers": optimisers()}
pathlib.Path(__file__).with_name("a3c.json").write_text(json.dumps(result, indent=1) + "\n")
