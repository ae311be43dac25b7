import type { ComponentChildren } from "preact";
import { counted } from "../format.ts";

interface SectionProps {
  id: string;
  title: string;
  /** What is compared: `parameter`. */
  one: string;
  several?: string;
  different: number;
  total: number;
  /** Show only what differs. */
  only: boolean;
  children: ComponentChildren;
}

/** A part of the comparison; folded to a word where nothing differs and only that is wanted. */
export function Section(props: SectionProps) {
  const { id, title, one, several = `${one}s`, different, total, only, children } = props;
  const words = total === 0
    ? "none"
    : different === 0
    ? total === 1 ? `the ${one} is the same` : `all ${counted(total, one, several)} are the same`
    : `${different} of ${counted(total, one, several)} ${different === 1 ? "differs" : "differ"}`;
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <header class="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <span class={different === 0 ? "dim" : "differs"}>{words}</span>
      </header>
      {total > 0 && (!only || different > 0) && children}
    </section>
  );
}

/** A sign and a word for whether two are the same. */
export function Sameness(
  { pair: { a, b, isSame } }: { pair: { a: unknown; b: unknown; isSame: boolean } },
) {
  const word = a === undefined
    ? "only in B"
    : b === undefined
    ? "only in A"
    : isSame
    ? "same"
    : "differs";
  return <span class={isSame ? "dim" : "differs"}>{isSame ? "=" : "≠"} {word}</span>;
}
