"""Figures of D4PG's learner step computed by PyTorch's own differentiation, in float64, for
tests/algorithms/d4pg/d4pgFigures.test.ts. Writes d4pg.json beside itself. Weights and inputs are formulas of their index, as in
make_golden.py; the projection is written atom by atom, as Bellemare et al. 2017 have it (algorithm 1)."""
import json
import math
import pathlib

import torch
from torch.nn import functional as F

from make_formula import formula, summary

torch.set_default_dtype(torch.float64)
B, O, A, ATOMS, LOWEST, HIGHEST = 6, 5, 2, 7, -30.0, 40.0
FIRST, UNITS = {"policy": 6, "critic": 8}, {"policy": 7, "critic": 5}
Z = torch.linspace(LOWEST, HIGHEST, ATOMS)


def network(name, inputs, outputs, offset):
    """Acme's LayerNormMLP with one further layer."""
    first, units = FIRST[name], UNITS[name]
    shapes = {
        "first/kernel": ((inputs, first), 1.3 / math.sqrt(inputs), 0.0),
        "first/bias": ((first,), 0.2, 0.0),
        "first/norm/scale": ((first,), 0.3, 1.0),
        "first/norm/offset": ((first,), 0.2, 0.0),
        "rest/dense1/kernel": ((first, units), 1.3 / math.sqrt(first), 0.0),
        "rest/dense1/bias": ((units,), 0.2, 0.0),
        "rest/output/kernel": ((units, outputs), 1.3 / math.sqrt(units), 0.0),
        "rest/output/bias": ((outputs,), 0.2, 0.0),
    }
    values, formulas = {}, {}
    for index, (path, (shape, scale, shift)) in enumerate(shapes.items()):
        seed = offset + index + 0.5
        base = formula(shape, seed, scale).detach() + shift
        values[path] = base.requires_grad_()
        formulas[f"{name}/{path}"] = {"seed": seed, "scale": scale, "shift": shift}
    return values, formulas


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


policy, policy_formulas = network("policy", O, A, 0)
critic, critic_formulas = network("critic", O + A, ATOMS, 20)
target_policy, target_policy_formulas = network("policy", O, A, 40)
target_critic, target_critic_formulas = network("critic", O + A, ATOMS, 60)
before = formula((B, O), 3, 1).detach()
after = formula((B, O), 4, 1).detach()
actions = formula((B, A), 5, 0.9).detach()
rewards = formula((B,), 6, 15).detach()
discounts = torch.where(formula((B,), 7, 1).detach() > -0.6, 0.95, 0.0)

with torch.no_grad():
    following = torch.tanh(run(target_policy, after))
    expected = torch.softmax(run(target_critic, torch.cat([after, following], 1)), 1)
    target = project(expected, rewards, discounts)
logits = run(critic, torch.cat([before, actions], 1))
critic_loss = -(target * torch.log_softmax(logits, 1)).sum(1).mean()
critic_gradients = dict(zip(critic, torch.autograd.grad(critic_loss, list(critic.values()))))
value = (torch.softmax(logits, 1) * Z).sum(1).mean()

chosen = torch.tanh(run(policy, after))
free = chosen.detach().requires_grad_()
q = (torch.softmax(run(critic, torch.cat([after, free], 1)), 1) * Z).sum(1)
(dq,) = torch.autograd.grad(q.sum(), free)
step = dq / dq.norm(dim=1, keepdim=True).clamp(min=1)
policy_loss = 0.5 * ((chosen.detach() + step - chosen) ** 2).sum(1).mean()
policy_gradients = dict(zip(policy, torch.autograd.grad(policy_loss, list(policy.values()))))

figures = {
    "shape": {"observed": O, "acted": A, "atoms": {"count": ATOMS, "lowest": LOWEST, "highest": HIGHEST},
              "first": FIRST, "units": UNITS},
    "discounts": discounts.tolist(),
    "criticLoss": critic_loss.item(),
    "policyLoss": policy_loss.item(),
    "value": value.item(),
    "target": target.tolist(),
    "longestStep": dq.norm(dim=1).max().item(),
    "formulas": {"policy": policy_formulas, "critic": critic_formulas,
                 "targetPolicy": target_policy_formulas, "targetCritic": target_critic_formulas},
    "criticGradients": {f"critic/{name}": summary(gradient) for name, gradient in critic_gradients.items()},
    "policyGradients": {f"policy/{name}": summary(gradient) for name, gradient in policy_gradients.items()},
}
pathlib.Path(__file__).with_name("d4pg.json").write_text(json.dumps(figures, indent=1) + "\n")
