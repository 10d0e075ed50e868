const maximalLines = 20;

/** What follows only repeats what was said, or differs between runs. */
const end = /^(?:Thread T#|SUMMARY: |Shadow bytes|HEAP SUMMARY|LEAK SUMMARY)/;

/**
 * The first lines of the report in a tool's output, the same for every run of the same program with the same tools.
 * The report starts on the line where the first of `starts` that occurs in the output matches. `directory` is the
 * program's own temporary directory, shown as `DIR`.
 */
export function reportExcerpt(
  output: string,
  starts: readonly (RegExp | undefined)[],
  directory: string,
): string[] {
  const offsets = starts.map((start) => (start === undefined ? -1 : output.search(start)));
  const offset = offsets.find((one) => one !== -1) ?? 0;
  const lines = output.slice(output.lastIndexOf('\n', offset) + 1).split('\n');
  const isValgrind = /^==\d+== /.test(lines[0] ?? '');
  const excerpt: string[] = [];
  let belowGo = false;
  for (const raw of lines) {
    const line = withoutVolatileParts(raw, directory);
    if (end.test(line) || excerpt.length === maximalLines || (isValgrind && line === '')) break;
    // Under runtime.asmcgocall lies the scheduler's own stack: it says nothing of the caller, and varies.
    const isFrame = /^\s+(?:#\d+|by) /.test(line);
    if (belowGo && isFrame) continue;
    belowGo = isFrame && line.includes('runtime.asmcgocall');
    excerpt.push(line);
  }
  while (excerpt.at(-1) === '') excerpt.pop();
  return excerpt;
}

/** Addresses, process, thread and goroutine ids, cgo's hash of the package and temporary paths. */
function withoutVolatileParts(line: string, directory: string): string {
  return line
    .replaceAll(directory, 'DIR')
    .replace(/\S+(?=\/src\/(?:runtime|internal)\/)/g, 'GOROOT')
    .replace(/[^\s:]*\/go-(?:build|link-)\d+/g, 'WORK')
    .replace(/^==\d+==(?:ERROR: )? ?/, '')
    .replace(/0x[0-9a-fA-F]+/g, '0x…')
    .replace(/_cgo(exp)?_[0-9a-f]{12}_/g, '_cgo$1_…_')
    .replace(/\bT\d+\b/g, 'T#')
    .replace(/^goroutine \d+ /, 'goroutine N ')
    .trimEnd();
}
