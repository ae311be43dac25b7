import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ErrorState, Loading } from "./states.tsx";

interface LaterProps<P> {
  load: () => Promise<{ default: ComponentType<P> }>;
  props: P;
}

const known = new Map<unknown, unknown>();

/** A component that is loaded when it is first shown. */
export function Later<P extends object>({ load, props }: LaterProps<P>) {
  const [, setLoaded] = useState(0);
  const [error, setError] = useState<Error | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (known.has(load)) return;
    let isGone = false;
    load().then(({ default: component }) => {
      known.set(load, component);
      if (!isGone) setLoaded((count) => count + 1);
    }, (error) => !isGone && setError(error));
    return () => {
      isGone = true;
    };
  }, [load, tries]);
  const Component = known.get(load) as ComponentType<P> | undefined;
  if (Component !== undefined) return <Component {...props} />;
  if (error === null) return <Loading what="the view" />;
  const retry = () => {
    setError(null);
    setTries(tries + 1);
  };
  return <ErrorState title="This part of the page cannot be loaded" error={error} retry={retry} />;
}
