/** Text as HTML, and the frame of a page that needs nothing from the network. */
import { visible } from './plain.ts';

/** The one place where text becomes HTML. */
export function escapeHtml(text: string): string {
  return visible(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** A rule's sentence: what is between backticks is code, the rest is plain text. */
export function sentenceHtml(text: string): string {
  const parts = text.split('`');
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return escapeHtml(part);
      const closed = index < parts.length - 1;
      if (closed && part !== '') return `<code>${escapeHtml(part)}</code>`;
      return closed ? '``' : `\`${escapeHtml(part)}`;
    })
    .join('');
}

/** A whole page; no script runs in it, and nothing is loaded. `style` is CSS, `body` is HTML. */
export function htmlPage(title: string, style: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
