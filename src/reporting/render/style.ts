/** How a report in HTML looks, on a screen, in the dark and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2329; --quiet: #5b6672; --paper: #fff; --rule: #d5dbe1; --band: #f4f6f8;
  --good: #0a6b34; --bad: #b3261e; --unknown: #7a5200; --line: #1f5fbf; --target: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --quiet: #a3adb8; --paper: #15191d; --rule: #3a424b; --band: #1e242a;
  --good: #6fd08c; --bad: #ff8a80; --unknown: #f0c060; --line: #7db3ff; --target: #ff8a80; } }
@media print { :root { color-scheme: light; --ink: #000; --quiet: #444; --paper: #fff; --rule: #bbb; --band: #f3f3f3;
  --good: #0a6b34; --bad: #b3261e; --unknown: #7a5200; --line: #1f5fbf; --target: #b3261e; } }
@page { size: A4; margin: 15mm 12mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 1120px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.7em; line-height: 1.2; margin: 0; }
.subtitle { color: var(--quiet); margin: 4px 0 0; }
h2 { font-size: 1.2em; margin: 1.8em 0 .5em; padding-bottom: .2em; border-bottom: 1px solid var(--rule); }
h3 { font-size: 1em; margin: 1.2em 0 .4em; }
p { margin: .5em 0; }
@media screen { .table { overflow-x: auto; } }
table { border-collapse: collapse; width: 100%; margin: .5em 0; font-size: .93em; }
th, td { text-align: left; vertical-align: top; padding: 5px 8px; border-bottom: 1px solid var(--rule); }
th { background: var(--band); font-weight: 600; overflow-wrap: normal; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; } td.long { overflow-wrap: anywhere; white-space: normal; }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
.unknown { color: var(--unknown); font-weight: 600; } .quiet { color: var(--quiet); }
code { font: .88em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(440px, 100%), 1fr)); gap: 16px; margin: 1em 0; }
figure { margin: 0; min-width: 0; } figcaption { font-weight: 600; }
svg { display: block; width: 100%; height: auto; }
.grid { stroke: var(--rule); stroke-width: 1; } .tick { fill: var(--quiet); font-size: 12px; }
.line { fill: none; stroke: var(--line); stroke-width: 1.8; stroke-linejoin: round; } .dot { fill: var(--line); }
.target { stroke: var(--target); stroke-width: 1.3; stroke-dasharray: 6 4; }
.legend { margin: 2px 0 0; color: var(--quiet); font-size: .85em; }
.key { display: inline-block; width: 22px; height: 0; margin: 0 6px 4px 0; border-top: 2px solid var(--line); }
.legend .target-key { border-top: 2px dashed var(--target); margin-left: 14px; }
ul.todo { list-style: none; padding-left: 0; } ul.todo li::before { content: "\\2610\\00a0"; }
@media print { body { padding: 0; max-width: none; font-size: 10.5pt; } h2, h3 { break-after: avoid; } tr, figure { break-inside: avoid; }
  thead { display: table-header-group; } .plots { grid-template-columns: 1fr 1fr; } .tick { font-size: 18px; } }
`;
