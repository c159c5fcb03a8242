"""Writes golden/pytorch-layer.txt: embedding, batch normalisation, wrapped layers, and others.

Run from model-core, with any PyTorch:

    python3 src/test/python/layer_golden.py > src/test/resources/golden/pytorch-layer.txt

In double precision; one line a tensor: its name, then its elements, row-major. Weights are laid
out as Tidemill has them, [in, out]. The objective is the sum of y * dy.
"""

import torch
from torch import nn

ROWS, SIZE, STEPS, HIDDEN = 6, 5, 4, 3


def show(name, tensor):
    print(name, *("%.9g" % v for v in tensor.detach().flatten().tolist()))


def case(name, y, given):
    """Shows y, its random dy, and what is given with its gradients."""
    dy = torch.randn_like(y).float().double()
    (y * dy).sum().backward()
    show(name + ".y", y)
    show(name + ".dy", dy)
    for key, tensor in given.items():
        show(f"{name}.{key}", tensor)
        if tensor.requires_grad:
            show(f"{name}.d_{key}", tensor.grad)


def random(*shape):
    return torch.randn(*shape).float().double()


torch.manual_seed(4)
torch.set_default_dtype(torch.float64)

table = random(7, SIZE).requires_grad_()
ids = torch.tensor([[0, 6], [3, 3], [1, 2], [6, 0], [5, 5], [3, 4]])
case("embedding", nn.functional.embedding(ids, table).flatten(1), {"x": ids, "E": table})

norm = nn.BatchNorm1d(SIZE)
with torch.no_grad():
    norm.weight.copy_(random(SIZE))
    norm.bias.copy_(random(SIZE))
    norm.running_mean.copy_(random(SIZE))
    norm.running_var.copy_(torch.rand(SIZE).float().double() + 0.5)
x = (3 * random(ROWS, SIZE) + 1).float().double().requires_grad_()
for key in ("running_mean", "running_var"):
    show("norm." + key, getattr(norm, key))
case("norm", norm(x), {"x": x, "gain": norm.weight, "bias": norm.bias})
for key in ("running_mean", "running_var"):
    show("norm.next_" + key, getattr(norm, key))
show("norm.served", norm.eval()(x))

norm = nn.BatchNorm1d(SIZE)
with torch.no_grad():
    norm.weight.copy_(random(SIZE))
    norm.bias.copy_(random(SIZE))
for key in ("running_mean", "running_var"):
    show("channels." + key, getattr(norm, key))
x = random(ROWS, STEPS, SIZE).requires_grad_()
y = norm(x.transpose(1, 2)).transpose(1, 2)
case("channels", y, {"x": x, "gain": norm.weight, "bias": norm.bias})
for key in ("running_mean", "running_var"):
    show("channels.next_" + key, getattr(norm, key))

W = random(SIZE, SIZE).requires_grad_()
b = random(SIZE).requires_grad_()
x = random(ROWS, SIZE).requires_grad_()
case("residual", x + x @ W + b, {"x": x, "W": W, "b": b})

W = random(SIZE, HIDDEN).requires_grad_()
b = random(HIDDEN).requires_grad_()
x = random(ROWS, STEPS, SIZE).requires_grad_()
case("distributed", x @ W + b, {"x": x, "W": W, "b": b})

lstm = nn.LSTM(SIZE, HIDDEN, batch_first=True)
with torch.no_grad():
    for weight in lstm.parameters():
        weight.copy_(weight.float().double())
x = random(ROWS, STEPS, SIZE).requires_grad_()
for name, y in (("sequence", lstm(x)[0]), ("last", lstm(x)[0][:, -1])):
    lstm.zero_grad()
    x.grad = None
    case(name, y, {"x": x})
    for prefix, of in (("", lambda p: p), ("d_", lambda p: p.grad)):
        show(f"{name}.{prefix}W", of(lstm.weight_ih_l0).T)
        show(f"{name}.{prefix}U", of(lstm.weight_hh_l0).T)
    show(f"{name}.b", lstm.bias_ih_l0 + lstm.bias_hh_l0)
    show(f"{name}.d_b", lstm.bias_ih_l0.grad)

x = random(ROWS, SIZE).requires_grad_()
case("repeat", x.repeat(1, 3), {"x": x})

x = random(ROWS, SIZE).requires_grad_()
case("slice", x[:, 1:4], {"x": x})

x = random(ROWS, 2, 3, SIZE).requires_grad_()
y = nn.functional.interpolate(x.permute(0, 3, 1, 2), scale_factor=(3, 2)).permute(0, 2, 3, 1)
case("upsample", y, {"x": x})

x = random(ROWS, 2 * SIZE).requires_grad_()
case("dot", (x[:, :SIZE] * x[:, SIZE:]).sum(1), {"x": x})

C = random(HIDDEN, SIZE).requires_grad_()
x = random(ROWS, SIZE).requires_grad_()
case("distance", ((x[:, None] - C) ** 2).sum(2), {"x": x, "C": C})

W = random(2, HIDDEN).requires_grad_()
b = random(HIDDEN).requires_grad_()
x = random(ROWS, SIZE).requires_grad_()
y = torch.cat([x[:, :1], x[:, 1:3] @ W + b, x[:, 3:]], 1)
case("columns", y, {"x": x, "W": W, "b": b})
