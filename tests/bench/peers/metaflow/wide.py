"""The foreach of tests/bench/flows/wide.ts, for Metaflow."""

from metaflow import FlowSpec, Parameter, step


class Wide(FlowSpec):
    width = Parameter("width", default=100)

    @step
    def start(self):
        self.items = list(range(self.width))
        self.next(self.double, foreach="items")

    @step
    def double(self):
        self.doubled = self.input * 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.sum = sum(task.doubled for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        assert self.sum == self.width * (self.width - 1)


if __name__ == "__main__":
    Wide()
