/** The Worker of the bare loop: a task is a multiplication. */

const scope = self as unknown as {
  onmessage: (event: MessageEvent<number>) => void;
  postMessage(message: [number, number]): void;
};
scope.onmessage = ({ data }) => scope.postMessage([data, data * 2]);
