import assert from "node:assert/strict";
import { Viewport } from "./viewport.ts";

const FRAME = { width: 1000, height: 600 };

Deno.test("a Viewport shows a small drawing whole, in the middle, no larger than it is", () => {
  const viewport = new Viewport();
  viewport.resize(FRAME, { width: 400, height: 100 }, { x: 0, y: 0 });
  assert.deepEqual(viewport.view.value, { scale: 1, x: 300, y: 250 });
  viewport.resize(FRAME, { width: 1248, height: 100 }, { x: 0, y: 0 });
  assert.equal(viewport.view.value.scale, 0.75);
});

Deno.test("a Viewport shows of a large drawing what matters, so that it can be read", () => {
  const viewport = new Viewport();
  const drawing = { width: 20_000, height: 100 };
  viewport.resize(FRAME, drawing, { x: 88, y: 50 });
  assert.deepEqual([viewport.view.value.scale, viewport.view.value.x], [0.85, 32]);
  viewport.resize(FRAME, drawing, { x: 10_000, y: 50 });
  assert.equal(viewport.view.value.x + 10_000 * 0.85, 500);
  viewport.resize(FRAME, drawing, { x: 20_000, y: 50 });
  assert.equal(viewport.view.value.x + 20_000 * 0.85, 1000 - 32);
  viewport.fit();
  assert.equal(viewport.view.value.scale, (1000 - 64) / 20_000);
});

Deno.test("a Viewport that was moved stays, and zooms about its point", () => {
  const viewport = new Viewport();
  viewport.resize(FRAME, { width: 400, height: 100 }, { x: 0, y: 0 });
  viewport.zoom(2, { x: 300, y: 250 });
  assert.deepEqual(viewport.view.value, { scale: 2, x: 300, y: 250 });
  viewport.move(10, -10);
  viewport.resize({ width: 500, height: 500 }, { width: 400, height: 100 }, { x: 0, y: 0 });
  assert.deepEqual(viewport.view.value, { scale: 2, x: 310, y: 240 });
});
