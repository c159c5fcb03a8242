"""Writes golden/pytorch-model.txt: losses and gradients of models of several networks.

Run from model-core, with any PyTorch:

    python3 src/test/python/model_golden.py > src/test/resources/golden/pytorch-model.txt

In double precision; one line a tensor: its name, then its elements, row-major. Weights are one flat
vector a model, in Tidemill's order, [in, out]. Losses are means over weighted terms. Noise is
computed here anew as Tidemill defines it, from the key NOISE.
"""

import math

import torch
from torch.nn import functional as F

ROWS, STEPS, NOISE = 5, 4, 7
MASK = (1 << 64) - 1


def bits(key, index):
    """SplitMix64 of an index under a key."""
    z = (key + (index + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def normal(key, rows, columns):
    """Box and Muller's draws, two of every two indices."""
    draws = []
    for i in range(0, rows * columns, 2):
        radius = math.sqrt(-2 * math.log(((bits(key, i) >> 11) + 1) * 2.0**-53))
        angle = 2 * math.pi * (bits(key, i + 1) >> 11) * 2.0**-53
        draws += [radius * math.cos(angle), radius * math.sin(angle)]
    return torch.tensor(draws[: rows * columns]).float().double().reshape(rows, columns)


def show(name, tensor):
    print(name, *("%.9g" % v for v in tensor.detach().flatten().tolist()))


def random(*shape):
    return torch.randn(*shape).float().double()


class Weights:
    """A flat vector, handed out piece by piece."""

    def __init__(self, size):
        self.flat = (0.4 * random(size)).float().double().requires_grad_()
        self.at = 0

    def take(self, *shape):
        size = math.prod(shape)
        self.at += size
        return self.flat[self.at - size : self.at].reshape(shape)

    def dense(self, inputs, outputs):
        w, b = self.take(inputs, outputs), self.take(outputs)
        return lambda x: x @ w + b

    def gru(self, inputs, hidden):
        w, u = self.take(inputs, 3 * hidden), self.take(hidden, 3 * hidden)
        b, c = self.take(3 * hidden), self.take(hidden)
        recurrent = torch.cat([torch.zeros(2 * hidden), c])
        return lambda x, h: torch.gru_cell(x, h, w.T, u.T, b, recurrent)

    def show(self, name, *losses):
        """The gradients of losses, which are of the turns."""
        assert self.at == self.flat.numel()
        show(name + ".w", self.flat)
        for turn, loss in enumerate(losses):
            (gradient,) = torch.autograd.grad(loss, self.flat, retain_graph=True)
            show(f"{name}.loss{turn}", loss)
            show(f"{name}.g{turn}", gradient)


def mean(losses, weight):
    return (losses * weight).sum() / weight.sum()


torch.manual_seed(9)
torch.set_default_dtype(torch.float64)

x = random(ROWS, 6)
weight = torch.randint(0, 3, (ROWS, 6)).double()
show("x", x)
show("weight", weight)

# Autoencoder: dense 6-4 tanh dense 4-2 | dense 2-4 tanh dense 4-6, squared error.
w = Weights(28 + 10 + 12 + 30)
layers = [w.dense(6, 4), w.dense(4, 2), w.dense(2, 4), w.dense(4, 6)]
y = layers[3](torch.tanh(layers[2](layers[1](torch.tanh(layers[0](x))))))
w.show("autoencoder", mean((y - x) ** 2, weight))

# Variational: dense 6-5 tanh dense 5-4 | dense 2-5 tanh dense 5-6, beta 0.5, weight of a row.
w = Weights(35 + 24 + 15 + 36)
layers = [w.dense(6, 5), w.dense(5, 4), w.dense(2, 5), w.dense(5, 6)]
m, v = layers[1](torch.tanh(layers[0](x))).chunk(2, 1)
e = normal(bits(bits(NOISE, 1), 0), ROWS, 2)
show("variational.e", e)
y = layers[3](torch.tanh(layers[2](m + torch.exp(v / 2) * e)))
q = torch.distributions.Normal(m, torch.exp(v / 2))
kl = torch.distributions.kl_divergence(q, torch.distributions.Normal(0.0, 1.0)).sum(1)
rebuilt = (((y - x) ** 2) * weight).sum()
w.show("variational", (rebuilt + 0.5 * (kl * weight.mean(1)).sum()) / weight.sum())

# GAN: discriminator dense 6-5 tanh dense 5-1, generator dense 3-5 tanh dense 5-6, smoothing 0.1.
w = Weights(35 + 6 + 20 + 36)
d = [w.dense(6, 5), w.dense(5, 1)]
g = [w.dense(3, 5), w.dense(5, 6)]
row = weight[:, :1] + 1
show("gan.weight", row)


def logit(of):
    return d[1](torch.tanh(d[0](of)))


def made(turn):
    z = normal(bits(bits(bits(NOISE, turn), 0), 0), ROWS, 3)
    return g[1](torch.tanh(g[0](z)))


def entropy(logits, target):
    losses = F.binary_cross_entropy_with_logits(
        logits, torch.full_like(logits, target), reduction="none"
    )
    return mean(losses, row)


w.show(
    "gan", entropy(logit(x), 0.9) + entropy(logit(made(0).detach()), 0.0), entropy(logit(made(1)), 1.0)
)

# Encoder-decoder: embedding 5x3, gru 3-4 | embedding 5x3, gru 3-4, dense 4-5; 2 source steps.
w = Weights(15 + (12 + 16 + 4) * 3 + 4 + 15 + (12 + 16 + 4) * 3 + 4 + 25)
table, encoder = w.take(5, 3), w.gru(3, 4)
answers, decoder, out = w.take(5, 3), w.gru(3, 4), w.dense(4, 5)
ids = torch.randint(0, 5, (STEPS, ROWS))
targets = torch.randint(0, 5, (STEPS, ROWS))
terms = torch.randint(0, 3, (STEPS, ROWS)).double()
h = torch.zeros(ROWS, 4)
losses = []
for t in range(STEPS):
    if t < 2:
        h = encoder(table[ids[t]], h)
    else:
        h = decoder(answers[ids[t]], h)
        losses.append(F.cross_entropy(out(h), targets[t], reduction="none"))
for name, tensor in [("x", ids), ("target", targets), ("weight", terms)]:
    show("translation." + name, tensor)
w.show("translation", mean(torch.stack(losses), terms[2:]))

# Two towers: embedding 5x4, dense 4-3 | dense 3-3 tanh.
w = Weights(20 + 15 + 12)
table, left, right = w.take(5, 4), w.dense(4, 3), w.dense(3, 3)
ids = torch.randint(0, 5, (ROWS,))
other = random(ROWS, 3)
match = torch.randint(0, 2, (ROWS, 1)).double()
show("towers.x", torch.cat([ids[:, None].double(), other], 1))
show("towers.target", match)
u, v = left(table[ids]), torch.tanh(right(other))
logits = (u * v).sum(1, keepdim=True)
show("towers.left", u)
show("towers.right", v)
show("towers.y", logits)
losses = F.binary_cross_entropy_with_logits(logits, match, reduction="none")
w.show("towers", mean(losses, row))
