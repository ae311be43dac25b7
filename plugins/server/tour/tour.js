// Shows the OpenAPI document, and lets each GET be tried. Whatever it shows is text, never markup.

/** Characters of an answer that are shown. */
const SHOWN = 200_000;
/** Bytes of a stream that has no end before it is let go. */
const LISTENED = 4_000;

/** Makes an element with some text or elements in it. */
function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

function typeOf(schema = {}) {
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.type === "array") return `list of ${typeOf(schema.items)}`;
  return [schema.type ?? "any"].flat().join(" or ");
}

function fieldOf(parameter) {
  const { name, required, schema, description, example } = parameter;
  const input = make("input", { name, autocomplete: "off", spellcheck: "false" });
  if (required) input.required = true;
  if (example !== undefined) input.placeholder = example;
  const about = [typeOf(schema), description ?? schema?.description].filter(Boolean).join(": ");
  return make("label", {}, required ? `${name} *` : name, input, make("small", {}, about));
}

function addressOf(path, parameters, form) {
  const query = new URLSearchParams();
  let address = path;
  for (const { name, in: place } of parameters) {
    const { value } = form.elements.namedItem(name);
    if (place === "path") address = address.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== "") query.append(name, value);
  }
  return `/api${address}${query.size === 0 ? "" : `?${query}`}`;
}

async function show(address, output) {
  output.hidden = false;
  output.className = "";
  output.textContent = `GET ${address}\n…`;
  const begun = performance.now();
  try {
    const response = await fetch(address);
    const type = response.headers.get("content-type") ?? "";
    let text = "";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const most = type.startsWith("text/event-stream") ? LISTENED : SHOWN;
    const write = () => {
      const took = Math.round(performance.now() - begun);
      const { status, statusText } = response;
      const head = `GET ${address}\n${status} ${statusText}, ${type}, ${took} ms\n\n`;
      output.textContent = head + text;
    };
    output.className = response.ok ? "" : "bad";
    for (let part; !(part = await reader.read()).done && text.length < most;) {
      text += part.value;
      if (most === LISTENED) write();
    }
    await reader.cancel();
    if (type.includes("json") && text.length < most) {
      text = JSON.stringify(JSON.parse(text), null, 2);
    }
    text = text.slice(0, most);
    write();
  } catch (error) {
    output.className = "bad";
    output.textContent = `GET ${address}\n${error}`;
  }
}

function routeOf(path, method, route) {
  const parameters = route.parameters ?? [];
  const title = make(
    "summary",
    {},
    make("b", {}, method.toUpperCase()),
    " ",
    make("code", {}, path),
  );
  title.append(" ", make("span", {}, route.summary));
  const details = make("details", {}, title);
  if (route.description) details.append(make("p", { class: "answers" }, route.description));
  const answers = Object.entries(route.responses).map(([status, { description, content }]) => {
    const [shape] = Object.values(content ?? {});
    const name = shape?.schema === undefined ? "" : ` (${typeOf(shape.schema)})`;
    return `${status}: ${description}${name}`;
  });
  if (method !== "get") {
    details.append(make("p", { class: "answers" }, answers.join(" · ")));
    return details;
  }
  const form = make("form", {}, ...parameters.map(fieldOf), make("button", {}, "Try"));
  const output = make("pre", { tabindex: "0" });
  output.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(addressOf(path, parameters, form), output);
  });
  details.append(form, make("p", { class: "answers" }, answers.join(" · ")), output);
  return details;
}

const main = document.getElementById("routes");
try {
  const response = await fetch("/api/openapi.json");
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  const { paths, info } = await response.json();
  document.getElementById("about").append(` ${info.description} Version ${info.version}.`);
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => routeOf(path, method, route))
  );
  main.replaceChildren(...routes);
  document.getElementById("find").addEventListener("input", ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/);
    for (const route of routes) {
      const text = route.firstChild.textContent.toLowerCase();
      route.hidden = !words.every((word) => text.includes(word));
    }
  });
} catch (error) {
  main.replaceChildren(make("pre", { class: "bad" }, String(error)));
}
