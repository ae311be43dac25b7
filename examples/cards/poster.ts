import type { Decade } from "./flow.ts";

/** A bar for each decade, as a page of its own. */
export function posterHtml(decades: readonly Decade[]): string {
  const bars = decades.map(({ decade, rating, best }) => {
    const width = Math.round(rating * 5);
    return `<li><b>${decade}s</b><i style="width:${width}%">${rating.toFixed(1)}</i>${
      escape(best)
    }</li>`;
  });
  return `<!doctype html>
<title>How films were received</title>
<style>
  body { margin: 0; padding: 32px; background: #14213d; color: #fff; font: 16px/1.4 Georgia, serif; }
  h1 { font-weight: normal; letter-spacing: 2px; }
  ul { list-style: none; padding: 0; }
  li { margin: 10px 0; }
  b { display: inline-block; width: 70px; color: #fca311; }
  i { display: inline-block; background: #fca311; color: #14213d; padding: 2px 8px; margin-right: 12px;
    font-style: normal; box-sizing: border-box; }
</style>
<h1>A century of films</h1>
<ul>${bars.join("\n")}</ul>
`;
}

/** Titles are text, whatever stands in them. */
function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
