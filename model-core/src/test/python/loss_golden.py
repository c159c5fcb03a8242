"""Writes golden/pytorch-loss.txt: the losses and their gradients by the outputs.

Run from model-core, with any PyTorch:

    python3 src/test/python/loss_golden.py > src/test/resources/golden/pytorch-loss.txt

In double precision; one line a tensor: its name, then its elements, row-major. A case NAME has
NAME.y, NAME.target, NAME.weight, NAME.loss and NAME.dy, the gradient of the weighted mean. Some
outputs are large, some weights are 0.
"""

import torch
from torch.nn import functional as F

ROWS, COLUMNS = 5, 6
SMOOTHING = 0.1
QUANTILES = torch.tensor([0.1, 0.5, 0.9])


def pinball(y, target):
    e = target.unsqueeze(2) - y.reshape(ROWS, -1, len(QUANTILES))
    return torch.max(QUANTILES * e, (QUANTILES - 1) * e).mean(2)


def gaussian(y, target):
    mean, log_variance = y[:, 0::2], y[:, 1::2]
    return F.gaussian_nll_loss(mean, target, log_variance.exp(), reduction="none")


torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
y = 2 * torch.randn(ROWS, COLUMNS)
large = y.clone()
large[0], large[1, 2], large[2, 3] = 60 * y[0], 300, -300
shares = torch.softmax(torch.randn(ROWS, COLUMNS), 1)
classes = torch.tensor([5, 0, 3, 3, 1])
real = torch.randn
cases = {
    "SquaredError": (y, real(ROWS, COLUMNS), lambda y, t: F.mse_loss(y, t, reduction="none")),
    "AbsoluteError": (y, real(ROWS, COLUMNS), lambda y, t: F.l1_loss(y, t, reduction="none")),
    "Huber": (
        y,
        real(ROWS, COLUMNS),
        lambda y, t: F.huber_loss(y, t, delta=0.75, reduction="none"),
    ),
    "BinaryCrossEntropy": (
        large,
        torch.rand(ROWS, COLUMNS).round(decimals=1),
        lambda y, t: F.binary_cross_entropy_with_logits(y, t, reduction="none"),
    ),
    "CategoricalCrossEntropy": (
        large,
        shares,
        lambda y, t: F.cross_entropy(y, t, reduction="none").unsqueeze(1),
    ),
    "SparseCrossEntropy": (
        large,
        classes.unsqueeze(1),
        lambda y, t: F.cross_entropy(y, t.squeeze(1), reduction="none").unsqueeze(1),
    ),
    "KlDivergence": (
        large,
        shares,
        lambda y, t: F.kl_div(F.log_softmax(y, 1), t, reduction="none").sum(1, keepdim=True),
    ),
    "Quantile": (y, real(ROWS, COLUMNS // 3), pinball),
    "GaussianNll": (y, real(ROWS, COLUMNS // 2), gaussian),
    "Poisson": (
        y,
        torch.poisson(3 * torch.rand(ROWS, COLUMNS)),
        lambda y, t: F.poisson_nll_loss(y, t, reduction="none"),
    ),
    "BinaryCrossEntropySmoothed": (
        large,
        torch.tensor([[0, 1] * (COLUMNS // 2)] * ROWS).double(),
        lambda y, t: F.binary_cross_entropy_with_logits(
            y, (1 - SMOOTHING) * t + SMOOTHING / 2, reduction="none"
        ),
    ),
    "CategoricalCrossEntropySmoothed": (
        large,
        shares,
        lambda y, t: F.cross_entropy(
            y, t, label_smoothing=SMOOTHING, reduction="none"
        ).unsqueeze(1),
    ),
    "SparseCrossEntropySmoothed": (
        large,
        classes.unsqueeze(1),
        lambda y, t: F.cross_entropy(
            y, t.squeeze(1), label_smoothing=SMOOTHING, reduction="none"
        ).unsqueeze(1),
    ),
}


def show(name, tensor):
    print(name, *("%.9g" % v for v in tensor.detach().flatten().tolist()))


for name, (y, target, loss) in cases.items():
    y = y.float().double().requires_grad_()
    if target.is_floating_point():
        target = target.float().double()
    terms = loss(y, target)
    weight = torch.randint(0, 3, terms.shape).double()
    weight[0, 0] = 1
    mean = (weight * terms).sum() / weight.sum()
    mean.backward()
    for key, tensor in [("y", y), ("target", target), ("weight", weight)]:
        show(name + "." + key, tensor)
    show(name + ".loss", mean)
    show(name + ".dy", y.grad)
