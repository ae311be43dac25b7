import { Component, type FunctionComponent, h } from "preact";

/** A component that is made anew only when one of its properties is another. */
export function memo<P extends object>(Inner: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before = this.props as Record<string, unknown>;
      return Object.entries(next).some(([name, value]) => value !== before[name]);
    }

    override render() {
      return h(Inner, this.props);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}
