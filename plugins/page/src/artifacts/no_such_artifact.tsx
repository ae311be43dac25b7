import { EmptyState, ErrorState } from "../ui/states.tsx";

/** Stands where a value would, while none is chosen or there is none of that name. */
export function NoSuchArtifact({ name }: { name: string | null }) {
  if (name !== null) {
    return (
      <ErrorState
        title="There is no such artifact"
        error={new Error(`Nothing is named “${name}” here`)}
        hint="Choose one of the list. A running task's values are there once it has ended."
      />
    );
  }
  return (
    <EmptyState title="Choose an artifact">
      <p class="dim">
        <kbd>j</kbd> and <kbd>k</kbd> go through the list, <kbd>Enter</kbd> opens.
      </p>
    </EmptyState>
  );
}
