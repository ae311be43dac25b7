/**
 * Where steps meet each other and the test: one says that something is so (`/set/NAME`), others wait
 * until it is (`/wait/NAME`).
 */
export class Gate implements AsyncDisposable {
  readonly host: string;
  #server: Deno.HttpServer<Deno.NetAddr>;
  #states = new Map<string, PromiseWithResolvers<void>>();

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        const [, verb, name] = new URL(request.url).pathname.split("/");
        if (verb === "set") this.set(name!);
        else await this.wait(name!);
        return new Response();
      },
    );
    this.host = `127.0.0.1:${this.#server.addr.port}`;
  }

  /** From now on it is so. */
  set(name: string): void {
    this.#state(name).resolve();
  }

  /** Resolves when it is so. */
  wait(name: string): Promise<void> {
    return this.#state(name).promise;
  }

  #state(name: string): PromiseWithResolvers<void> {
    let state = this.#states.get(name);
    if (state === undefined) this.#states.set(name, state = Promise.withResolvers());
    return state;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Who still waits is let go.
    for (const state of this.#states.values()) state.resolve();
    await this.#server.shutdown();
  }
}
