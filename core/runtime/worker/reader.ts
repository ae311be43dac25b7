import type { Ask } from "../protocol/messages.ts";

/**
 * Lets the client (`new Flow("Other")`) work inside a step: its questions go to the scheduler, which
 * answers those about flows that the step may read.
 */
export function installReader(_ask: (ask: Ask) => Promise<unknown>): void {
}
