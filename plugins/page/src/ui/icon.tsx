/** Paths of 16 × 16, drawn with a line of 1.5. */
const PATHS = {
  flow:
    "M2.5 8h2c3 0 2.500-4.500 5.500-4.500M4.500 8c3 0 2.500 4.500 5.500 4.500M12 3.500h.01M12 12.500h.01",
  queued: "M8 4.800V8l2 1.500",
  running: "M8 2a6 6 0 0 1 6 6",
  succeeded: "M5 8.300l2.100 2.100L11 6",
  caught: "M8 4.800v3.700M8 11h.01",
  failed: "M5.700 5.700l4.600 4.600M10.300 5.700l-4.600 4.600",
  cancelled: "M4 4l8 8",
  lost: "M6.300 6.300a1.700 1.700 0 1 1 2.600 1.500c-.6.4-.9.7-.9 1.300M8 11.300h.01",
  sun:
    "M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6M8 1.200v1M8 13.800v1M1.200 8h1M13.800 8h1M3.200 3.200l.7.7M12.100 12.100l.7.7M12.800 3.200l-.7.7M3.900 12.100l-.7.7",
  moon: "M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7z",
  screen: "M2 3h12v8H2zM5.500 13.800h5M8 11v2.500",
  keyboard: "M1.500 4h13v8h-13zM4 6.700h.01M6.700 6.700h.01M9.400 6.700h.01M12 6.700h.01M5 9.500h6",
  search: "M7 2.500a4.500 4.500 0 1 1 0 9a4.500 4.500 0 0 1 0-9M10.300 10.300L14 14",
  copy: "M5.500 5.500h8v8h-8zM3.500 10.500h-1v-8h8v1",
  check: "M3 8.500l3.300 3.300L13 4.800",
  close: "M4 4l8 8M12 4l-8 8",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2.500 6v-3.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10",
  chevron: "M6 4l4 4-4 4",
  tag: "M2.500 2.500h5l6 6-5 5-6-6zM5.300 5.300h.01",
  retry: "M13 8a5 5 0 1 1-1.500-3.500M13 2v3h-3",
  compare: "M5 3v10M11 3v10M2.500 5.500L5 3l2.500 2.500M8.500 10.500L11 13l2.500-2.500",
  swap: "M3 5.500h10M10.500 3L13 5.500L10.500 8M13 10.500H3M5.500 8L3 10.500L5.500 13",
  open: "M9 2.500h4.500V7M13.500 2.500L7.500 8.500M11.500 9.500v4h-9v-9h4",
  up: "M4 10l4-4 4 4",
  down: "M4 6l4 4 4-4",
  download: "M8 2v8M4.500 7L8 10.500L11.500 7M2.500 13.500h11",
  rows: "M2 4h12M2 8h12M2 12h12",
} as const;

export type IconName = keyof typeof PATHS;

/** A small drawing beside a word; never the only thing that says something. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The line of an icon, for what is drawn otherwise. */
export function iconPath(name: IconName): string {
  return PATHS[name];
}
