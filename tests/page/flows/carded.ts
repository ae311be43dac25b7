import { card, current, defineCard, FlowSpec, Markdown, param, permissions, step } from "flow";

/** Tells what it can reach, and tries to leave. */
defineCard("curious", () =>
  `<h1>made</h1><ul></ul><script>
const found = [];
const tell = (text) => {
  found.push(text);
  document.querySelector("ul").innerHTML = found.map((one) => "<li>" + one + "</li>").join("");
};
for (const [name, reach] of Object.entries({
  parent: () => parent.document.title,
  storage: () => localStorage.length,
  cookie: () => document.cookie,
  top: () => { if (top === self) throw 0; top.location = "/api/flows"; },
})) {
  try {
    reach();
    tell("reached " + name);
  } catch {
    tell("no " + name);
  }
}
fetch("/api/flows").then(() => tell("reached api"), () => tell("no api"))
  .then(() => tell("origin " + origin));
</script>`);

/** Cards that are looked at in a browser; one changes while its step runs. */
export default class Looked extends FlowSpec {
  gate = param({ default: "" });

  @permissions({ read: true })
  @card({ id: "live", type: "blank" })
  @card({ id: "curious", type: "curious" })
  @step
  async start() {
    const text = Markdown("# first <script>alert(1)</script>");
    current.card("live").append(text).refresh();
    while (this.gate !== "" && !isThere(this.gate)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    text.update("# last");
    this.next(this.end);
  }

  @step
  end() {}
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
