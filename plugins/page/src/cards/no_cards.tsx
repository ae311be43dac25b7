import { EmptyState } from "../ui/states.tsx";

/** Says how there could be cards. */
export function NoCards({ what }: { what: string }) {
  return (
    <EmptyState title={`${what} has no cards`}>
      <p class="dim">
        A step that is decorated by <code>@card</code> has one; <code>current.card.append(…)</code>
        {" "}
        puts text, tables, images and charts on it.
      </p>
      <p class="dim">
        <code>flow run --with card</code> gives one to every step.
      </p>
    </EmptyState>
  );
}
