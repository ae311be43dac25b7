import { card, current, FlowSpec, type Inputs, Markdown, param, retry, step, Table } from "flow";

const SCRIPT = "<script>top.hacked = 1; parent.hacked = 1</script>";
const IMAGE = "<img src=x onerror='top.hacked = 2'>";

/** Prints and keeps what would do harm if a page took it for more than text; and values of each kind. */
export default class Hostile extends FlowSpec {
  lines = param({ default: 3000 });
  label = param({ default: IMAGE, help: SCRIPT });

  page!: string;
  table!: Record<string, unknown>[];
  nested!: unknown;
  wave!: Float64Array;
  picture!: Uint8Array;
  prose!: string;
  seen!: Map<unknown, unknown>;
  bytes!: Uint8Array;
  sum!: number;
  n!: number;

  @card
  @card({ id: "own", type: "blank" })
  @step
  start() {
    this.page =
      `<!doctype html><h1>A page</h1>${SCRIPT}${IMAGE}<a href="javascript:top.hacked=3">x</a>`;
    this.table = Array.from({ length: 250 }, (_, id) => ({
      id,
      name: id === 7 ? SCRIPT : `row ${id}`,
      link: "javascript:top.hacked=4",
      [IMAGE]: id % 3,
      none: id % 2 === 0 ? null : 1,
    }));
    this.nested = {
      [SCRIPT]: IMAGE,
      deep: { er: [1, { x: "javascript:top.hacked=5" }] },
      big: "x".repeat(5000),
    };
    this.wave = Float64Array.from({ length: 5000 }, (_, at) => Math.sin(at / 50));
    this.picture = Uint8Array.fromBase64(
      "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC",
    );
    this.prose = `${SCRIPT}\n`.repeat(2000);
    this.seen = new Map<unknown, unknown>([[IMAGE, new Set([1n])], ["when", new Date(0)]]);
    this.bytes = Uint8Array.from({ length: 600 }, (_, at) => at % 256);
    console.log(`${SCRIPT} ${IMAGE} javascript:alert(1)`);
    console.log("\x1b[31mred\x1b[0m \x1b[38;5;208morange\x1b[0m \x1b[1mbold\x1b[0m");
    console.log("\x1b[2J\x1b[H\x1b]0;title\x07\x1b]8;;javascript:alert(1)\x07link\x1b]8;;\x07");
    console.log("\x1b[31;1m\x1b[0m".repeat(500) + "after an avalanche");
    console.log("y".repeat(50_000));
    console.error(`to stderr ${SCRIPT}`);
    for (let at = 0; at < this.lines; at++) console.log(`line ${at} of many`);
    current.card("default").append(Markdown(`# A card ${SCRIPT}${IMAGE}[x](javascript:alert(1))`));
    current.card("own").append(Table([{ [IMAGE]: SCRIPT }]));
    this.next(this.work, { foreach: Array.from({ length: 8 }, (_, at) => at) });
  }

  @retry({ times: 1, delay: 0 })
  @step
  work(item: number) {
    console.log("item", item, "attempt", current.attempt);
    if (item === 2 && current.attempt === 1) throw new Error(`no luck ${IMAGE}`);
    this.n = item;
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<Hostile>) {
    this.merge(inputs, { exclude: ["n", "nested"] });
    this.sum = [...inputs].reduce((sum, { n }) => sum + n, 0);
    this.nested = { lines: this.lines, kept: [1, 2, 3] };
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.sum);
  }
}
