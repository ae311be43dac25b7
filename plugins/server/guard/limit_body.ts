import { FlowError } from "../../../store/error.ts";

/** Bytes that a request may bring: what there is to change is small. */
const MOST = 1024 * 1024;

/**
 * A request with its body read, which is small.
 *
 * @throws FlowError `too-large`.
 */
export async function limitBody(request: Request): Promise<Request> {
  if (request.body === null) return request;
  const said = Number(request.headers.get("content-length") ?? 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  if (said <= MOST) {
    for await (const piece of request.body) {
      pieces.push(piece);
      size += piece.length;
      if (size > MOST) break;
    }
  }
  if (said <= MOST && size <= MOST) {
    const { url, method, headers } = request;
    return new Request(url, { method, headers, body: new Blob(pieces) });
  }
  throw new FlowError("too-large", `A request may bring ${MOST} bytes, and not more`);
}
