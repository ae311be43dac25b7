import { useSignal } from "@preact/signals";
import { count } from "../format.ts";
import { describe, type Node } from "./json_node.ts";

/** Nodes up to which a value is unfolded at once. */
const UNFOLDED = 80;

/** A value in the extended form as a tree that unfolds. */
export function JsonTree({ value, cut }: { value: unknown; cut: boolean }) {
  const isAll = useSignal<boolean | null>(null);
  const round = useSignal(0);
  const root = describe(value);
  const fold = (all: boolean) => {
    isAll.value = all;
    round.value++;
  };
  if (root.members.length === 0) {
    return (
      <div class="json scalar">
        <Leaf node={root} />
      </div>
    );
  }
  // As deep as there is place for.
  const depth = isAll.value === null ? depthFor(root) : isAll.value ? Infinity : 0;
  return (
    <div class="json">
      <p class="preview-bar">
        <span class="dim">{root.head}{cut ? "; shortened, the download has all" : ""}</span>
        <span>
          <button type="button" class="small" onClick={() => fold(true)}>Unfold all</button>{" "}
          <button type="button" class="small" onClick={() => fold(false)}>Fold all</button>
        </span>
      </p>
      <div class="paper tree" key={round.value}>
        {root.members.map(([name, member], at) => (
          <Branch key={at} name={name} value={member} depth={depth} />
        ))}
        {root.more > 0 && <p class="more">{count(root.more)} more</p>}
      </div>
    </div>
  );
}

interface BranchProps {
  name: string;
  value: unknown;
  /** Levels below that are open at first. */
  depth: number;
}

function Branch({ name, value, depth }: BranchProps) {
  const node = describe(value);
  const isOpen = useSignal(depth > 0);
  const key = <span class="key">{name}</span>;
  if (node.members.length === 0) {
    return (
      <div class="leaf">
        {key} <Leaf node={node} />
      </div>
    );
  }
  return (
    <details open={isOpen.value} onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>
        {key} <span class="dim">{node.head}</span>
      </summary>
      {isOpen.value && (
        <div class="members">
          {node.members.map(([name, member], at) => (
            <Branch key={at} name={name} value={member} depth={depth - 1} />
          ))}
          {node.more > 0 && <p class="more">{count(node.more)} more</p>}
        </div>
      )}
    </details>
  );
}

/** A value without members. */
export function Leaf({ node }: { node: Node }) {
  return (
    <span class={`value ${node.type}`}>
      {node.head}
      {node.more > 0 && <span class="more">… {count(node.more)} more characters</span>}
    </span>
  );
}

function depthFor(root: Node): number {
  let level = [root];
  let nodes = 0;
  let depth = 0;
  while (level.length > 0) {
    const below = level.flatMap(({ members }) => members.map(([, value]) => describe(value)));
    nodes += below.length;
    if (nodes > UNFOLDED) break;
    level = below.filter(({ members }) => members.length > 0);
    depth++;
  }
  return depth - 1;
}
