/**
 * Where Flow stands when it is a bundle: in one folder of JavaScript, packages of npm and all. The
 * bundler puts this in the place of `store/home.ts`.
 *
 * @module
 */

import type { Home } from "../../store/home.ts";

export const HOME: Home = {
  root: new URL("./", import.meta.url),
  modules: ["."],
  imports: { flow: new URL("./mod.js", import.meta.url).href },
  // The bundler writes it.
  build: "BUILD",
  manifest: new URL("../manifest", import.meta.url),
};
