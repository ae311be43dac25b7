import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { FlowError } from "../../../store/error.ts";
import { type CardRecord, cardsOfRun } from "../../../store/metadata/cards.ts";
import { lazy } from "../../../store/lazy.ts";
import { CardStore } from "../../cards/view/card_store.ts";
import { type ApiContext, ask, askOfRun, taskOf } from "./context.ts";
import { jsonRoute, PROBLEMS } from "./route.ts";
import { defaultHook } from "./runs.ts";
import { AttemptPath, CardInfo, CardPath, PageQuery, RunCards, RunPath } from "./schemas.ts";

const STATIC = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'self'";

/** Tasks whose cards are told at once. */
const TASKS = 200;

/**
 * What a browser may do with a card: it has no origin of its own, so that it reaches no cookie and no
 * route, and loads nothing. Only HTML that a flow has made itself runs the scripts that stand in it.
 */
export function cardPolicy(kind: string): string {
  return kind === "text"
    ? `${STATIC}; script-src 'unsafe-inline'; sandbox allow-scripts`
    : `${STATIC}; sandbox allow-popups`;
}

/** The cards of attempts. */
export function cardRoutes(context: ApiContext) {
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/cards",
        "The cards of the last attempts of its tasks",
        { request: { params: RunPath, query: PageQuery } },
        RunCards,
      ),
      async (c) => {
        const { after = 0, limit = TASKS } = c.req.valid("query");
        const cards = await askOfRun(
          context,
          c.req.valid("param"),
          ({ id }, { db }) => cardsOfRun(db, id, { after, tasks: limit + 1 }),
        );
        const tasks = [...new Set(cards.map(({ task }) => task))];
        const last = tasks[limit - 1];
        return c.json(
          tasks.length > limit
            ? { cards: cards.filter(({ task }) => task <= last!), next: last! }
            : { cards, next: null },
          200,
        );
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/tasks/{task}/attempts/{attempt}/cards",
        "The cards of an attempt, in the order of its step",
        { request: { params: AttemptPath } },
        z.array(CardInfo),
      ),
      async (c) => {
        const cards = await cardsOf(context, c.req.valid("param"));
        return c.json(cards.map(toInfo), 200);
      },
    )
    .openapi(
      createRoute({
        method: "get",
        path: "/runs/{flow}/{run}/tasks/{task}/attempts/{attempt}/cards/{id}",
        summary: "A card as a page of its own, to be put into a sandboxed frame",
        request: { params: CardPath },
        responses: {
          200: { description: "The page", content: { "text/html": {} } },
          ...PROBLEMS,
        },
      }),
      async (c) => {
        const path = c.req.valid("param");
        const card = (await cardsOf(context, path)).find(({ id }) => id === path.id);
        if (card === undefined) {
          throw new FlowError("not-found", `Attempt ${path.attempt} has no card "${path.id}"`);
        }
        return await cardResponse(context, path, card);
      },
    );
}

async function cardsOf(
  context: ApiContext,
  path: z.infer<typeof AttemptPath>,
): Promise<CardRecord[]> {
  const { run, number } = await taskOf(context, path);
  const attempt = Number(path.attempt);
  return await ask(
    context,
    (store) => new CardStore(store).cards(run, number).filter((one) => one.attempt === attempt),
  );
}

function toInfo({ id, type, revision, time, content }: CardRecord): z.infer<typeof CardInfo> {
  return { id, type, revision, time, size: content?.size ?? 0 };
}

async function cardResponse(
  context: ApiContext,
  path: z.infer<typeof CardPath>,
  card: CardRecord,
): Promise<Response> {
  const task = await taskOf(context, path);
  const { readCard } = await lazy<typeof import("../../cards/view/read_card.ts")>(
    new URL("../../cards/view/read_card.ts", import.meta.url),
  );
  const read = await ask(
    context,
    (store) => readCard({ reader: context.reader, cards: new CardStore(store) }, task, card, true),
  );
  const html = await context.renderer.render(read);
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": cardPolicy(read.content?.kind ?? ""),
      // A page in a sandbox that is opened by itself would not be shown otherwise.
      "cross-origin-opener-policy": "unsafe-none",
      "cache-control": "no-store",
    },
  });
}
