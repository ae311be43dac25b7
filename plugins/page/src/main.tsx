import { render } from "preact";
import { listenToKeys } from "./keys.ts";
import { listen } from "./live.ts";
import { followLinks } from "./location.ts";
import { Shell } from "./shell/shell.tsx";

followLinks();
listenToKeys();
listen();
render(<Shell />, document.getElementById("app")!);
