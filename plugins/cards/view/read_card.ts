import type { CardInfo, Reader, TaskInfo } from "../../../core/client/reader.ts";
import { readFacts } from "./read_facts.ts";
import type { CardToRender } from "./render_card.ts";

/** Reads what it takes to render a card. */
export async function readCard(
  reader: Reader,
  task: TaskInfo,
  card: CardInfo,
  bare: boolean,
): Promise<CardToRender> {
  const { content, type, attempt } = card;
  const facts = type === "default" ? await readFacts(reader, task, attempt) : null;
  const attempts = await reader.attempts(task.run, task.number);
  const own = attempts.find((one) => one.attempt === attempt);
  return {
    title: `${task.run}/${task.step}/${task.number}`,
    type,
    content: content === null ? null : {
      kind: content.kind,
      text: new TextDecoder().decode(await reader.bytes(content)),
    },
    facts,
    running: own?.finished === null,
    bare,
  };
}
