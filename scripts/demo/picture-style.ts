/** The style of the picture: GitHub's look, light or dark as the reader's system says. */
export const style = `
:root { --fg: #1f2328; --muted: #59636e; --bg: #ffffff; --inset: #f6f8fa; --border: #d1d9e0; --link: #0969da;
  --chip: #eff1f3; --add: #dafbe1; --add-num: #aceebb; --del: #ffebe9; --del-num: #ffcecb; --pick: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --fg: #f0f6fc; --muted: #9198a1; --bg: #0d1117; --inset: #151b23;
  --border: #3d444d; --link: #4493f8; --chip: #272c33; --add: #12261e; --add-num: #1c4428; --del: #25171c;
  --del-num: #542426; --pick: #d29922; } }
text { font: 12px ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  fill: var(--fg); white-space: pre; }
.strong { font-weight: 600; } .link { fill: var(--link); } .muted { fill: var(--muted); }
.page { fill: var(--bg); } .inset { fill: var(--inset); } .chip { fill: var(--chip); }
.frame { fill: none; stroke: var(--border); } .edge { stroke: var(--border); }
.added { fill: var(--add); } .added-num { fill: var(--add-num); }
.deleted { fill: var(--del); } .deleted-num { fill: var(--del-num); } .pick { fill: var(--pick); }
`;
