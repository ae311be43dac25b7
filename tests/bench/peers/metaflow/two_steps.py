"""The two steps of tests/bench/flows/two_steps.ts, for Metaflow."""

from metaflow import FlowSpec, step


class TwoSteps(FlowSpec):
    @step
    def start(self):
        self.greeting = "hello"
        self.next(self.end)

    @step
    def end(self):
        assert self.greeting == "hello"


if __name__ == "__main__":
    TwoSteps()
