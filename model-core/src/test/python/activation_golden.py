"""Writes golden/pytorch-activation.txt: forward and gradient of layers without memory.

Run from model-core, with any PyTorch:

    python3 src/test/python/activation_golden.py > src/test/resources/golden/pytorch-activation.txt

In double precision; one line a tensor: its name, then its elements, row-major. The objective whose
gradient it is, is the sum of all outputs times dy.
"""

import torch

ROWS, SIZE = 4, 19


def show(name, tensor):
    print(name, *("%.9g" % v for v in tensor.detach().flatten().tolist()))


torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
x = 3 * torch.randn(ROWS, SIZE)
dy = torch.randn(ROWS, SIZE)
show("x", x)
show("dy", dy)
norm = torch.nn.LayerNorm(SIZE)
norm.weight.data = torch.randn(SIZE)
norm.bias.data = torch.randn(SIZE)
for name, layer in [
    ("IDENTITY", torch.nn.Identity()),
    ("RELU", torch.nn.ReLU()),
    ("LEAKY_RELU", torch.nn.LeakyReLU()),
    ("ELU", torch.nn.ELU()),
    ("GELU", torch.nn.GELU()),
    ("SIGMOID", torch.nn.Sigmoid()),
    ("TANH", torch.nn.Tanh()),
    ("softmax", torch.nn.Softmax(1)),
    ("norm", norm),
]:
    leaf = x.clone().requires_grad_()
    y = layer(leaf)
    (y * dy).sum().backward()
    show(name, y)
    show("d_" + name, leaf.grad)
for name, tensor in norm.named_parameters():
    show(name, tensor)
    show("d_" + name, tensor.grad)
