"""Writes golden/pytorch-window.txt: forward and gradient of convolutions and pools.

Run from model-core, with any PyTorch:

    python3 src/test/python/window_golden.py > src/test/resources/golden/pytorch-window.txt

In double precision; one line a tensor: its name, then its elements, row-major, with channels last
and weights as [height, width, channels, filters]. The objective whose gradient it is, is the sum of
all outputs times dy. A series is an image of height 1.
"""

import torch
from torch.nn import functional as F

ROWS = 2


def show(name, tensor):
    print(name, *("%.7g" % v for v in tensor.detach().flatten().tolist()))


def last(image):
    """From [row, channel, height, width] to channels last."""
    return image.permute(0, 2, 3, 1)


def same(image, kernel, stride, dilation):
    """Zeros for ceil(size / stride) windows, an odd one below and to the right."""
    pads = []
    for size, k in zip(reversed(image.shape[2:]), reversed(kernel)):
        whole = max(0, ((size - 1) // stride) * stride + (k - 1) * dilation + 1 - size)
        pads += [whole // 2, whole - whole // 2]
    return F.pad(image, pads)


def check(name, x, function):
    x.requires_grad_()
    y = function(x)
    dy = torch.randn_like(y)
    (y * dy).sum().backward()
    for kind, tensor in [("x", x), ("d_x", x.grad), ("y", y), ("dy", dy)]:
        show(f"{name}.{kind}", last(tensor))


def conv(name, height, width, channels, filters, kernel, padding="valid", stride=1, dilation=1):
    w = torch.randn(filters, channels, *kernel, requires_grad=True)
    b = torch.randn(filters, requires_grad=True)

    def function(x):
        padded = same(x, kernel, stride, dilation) if padding == "same" else x
        return F.conv2d(padded, w, b, stride=stride, dilation=dilation)

    check(name, torch.randn(ROWS, channels, height, width), function)
    for kind, tensor in [("W", w), ("d_W", w.grad)]:
        show(f"{name}.{kind}", tensor.permute(2, 3, 1, 0))
    show(f"{name}.b", b)
    show(f"{name}.d_b", b.grad)


torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
conv("plain", 6, 5, 3, 17, (3, 3))
conv("same", 5, 6, 2, 5, (2, 3), "same")
conv("strided", 7, 6, 2, 3, (3, 2), "same", stride=2)
conv("dilated", 7, 8, 3, 4, (3, 2), stride=2, dilation=2)
conv("window", 1, 9, 3, 4, (1, 3), "same", stride=2, dilation=2)
conv("causal", 1, 9, 3, 4, (1, 3), dilation=2)
images = torch.randn(ROWS, 17, 5, 4)
for name, function in [
    ("max", lambda x: F.max_pool2d(x, (3, 2), (2, 1))),
    ("mean", lambda x: F.avg_pool2d(x, (3, 2), (2, 1))),
    ("global", lambda x: F.adaptive_avg_pool2d(x, 1)),
    ("global-max", lambda x: F.adaptive_max_pool2d(x, 1)),
]:
    check(name, images[:, :3].clone() if name != "max" else images.clone(), function)
