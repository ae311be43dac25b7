import { FlowError } from "../../../store/error.ts";

/** An error as the API tells it: `application/problem+json`, RFC 9457. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  hint?: string;
}

const STATUS: Record<string, [status: number, title: string]> = {
  "not-found": [404, "Not found"],
  "bad-pathspec": [400, "Bad request"],
  "bad-cursor": [400, "Bad request"],
  "bad-request": [400, "Bad request"],
  "bad-tag": [422, "Cannot be done"],
  "too-many-tags": [422, "Cannot be done"],
  "system-tag": [422, "Cannot be done"],
  "no-text": [422, "Cannot be done"],
  "read-only": [403, "Not allowed"],
  "forbidden": [403, "Not allowed"],
  "unauthorized": [401, "Not allowed"],
  "too-large": [413, "Too large"],
  "method": [405, "Not allowed"],
  "range": [416, "Range not satisfiable"],
  "no-store": [503, "No store"],
};

/** What to tell of an error; anything that is not made for people is told as a defect, without its text. */
export function problemOf(error: unknown): ProblemBody {
  if (!(error instanceof FlowError)) {
    return {
      type: "about:blank",
      title: "Internal error",
      status: 500,
      code: "internal",
      detail: "Flow has failed to answer. This is a defect of Flow.",
    };
  }
  const [status, title] = STATUS[error.code] ?? [500, "The store cannot tell"];
  return {
    type: "about:blank",
    title,
    status,
    code: error.code,
    detail: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}

/** The response that tells of an error. */
export function problemResponse(error: unknown): Response {
  const body = problemOf(error);
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { "content-type": "application/problem+json" },
  });
}
