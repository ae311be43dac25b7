/** How cards and reports look, in dark and in light. Colours keep the contrast of WCAG AA. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1f2933;--soft:#52606d;--line:#d9dfe5;--back:#fff;--box:#f5f7fa;
--accent:#1769aa;--good:#1a7f37;--bad:#b42318;--warn:#8a5a00}
@media(prefers-color-scheme:dark){:root{--ink:#e4e7eb;--soft:#a9b4c0;--line:#3a4552;--back:#161c22;
--box:#1f272f;--accent:#6cb6f5;--good:#5fd07e;--bad:#ff9a8f;--warn:#f0bc55}}
*{box-sizing:border-box}
body{margin:0;padding:20px;background:var(--back);color:var(--ink);
font:14px/1.5 ui-sans-serif,system-ui,sans-serif;overflow-wrap:break-word}
main{max-width:1100px;margin:0 auto}
h1,h2,h3{line-height:1.25;margin:1.2em 0 .5em}h1{font-size:22px}h2{font-size:17px}h3{font-size:15px}
main>:first-child,section>:first-child{margin-top:0}
a{color:var(--accent)}
section{margin:0 0 24px}
.label{font-weight:600;margin:0 0 6px}
.soft{color:var(--soft)}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
table{border-collapse:collapse;font-size:13px;max-width:100%}
.scroll{overflow-x:auto;max-width:100%}
th,td{text-align:left;padding:4px 10px;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;white-space:nowrap}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
pre{background:var(--box);border:1px solid var(--line);border-radius:8px;padding:10px 12px;
overflow:auto;max-height:480px;margin:0;font:12.5px/1.5 ui-monospace,monospace;white-space:pre}
code{font-family:ui-monospace,monospace;font-size:.92em}
:not(pre)>code{background:var(--box);padding:1px 4px;border-radius:4px}
img{max-width:100%;height:auto}
figure{margin:0}
summary{cursor:pointer}
.tree details>div,.tree details>details{margin-left:16px}
.tree{font:12.5px/1.6 ui-monospace,monospace}
.tree .key{color:var(--accent)}
.values{display:flex;flex-wrap:wrap;gap:12px}
.value{background:var(--box);border:1px solid var(--line);border-radius:10px;padding:10px 16px;
min-width:140px}
.value b{display:block;font-size:24px;line-height:1.3;font-variant-numeric:tabular-nums}
progress{width:100%;height:10px;accent-color:var(--accent)}
.error{border-left:4px solid var(--bad);background:var(--box);padding:10px 14px;border-radius:6px}
.component{margin:0 0 18px}
iframe{width:100%;height:420px;border:1px solid var(--line);border-radius:8px;background:var(--back);
resize:vertical}
`;
