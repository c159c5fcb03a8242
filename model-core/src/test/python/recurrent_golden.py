"""Writes golden/pytorch-*.txt: forward and gradient of recurrent layers in double precision.

Run from model-core, with any PyTorch, KIND being gru, lstm, rnn or gru-before:

    python3 src/test/python/recurrent_golden.py KIND > src/test/resources/golden/pytorch-KIND.txt

gru-before has the reset gate before the product, as Keras has with reset_after=False; PyTorch has
no such layer, so it is written in its operations and differentiated by autograd.

One line a tensor: its name, then its elements, row-major. The objective whose gradient it is, is
the sum of all outputs times dy.
"""

import sys

import torch

INPUTS, HIDDEN, ROWS, STEPS = 3, 5, 2, 4


class GruBefore(torch.nn.Module):
    """Columns in the order r, z, n."""

    def __init__(self):
        super().__init__()
        for name, *shape in [
            ("weight_ih_l0", 3 * HIDDEN, INPUTS),
            ("weight_hh_l0", 3 * HIDDEN, HIDDEN),
            ("bias_ih_l0", 3 * HIDDEN),
        ]:
            self.register_parameter(name, torch.nn.Parameter(0.4 * torch.randn(*shape)))

    def forward(self, x, h):
        h, ys = h[0], []
        xr, xz, xn = (x @ self.weight_ih_l0.T + self.bias_ih_l0).chunk(3, -1)
        ur, uz, un = self.weight_hh_l0.chunk(3)
        for t in range(STEPS):
            r = torch.sigmoid(xr[t] + h @ ur.T)
            z = torch.sigmoid(xz[t] + h @ uz.T)
            n = torch.tanh(xn[t] + (r * h) @ un.T)
            h = z * h + (1 - z) * n
            ys.append(h)
        return torch.stack(ys), h


LAYERS = {
    "gru": lambda: torch.nn.GRU(INPUTS, HIDDEN),
    "lstm": lambda: torch.nn.LSTM(INPUTS, HIDDEN),
    "rnn": lambda: torch.nn.RNN(INPUTS, HIDDEN),
    "gru-before": GruBefore,
}


def show(name, tensor):
    print(name, *("%.9g" % v for v in tensor.detach().flatten().tolist()))


kind = sys.argv[1]
torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
layer = LAYERS[kind]()
x = torch.randn(STEPS, ROWS, INPUTS, requires_grad=True)
states = {"h": torch.randn(1, ROWS, HIDDEN, requires_grad=True)}
if kind == "lstm":
    states["c"] = torch.randn(1, ROWS, HIDDEN, requires_grad=True)
dy = torch.randn(STEPS, ROWS, HIDDEN)
y, _ = layer(x, tuple(states.values()) if kind == "lstm" else states["h"])
(y * dy).sum().backward()
for name, tensor in list(layer.named_parameters()) + [("x", x)] + list(states.items()):
    show(name, tensor)
    show("d_" + name, tensor.grad)
show("dy", dy)
show("y", y)
