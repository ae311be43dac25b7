/**
 * The `flow` command.
 *
 * An executor process takes longer to start than all that this process does before it needs one, so
 * what runs a flow starts one here, before anything else is loaded.
 *
 * @module
 */
const { args } = Deno;
const early = args[0] === "run" || args[0] === "resume"
  ? (await import("./early.ts")).startEarly(args)
  : null;
const { dispatch } = await import("./framework/dispatch.ts");
Deno.exit(await dispatch(args, early));
