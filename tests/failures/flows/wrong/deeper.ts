interface Unused {
  lines: "types leave no code: places must still be right";
}

export function deeper(item: number): Unused {
  throw new SyntaxError(`deeper ${item}`);
}
