import { type Signal, signal } from "@preact/signals";

/** Where a drawing is and how large: its points are scaled first, then moved. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

/** Sizes in pixels. */
export interface Size {
  width: number;
  height: number;
}

const LEAST = 0.02;
/** The least scale at which names can be read: a drawing that needs less is not shown whole at first. */
const READABLE = 0.55;
/** What it is shown at then. */
const CLOSE = 0.85;
const MOST = 2.5;
const MARGIN = 32;

/** A drawing that is moved and scaled by pointer, wheel, two fingers and keys. */
export class Viewport {
  readonly view: Signal<View> = signal({ x: 0, y: 0, scale: 1 });
  #frame: Size = { width: 0, height: 0 };
  #drawing: Size = { width: 0, height: 0 };
  /** Until somebody moves it, it is fitted whenever a size changes. */
  #isTouched = false;
  readonly #pointers = new Map<number, { x: number; y: number }>();

  /**
   * Tells how large frame and drawing are.
   *
   * @param focus The point of the drawing that matters most, where not all of it can be read.
   */
  resize(frame: Size, drawing: Size, focus: { x: number; y: number }): void {
    this.#frame = frame;
    this.#drawing = drawing;
    if (this.#isTouched) return;
    this.fit();
    if (this.view.value.scale < READABLE) {
      this.view.value = {
        scale: CLOSE,
        x: placeOf(focus.x * CLOSE, drawing.width * CLOSE, frame.width),
        y: placeOf(focus.y * CLOSE, drawing.height * CLOSE, frame.height),
      };
    }
  }

  /** Shows all of it, no larger than it is. */
  fit = (): void => {
    const { width, height } = this.#drawing;
    const frame = this.#frame;
    const scale = Math.max(
      LEAST,
      Math.min(1, (frame.width - 2 * MARGIN) / width, (frame.height - 2 * MARGIN) / height),
    );
    this.#isTouched = false;
    this.view.value = {
      scale,
      x: placeOf(width * scale / 2, width * scale, frame.width),
      y: placeOf(height * scale / 2, height * scale, frame.height),
    };
  };

  /** Scales it about a point of the frame, the middle if left out. */
  zoom(by: number, at = { x: this.#frame.width / 2, y: this.#frame.height / 2 }): void {
    const { x, y, scale } = this.view.value;
    const next = Math.max(LEAST, Math.min(MOST, scale * by));
    const ratio = next / scale;
    this.#isTouched = true;
    this.view.value = {
      scale: next,
      x: at.x - (at.x - x) * ratio,
      y: at.y - (at.y - y) * ratio,
    };
  }

  /** Moves it. */
  move(dx: number, dy: number): void {
    const { x, y, scale } = this.view.value;
    this.#isTouched = true;
    this.view.value = { x: x + dx, y: y + dy, scale };
  }

  /** Listens to pointers and wheel on an element; the function that it gives ends that. */
  attach(element: Element): () => void {
    const ending = new AbortController();
    const on = <E extends Event>(type: string, listener: (event: E) => void) =>
      element.addEventListener(type, listener as EventListener, {
        signal: ending.signal,
        passive: false,
      });
    on<WheelEvent>("wheel", (event) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const by = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016));
      this.zoom(by, { x: event.clientX - left, y: event.clientY - top });
    });
    on<PointerEvent>("pointerdown", (event) => {
      if (event.button === 0) this.#pointers.set(event.pointerId, pointOf(event));
    });
    on<PointerEvent>("pointermove", (event) => this.#drag(event, element));
    for (const type of ["pointerup", "pointercancel"]) {
      on<PointerEvent>(type, ({ pointerId }) => this.#pointers.delete(pointerId));
    }
    return () => ending.abort();
  }

  #drag(event: PointerEvent, element: Element): void {
    const last = this.#pointers.get(event.pointerId);
    if (last === undefined) return;
    const point = pointOf(event);
    const isCaptured = element.hasPointerCapture(event.pointerId);
    // A click that trembles is no move.
    if (!isCaptured && Math.hypot(point.x - last.x, point.y - last.y) < 4) return;
    if (!isCaptured) element.setPointerCapture(event.pointerId);
    const [other] = [...this.#pointers].filter(([id]) => id !== event.pointerId);
    this.#pointers.set(event.pointerId, point);
    if (other === undefined) return this.move(point.x - last.x, point.y - last.y);
    const { left, top } = element.getBoundingClientRect();
    const far = (one: { x: number; y: number }) =>
      Math.hypot(one.x - other[1].x, one.y - other[1].y);
    this.zoom(far(point) / Math.max(1, far(last)), {
      x: (point.x + other[1].x) / 2 - left,
      y: (point.y + other[1].y) / 2 - top,
    });
  }
}

/** Where a drawing begins, so that its focus is in the middle and as little as can be is empty. */
function placeOf(focus: number, drawing: number, frame: number): number {
  if (drawing <= frame - 2 * MARGIN) return (frame - drawing) / 2;
  return Math.min(MARGIN, Math.max(frame - MARGIN - drawing, frame / 2 - focus));
}

function pointOf({ clientX, clientY }: PointerEvent): { x: number; y: number } {
  return { x: clientX, y: clientY };
}
