import { Html, markup } from "./html.ts";
import { STYLE } from "./style.ts";

/** What a page made by Flow may do: show itself and the pictures in it. No script, no network. */
export const STATIC_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** What HTML that a flow has made may do besides: run the scripts that stand in it. */
export const SCRIPT_POLICY = `${STATIC_POLICY}; script-src 'unsafe-inline'`;

/** A page that stands alone: no file and no address is loaded by it. */
export function page(title: string, body: Html, policy: string = STATIC_POLICY): string {
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>${title}</title>
        <style>${new Html(STYLE)}</style>
      </head>
      <body>
        <main>
    ${body}
        </main>
      </body>
    </html>`.text;
}

/**
 * A page around HTML that a flow has made: it stands in a frame that has no origin of its own, so
 * that its scripts reach nothing, also where the page is opened as a file.
 */
export function framedPage(title: string, document: string): string {
  const body = markup`<iframe sandbox="allow-scripts" title="${title}" srcdoc="${document}"
      style="position:fixed;inset:0;height:100%;border:0;border-radius:0;resize:none"></iframe>`;
  return page(title, body, SCRIPT_POLICY);
}

/** HTML that a flow has made, with a policy before all that it holds. */
export function guardedDocument(made: string): string {
  const head = markup`<!doctype html>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${SCRIPT_POLICY}">
    <meta name="referrer" content="no-referrer">`;
  return head.text + made.replace(/^\s*<!doctype[^>]*>/i, "");
}
