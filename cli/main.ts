/**
 * The `flow` command.
 *
 * What starts tasks begins with `prespawn`: an executor process takes longer to start than all that
 * this process does before it needs one, so it is started before anything else is loaded.
 *
 * @module
 */
const { dispatch } = await import("./framework/dispatch.ts");
Deno.exit(await dispatch(Deno.args));
