"""The networks of Case.java in PyTorch, on one thread: written for others, or timed.

    peers.py export DIRECTORY   writes each as ONNX, with its weights, inputs and outputs as floats
    peers.py time               reads lines "forward CASE ROWS COUNT" and "train CASE COUNT",
                                and answers each with nanoseconds a step

Weights are written in the order of Tidemill: matrices as [inputs, outputs], filters as [height,
width, channels, filters], images with channels last.
"""

import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

BATCH = 32
RATE = 1e-3


class Lstm(nn.Module):
    """One step of an LSTM."""

    steps = 1

    def __init__(self, inputs, hidden):
        super().__init__()
        self.rnn = nn.LSTM(inputs, hidden)
        self.inputs, self.hidden = inputs, hidden

    def example(self, rows):
        return torch.randn(1, rows, self.inputs), *(torch.rand(2, 1, rows, self.hidden) - 0.5)

    def forward(self, x, h, c):
        _, (h, c) = self.rnn(x, (h, c))
        return h, c

    @staticmethod
    def names():
        return ["x", "h", "c"], ["y", "c_next"]

    def weights(self):
        return rnn_weights(self.rnn)


class Gru(nn.Module):
    """One step of a GRU."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.rnn = nn.GRU(inputs, hidden)
        self.inputs, self.hidden = inputs, hidden

    def example(self, rows):
        return torch.randn(1, rows, self.inputs), torch.rand(1, rows, self.hidden) - 0.5

    def forward(self, x, h):
        _, h = self.rnn(x, h)
        return h

    @staticmethod
    def names():
        return ["x", "h"], ["y"]

    def weights(self):
        return rnn_weights(self.rnn)


class Sequence(nn.Module):
    """A recurrent layer and a dense one, at every step of a sequence."""

    def __init__(self, rnn, hidden):
        super().__init__()
        self.rnn, self.dense = rnn, nn.Linear(hidden, 1)

    def forward(self, x):
        return self.dense(self.rnn(x)[0])

    def weights(self):
        return rnn_weights(self.rnn) + dense_weights(self.dense)

    def batch(self):
        steps = 32
        return torch.randn(steps, BATCH, self.rnn.input_size), torch.randn(steps, BATCH, 1)

    @staticmethod
    def loss(y, target):
        return F.mse_loss(y, target)


class Classifier(nn.Module):
    """Of images or of flat inputs."""

    def __init__(self, shape, *layers):
        super().__init__()
        self.shape, self.layers = shape, nn.Sequential(*layers)

    def example(self, rows):
        return (torch.randn(rows, *self.shape),)

    def forward(self, x):
        return self.layers(x)

    @staticmethod
    def names():
        return ["x"], ["y"]

    def weights(self):
        found, shape = [], self.shape
        with torch.no_grad():
            x = self.example(1)[0]
            for layer in self.layers:
                if isinstance(layer, nn.Conv2d):
                    found += [layer.weight.permute(2, 3, 1, 0), layer.bias]
                elif isinstance(layer, nn.Linear):
                    found += dense_weights(layer, shape)
                x = layer(x)
                if not isinstance(layer, nn.Flatten):
                    shape = x.shape[1:]
        return found

    def batch(self):
        return torch.randn(BATCH, *self.shape), torch.randint(0, 10, (BATCH,))

    @staticmethod
    def loss(y, target):
        return F.cross_entropy(y, target)


def rnn_weights(rnn):
    n = rnn.hidden_size
    own, others = rnn.bias_ih_l0, rnn.bias_hh_l0
    biases = [own + others]
    if isinstance(rnn, nn.GRU):
        biases = [own[: 2 * n] + others[: 2 * n], own[2 * n :], others[2 * n :]]
    return [rnn.weight_ih_l0.t(), rnn.weight_hh_l0.t(), *biases]


def dense_weights(dense, shape=()):
    """Rows in the order of inputs with channels last, if shape is that of an image."""
    w = dense.weight
    if len(shape) == 3:
        w = w.reshape(-1, *shape).permute(0, 2, 3, 1).reshape(len(w), -1)
    return [w.t(), dense.bias]


def conv(channels, filters):
    return [nn.Conv2d(channels, filters, 3), nn.ReLU()]


STEPS = {
    "lstm-step-16-64": lambda: Lstm(16, 64),
    "gru-step-16-64": lambda: Gru(16, 64),
    "lstm-step-32-128": lambda: Lstm(32, 128),
    "gru-step-32-128": lambda: Gru(32, 128),
}
SEQUENCES = {
    "lstm-16-64-1": lambda: Sequence(nn.LSTM(16, 64), 64),
    "gru-16-64-1": lambda: Sequence(nn.GRU(16, 64), 64),
}
CLASSIFIERS = {
    "mlp-784-128-128-10": lambda: Classifier(
        (784,),
        *[nn.Linear(784, 128), nn.ReLU()],
        *[nn.Linear(128, 128), nn.ReLU()],
        nn.Linear(128, 10),
    ),
    "cnn-mnist": lambda: Classifier(
        (1, 28, 28),
        *[*conv(1, 32), nn.MaxPool2d(2)],
        *[*conv(32, 64), nn.MaxPool2d(2)],
        *[nn.Flatten(), nn.Linear(1600, 10)],
    ),
    "cnn-cifar": lambda: Classifier(
        (3, 32, 32),
        *[*conv(3, 32), nn.MaxPool2d(2)],
        *[*conv(32, 64), nn.MaxPool2d(2)],
        *conv(64, 64),
        *[nn.Flatten(), nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 10)],
    ),
}
ROWS = 64


def make(case):
    torch.manual_seed(1)
    return {**STEPS, **SEQUENCES, **CLASSIFIERS}[case]()


def channels_last(x):
    return x.permute(0, 2, 3, 1) if x.dim() == 4 else x


def export(directory):
    def write(case, tensor, *values):
        flat = [v.detach().numpy().astype("<f4").ravel() for v in values]
        np.concatenate([np.empty(0, "<f4"), *flat]).tofile(f"{directory}/{case}.{tensor}")

    for case in [*STEPS, *CLASSIFIERS]:
        model = make(case).eval()
        inputs, outputs = model.names()
        example = model.example(ROWS)
        row = 1 if case in STEPS else 0
        torch.onnx.export(
            model,
            example,
            f"{directory}/{case}.onnx",
            opset_version=14,
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {row: "rows"} for name in [*inputs, *outputs]},
        )
        y = model(*example)
        write(case, "weights", *model.weights())
        write(case, "x", channels_last(example[0]))
        write(case, "memory", torch.cat([m[0] for m in example[1:]], 1) if example[1:] else y[:0])
        write(case, "y", y[0] if isinstance(y, tuple) else y)
        for name, value in zip(inputs, example):
            write(case, f"onnx-{name}", value)
    for case in [*SEQUENCES, *CLASSIFIERS]:
        model = make(case)
        x, target = model.batch()
        write(case, "weights", *model.weights())
        write(case, "train-x", channels_last(x))
        write(case, "train-target", target.float())
        write(case, "train-loss", model.loss(model(x), target))


def forward(case, rows):
    model = make(case).eval()
    example = model.example(rows)
    if case in STEPS:  # a cell is faster than a layer of one step
        cell = (nn.LSTMCell if isinstance(model, Lstm) else nn.GRUCell)(model.inputs, model.hidden)
        x, *memory = [value[0] for value in example]
        memory = tuple(memory) if len(memory) == 2 else memory[0]
        return lambda: cell(x, memory)
    return lambda: model(*example)


def train(case):
    model = make(case)
    optimizer = torch.optim.Adam(model.parameters(), RATE)
    x, target = model.batch()

    def step():
        optimizer.zero_grad()
        model.loss(model(x), target).backward()
        optimizer.step()

    return step


def serve():
    made = {}
    for line in sys.stdin:
        kind, case, *numbers = line.split()
        *rows, count = map(int, numbers)
        key = (kind, case, *rows)
        if key not in made:
            made[key] = forward(case, *rows) if kind == "forward" else train(case)
        step = made[key]
        with torch.inference_mode(kind == "forward"):
            begin = time.perf_counter_ns()
            for _ in range(count):
                step()
            print((time.perf_counter_ns() - begin) / count, flush=True)


torch.set_num_threads(1)
if sys.argv[1:2] == ["export"]:
    export(sys.argv[2])
elif sys.argv[1:] == ["time"]:
    serve()
else:
    sys.exit(__doc__)
