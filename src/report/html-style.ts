/** The style of the HTML page: GitHub's look in light and dark, without anything from the network. */
export const style = `
:root { color-scheme: light dark; --fg: #1f2328; --muted: #59636e; --bg: #ffffff; --inset: #f6f8fa;
  --border: #d1d9e0; --link: #0969da; --code: #818b981f; --add: #dafbe1; --add-num: #aceebb;
  --del: #ffebe9; --del-num: #ffcecb; --hunk: #ddf4ff; --pick: #fff8c5; --pass: #1a7f37;
  --fail: #d1242f; --incomplete: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --fg: #f0f6fc; --muted: #9198a1; --bg: #0d1117;
  --inset: #151b23; --border: #3d444d; --link: #4493f8; --code: #656c7633; --add: #12261e;
  --add-num: #1c4428; --del: #25171c; --del-num: #542426; --hunk: #121d2f; --pick: #2d2a13;
  --pass: #3fb950; --fail: #f85149; --incomplete: #d29922; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 960px; padding: 24px 16px; color: var(--fg); background: var(--bg);
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
h1 { font-size: 24px; font-weight: 400; margin: 0 0 8px; }
a { color: var(--link); text-decoration: none; }
a:hover, p a { text-decoration: underline; }
code, pre, .diff { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, monospace; }
code { font-size: 85%; padding: .2em .4em; border-radius: 6px; background: var(--code); }
pre { font-size: 85%; line-height: 1.45; padding: 12px; overflow-x: auto; border-radius: 6px;
  background: var(--inset); margin: 0 0 12px; tab-size: 4; }
pre code { font-size: 100%; padding: 0; background: none; }
.verdict { font-weight: 600; margin: 0 0 24px; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .incomplete { color: var(--incomplete); }
.box { border: 1px solid var(--border); border-radius: 6px; margin: 0 0 24px; overflow: hidden; }
.head { padding: 8px 12px; background: var(--inset); border-bottom: 1px solid var(--border);
  color: var(--muted); font-size: 12px; }
.head strong { color: var(--fg); }
.diff { border-collapse: collapse; width: 100%; font-size: 12px; line-height: 20px; tab-size: 4; }
.diff td { padding: 0 10px; white-space: pre-wrap; overflow-wrap: anywhere; vertical-align: top; }
.diff .num { width: 1%; min-width: 44px; text-align: right; color: var(--muted); user-select: none;
  white-space: nowrap; }
.diff .hunk td { background: var(--hunk); color: var(--muted); }
.diff .added td { background: var(--add); } .diff .added .num { background: var(--add-num); }
.diff .deleted td { background: var(--del); } .diff .deleted .num { background: var(--del-num); }
.diff .commented .num { background: var(--pick); }
.diff .commented .num:first-child { box-shadow: inset 3px 0 0 var(--incomplete); }
.comment { border-top: 1px solid var(--border); padding: 12px 16px 4px; }
.head + .comment { border-top: 0; }
.comment .who { margin: 0 0 8px; }
.comment .who span { color: var(--muted); font-size: 12px; padding: 0 6px; border: 1px solid var(--border);
  border-radius: 2em; }
.body > *:last-child { margin-bottom: 12px; }
p, ul, ol, details { margin: 0 0 12px; } ul, ol { padding-left: 2em; }
summary { cursor: pointer; } details > pre { margin-top: 8px; }
.suggestion { border: 1px solid var(--border); border-radius: 6px; margin: 0 0 12px; overflow: hidden; }
`;
