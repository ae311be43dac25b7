/**
 * Waits until the event loop has gone round once. A message to oneself, since the first
 * `setImmediate` or `setTimeout` of a Worker would take 6 ms to load.
 */
export function nextTurn(): Promise<void> {
  return new Promise((turned) => {
    waiting.push(turned);
    channel.port2.postMessage(null);
  });
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()!();
