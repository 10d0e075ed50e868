/** The longest line that is quoted. */
const longestLine = 400;

/**
 * The first error in what a failed `go test -c` or `go build` printed. Its lines of packages (`# path`), the
 * compiler's warnings and notes, and the lines that only lead to the place are passed over.
 */
export function firstBuildError(output: string): string {
  const lines = output
    .slice(0, 256 * 1024)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('go: downloading '))
    // The linker has said why, and go how it was called.
    .filter(
      (line) =>
        !/^(?:collect2|clang(?:-\d+)?|clang\+\+): error: (?:ld|linker)\b|\/link: running \S/.test(line),
    );
  const found =
    lines.find((line) =>
      /\berror: |: undefined reference to |: undefined: |: cannot find -l|^go: /.test(line),
    ) ??
    lines.find((line) => /^[^\s:]{1,300}:\d/.test(line) && !/: (?:warning|note): /.test(line)) ??
    lines[0] ??
    'The build failed and said nothing.';
  const line = found.length > longestLine ? `${found.slice(0, longestLine)}…` : found;
  const remedy = remedyOf(found);
  return remedy === undefined ? line : `${line} (${remedy})`;
}

/** What to do about an error whose cause lies outside of the code. */
function remedyOf(line: string): string | undefined {
  if (/fatal error: .{1,200}: No such file or directory|fatal error: '.{1,200}' file not found/.test(line)) {
    return 'install the library\'s development package, on Debian and Ubuntu "apt-get install lib<name>-dev"';
  }
  if (/pkg-config: exec|executable file not found.{0,50}pkg-config|"pkg-config": executable/.test(line)) {
    return 'install pkg-config: "apt-get install pkg-config"';
  }
  const missing = /^Package '?(?<name>[\w.+-]{1,100})'?,? (?:was not found|.{1,100} not found)/.exec(line)
    ?.groups?.['name'];
  if (missing !== undefined)
    return `install the library's development package, which has ${missing}.pc, or set PKG_CONFIG_PATH to where that is`;
  if (/cannot find -l\S|unable to find library -l\S/.test(line))
    return "install the library's development package";
  if (/requires go >= ?\d/.test(line)) {
    return 'install that release of Go, for example by actions/setup-go with "go-version-file: go.mod"';
  }
  if (/missing go\.sum entry|updates to go\.mod needed|inconsistent vendoring/.test(line)) {
    return 'run "go mod tidy" and commit what it writes';
  }
  return undefined;
}
