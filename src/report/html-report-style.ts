/** What the page of a report adds to the style of a review. */
export const reportStyle = `
:root { --error: #cf222e; --error-bg: #ffebe9; --warning: #9a6700; --warning-bg: #fff8c5;
  --info: #0969da; --info-bg: #ddf4ff; }
@media (prefers-color-scheme: dark) { :root { --error: #f85149; --error-bg: #3a1a1d;
  --warning: #d29922; --warning-bg: #2e2511; --info: #4493f8; --info-bg: #13233a; } }
body { padding: 40px 24px 64px; font-size: 15px; }
h1 { font-size: 28px; font-weight: 600; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 19px; margin: 48px 0 16px; padding: 0 0 8px; border-bottom: 1px solid var(--border); }
h3.file { font: 600 13px/1.5 ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, monospace;
  color: var(--muted); margin: 32px 0 12px; overflow-wrap: anywhere; }
h4 { font-size: 16px; font-weight: 600; line-height: 1.45; margin: 0; overflow-wrap: anywhere; }
h5 { font-size: 13px; font-weight: 600; margin: 20px 0 8px; overflow-wrap: anywhere; }
.muted, .product { color: var(--muted); }
.product { font-size: 13px; margin: 0 0 12px; overflow-wrap: anywhere; }
.top .verdict { margin: 0 0 24px; font-weight: 500; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; list-style: none; padding: 0;
  margin: 0; }
.tiles li { border: 1px solid var(--border); border-radius: 8px; padding: 12px 16px; font-size: 13px;
  color: var(--muted); background: var(--inset); }
.tiles strong { display: block; font-size: 26px; line-height: 1.2; font-weight: 600;
  font-variant-numeric: tabular-nums; }
.tiles .error strong { color: var(--error); } .tiles .warning strong { color: var(--warning); }
.tiles .info strong { color: var(--info); } .tiles .none strong { font-weight: 400; }
.badge { display: inline-block; padding: 0 8px; border-radius: 2em; font-size: 12px; font-weight: 600;
  line-height: 20px; white-space: nowrap; }
.badge.error { color: var(--error); background: var(--error-bg); }
.badge.warning { color: var(--warning); background: var(--warning-bg); }
.badge.info { color: var(--info); background: var(--info-bg); }
.list { border-collapse: collapse; width: 100%; font-size: 14px; }
.list th { text-align: left; font-size: 12px; font-weight: 600; color: var(--muted); white-space: nowrap; }
.list th, .list td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--border); vertical-align: top;
  overflow-wrap: anywhere; }
.list th:last-child, .list td:last-child { padding-right: 0; }
.list .badge { overflow-wrap: normal; }
article.box { border-radius: 8px; border-left-width: 4px; scroll-margin-top: 16px; }
article.error { border-left-color: var(--error); } article.warning { border-left-color: var(--warning); }
article.info { border-left-color: var(--info); }
article.box:target { outline: 2px solid var(--link); outline-offset: 2px; }
article header { padding: 16px 20px; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; font-size: 13px; margin: 0 0 8px; }
.facts .place { margin-left: auto; }
.facts a, .list a, .where a { text-decoration: none; } .facts a:hover, .list a:hover, .where a:hover {
  text-decoration: underline; }
.frame { border-top: 1px solid var(--border); border-bottom: 1px solid var(--border);
  background: var(--inset); }
.frame tr:first-child td { padding-top: 8px; } .frame tr:last-child td { padding-bottom: 8px; }
.frame .hit td { background: var(--pick); } .frame .more { color: var(--muted); font-style: italic; }
.frame .num { padding-left: 20px; }
mark { color: inherit; background: none; font-weight: 600; text-decoration: underline wavy 1px;
  text-underline-offset: 3px; text-decoration-skip-ink: none; }
.error mark { text-decoration-color: var(--error); }
.warning mark { text-decoration-color: var(--warning); }
.info mark { text-decoration-color: var(--info); }
.inner { padding: 0 20px 16px; }
.inner > :last-child { margin-bottom: 0; }
.cause { margin: 0; font-size: 14px; overflow-wrap: anywhere; } .cause .where { font-size: 13px; }
.path { padding: 0; margin: 0; list-style: none; counter-reset: step; }
.path li { position: relative; padding: 0 0 14px 34px; counter-increment: step; font-size: 14px;
  overflow-wrap: anywhere; }
.path li::before { content: counter(step); position: absolute; left: 0; top: 1px; width: 22px; height: 22px;
  border-radius: 50%; background: var(--code); font-size: 12px; line-height: 22px; font-weight: 600;
  text-align: center; }
.path li:not(:last-child)::after { content: ""; position: absolute; left: 10px; top: 27px; bottom: 3px;
  border-left: 2px solid var(--border); }
.path .where { font-size: 13px; white-space: nowrap; }
.path pre { margin: 6px 0 0; padding: 6px 10px; font-size: 12px; white-space: pre-wrap; }
.inner details, .folded { margin: 16px 0 0; }
.inner summary { font-size: 13px; font-weight: 600; }
.inner details > :not(summary) { font-size: 14px; }
.inner details > p { margin: 8px 0; }
.folded { border: 1px solid var(--border); border-radius: 8px; padding: 10px 16px; }
.folded + .folded { margin-top: 12px; } section + .folded, header + .folded { margin-top: 48px; }
.folded > summary { font-weight: 600; } .folded .list { margin: 8px 0 0; }
.folded .list tr:last-child td { border-bottom: 0; }
.identity { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 16px 0 0; padding: 12px 0 0;
  border-top: 1px solid var(--border); font-size: 12px; }
.identity dt { color: var(--muted); } .identity dd { margin: 0; overflow-wrap: anywhere; }
.identity div { min-width: 0; }
footer { margin: 48px 0 0; padding: 16px 0 0; border-top: 1px solid var(--border); color: var(--muted);
  font-size: 13px; overflow-wrap: anywhere; }
@media (max-width: 600px) {
  body { padding: 24px 16px 48px; } h1 { font-size: 23px; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .facts .place { margin-left: 0; flex-basis: 100%; }
  article header { padding: 14px; } .inner { padding: 0 14px 14px; }
  .frame .num { padding-left: 8px; min-width: 36px; } .path .where { white-space: normal; }
}
@media print { article.box { break-inside: avoid; } }
`;
