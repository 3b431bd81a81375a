"""What the golden figures' scripts share: tensors by formula and short summaries of gradients."""
import math

import torch


def formula(shape, seed, scale):
    """scale * sin(1.7 i + seed) with the index i taken modulo 100,003, so that the sine's argument stays small."""
    index = torch.arange(math.prod(shape)).remainder(100_003)
    return (scale * torch.sin(1.7 * index + seed)).reshape(shape).requires_grad_()


def summary(gradient):
    """Norm and five elements, so that the figures stay small."""
    flat = gradient.flatten()
    picked = [(k * 7919) % flat.numel() for k in range(5)]
    return {"norm": flat.norm().item(), "at": picked, "values": flat[picked].tolist()}
