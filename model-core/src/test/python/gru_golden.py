"""Writes golden/pytorch-gru.txt: forward and gradient of torch.nn.GRU in double precision.

Run from model-core, with any PyTorch:

    python3 src/test/python/gru_golden.py > src/test/resources/golden/pytorch-gru.txt

One line a tensor: its name, then its elements, row-major. The objective whose gradient it is, is
the sum of all outputs times dy.
"""

import torch

INPUTS, HIDDEN, ROWS, STEPS = 3, 5, 2, 4


def show(name, tensor):
    print(name, *("%.9g" % v for v in tensor.detach().flatten().tolist()))


torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
gru = torch.nn.GRU(INPUTS, HIDDEN)
x = torch.randn(STEPS, ROWS, INPUTS, requires_grad=True)
h = torch.randn(1, ROWS, HIDDEN, requires_grad=True)
dy = torch.randn(STEPS, ROWS, HIDDEN)
y, _ = gru(x, h)
(y * dy).sum().backward()
for name, tensor in list(gru.named_parameters()) + [("x", x), ("h", h)]:
    show(name, tensor)
    show("d_" + name, tensor.grad)
show("dy", dy)
show("y", y)
