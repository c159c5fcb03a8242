"""Writes golden/pytorch-optimizer.txt: weights as PyTorch's optimisers and schedulers move them.

Run from model-core, with any PyTorch:

    python3 src/test/python/optimizer_golden.py > src/test/resources/golden/pytorch-optimizer.txt

In double precision; one line a tensor: its name, then its elements, row-major. Every optimiser
begins at "weights" and is handed "gradients" [STEPS, ROWS, COLUMNS]; NAME has the weights after
each step. "losses" are what the scheduler on a plateau sees; a scheduler's NAME has its factors.
"""

import torch
from torch.optim import lr_scheduler as schedulers

STEPS, ROWS, COLUMNS = 12, 3, 4
FACTORS = 30


def show(name, values):
    print(name, *("%.9g" % v for v in torch.as_tensor(values).detach().flatten().tolist()))


torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
weights = torch.randn(ROWS, COLUMNS).float().double()
gradients = torch.randn(STEPS, ROWS, COLUMNS).float().double()
gradients[:, 0, 0] = 0
losses = (1 + torch.rand(FACTORS)).cumsum(0) % 3
show("weights", weights)
show("gradients", gradients)
optimizers = {
    "Sgd": lambda w: torch.optim.SGD(w, lr=0.05),
    "Nesterovs": lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.8, nesterov=True),
    "RmsProp": lambda w: torch.optim.RMSprop(w, lr=0.05, alpha=0.9, eps=1e-8),
    "Adam": lambda w: torch.optim.Adam(w, lr=0.05, betas=(0.8, 0.95), eps=1e-8),
    "AdamW": lambda w: torch.optim.AdamW(
        w, lr=0.05, betas=(0.8, 0.95), eps=1e-8, weight_decay=0.1
    ),
    "AdaGrad": lambda w: torch.optim.Adagrad(w, lr=0.05, eps=1e-6),
    "AdaDelta": lambda w: torch.optim.Adadelta(w, lr=1, rho=0.9, eps=1e-6),
    "AdaMax": lambda w: torch.optim.Adamax(w, lr=0.05, betas=(0.8, 0.95), eps=1e-8),
    "AmsGrad": lambda w: torch.optim.Adam(
        w, lr=0.05, betas=(0.8, 0.95), eps=1e-8, amsgrad=True
    ),
}
for name, optimizer in optimizers.items():
    w = weights.clone().requires_grad_()
    steps = optimizer([w])
    after = []
    for gradient in gradients:
        w.grad = gradient.clone()
        steps.step()
        after.append(w.detach().clone())
    show(name, torch.stack(after))

show("losses", losses)
for name, scheduler in {
    "Step": lambda o: schedulers.StepLR(o, 7, gamma=0.3),
    "Exponential": lambda o: schedulers.ExponentialLR(o, gamma=0.3 ** (1 / 7)),
    "Cosine": lambda o: schedulers.CosineAnnealingLR(o, FACTORS, eta_min=0.1),
    "WarmUp": lambda o: schedulers.LinearLR(o, start_factor=1 / 7, total_iters=6),
    "ReduceOnPlateau": lambda o: schedulers.ReduceLROnPlateau(
        o, patience=2, factor=0.5, min_lr=0.02
    ),
}.items():
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = scheduler(optimizer)
    factors = []
    for loss in losses:
        optimizer.step()
        if name == "ReduceOnPlateau":
            schedule.step(loss)
            factors.append(optimizer.param_groups[0]["lr"])
        else:
            factors.append(optimizer.param_groups[0]["lr"])
            schedule.step()
    show(name, factors)
