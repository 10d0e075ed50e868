import { ConfigurationError } from '../base/errors.ts';
import { registry } from '../rules/registry.generated.ts';
import { help, parseCommand } from './cli/arguments.ts';
import { runFixture } from './cli/fixture.ts';
import { renderRule, renderRuleList } from './cli/rules.ts';
import { runExplain, runReport } from './cli/run.ts';
import { runSanitize } from './cli/tools.ts';
import { writeStandardError, writeStandardOutput } from './cli/streams.ts';
import { issuesUrl, version } from './product.ts';

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  switch (command.kind) {
    case 'help':
      await writeStandardOutput(help);
      return 0;
    case 'version':
      await writeStandardOutput(`cgo-review ${version}\n`);
      return 0;
    case 'rules':
      await writeStandardOutput(
        command.rule === undefined
          ? renderRuleList(registry, command.format)
          : renderRule(registry, command.rule, command.format),
      );
      return 0;
    case 'explain':
      return runExplain(command);
    case 'sanitize':
      return runSanitize(command);
    case 'fixture':
      return runFixture(command);
    default:
      return runReport(command);
  }
}

// Whoever reads our messages may be gone as well; there is nobody left to tell.
process.stderr.on('error', () => undefined);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof ConfigurationError) {
    writeStandardError(`cgo-review: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeStandardError(
      `cgo-review: this is a bug; please report it at ${issuesUrl} with this stack:\n${stack}\n`,
    );
    process.exitCode = 70;
  }
}
