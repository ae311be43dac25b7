import { lazy } from "../../../store/lazy.ts";
import { Html } from "./html.ts";

/** Characters of one text: more is no page that anybody reads. */
const MOST = 200_000;

/** What is used of `markdown-it`, which comes without types. */
interface Markdown {
  render(text: string): string;
  validateLink: (url: string) => boolean;
  renderer: {
    rules: Record<string, unknown>;
    renderToken(tokens: Token[], at: number, options: unknown): string;
  };
}

interface Token {
  attrSet(name: string, value: string): void;
}

let loaded: Promise<Markdown> | null = null;

/** Markdown as HTML. HTML in it is text, links lead only to `http:`, `https:` and `mailto:`. */
export async function markdownHtml(text: string): Promise<Html> {
  const markdown = await (loaded ??= load());
  return new Html(markdown.render(text.slice(0, MOST)));
}

async function load(): Promise<Markdown> {
  const { default: MarkdownIt } = await lazy<
    { default: new (options: { html: boolean }) => Markdown }
  >("markdown-it");
  const markdown = new MarkdownIt({ html: false });
  const allowed = markdown.validateLink.bind(markdown);
  markdown.validateLink = (url) => allowed(url) && /^(https?:|mailto:|#|data:image\/)/i.test(url);
  markdown.renderer.rules.link_open = (tokens: Token[], at: number, options: unknown) => {
    tokens[at]!.attrSet("rel", "noopener noreferrer");
    tokens[at]!.attrSet("target", "_blank");
    return markdown.renderer.renderToken(tokens, at, options);
  };
  return markdown;
}
