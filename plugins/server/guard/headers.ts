/**
 * What a browser may do with answers of this server: run its own scripts, and nothing that a flow
 * wrote. No other page may show it in a frame or read it.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

/** Of what a flow left, to be downloaded: opened by itself it has no origin, and may load nothing. */
export const DOWNLOAD_POLICY = "default-src 'none'; sandbox";

/**
 * Of a page that a flow wrote, to be shown in a frame of this server's page. It has no origin, loads
 * nothing, and runs nothing, also where somebody opens it by itself.
 */
export const FRAME_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    "media-src data:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox",
  ].join("; "),
};
