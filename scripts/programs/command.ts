import { spawn } from 'node:child_process';

/**
 * How everything is built, whatever the surroundings. Dead stores are deleted at -O1 before AddressSanitizer sees
 * them, and the wrapper's frame vanishes without a frame pointer.
 */
const buildEnv = {
  GOFLAGS: '-mod=mod',
  GOTOOLCHAIN: 'local',
  GOPROXY: 'off',
  GOWORK: 'off',
  CGO_ENABLED: '1',
  CC: 'gcc',
  CGO_CFLAGS: '-g -O0 -fno-omit-frame-pointer',
  GODEBUG: '',
  GOEXPERIMENT: '',
  LC_ALL: 'C',
};

export const minute = 60_000;

/** How a command ended, and what it wrote to its standard output and error together. */
export interface Outcome {
  readonly exit: number;
  readonly output: string;
}

/** Runs a command to its end. A command that is missing, hangs or is killed by a signal is an error. */
export function execute(
  command: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>>; timeout: number },
): Promise<Outcome> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...buildEnv, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // The option `timeout` would keep the process alive for as long after a command that did not start.
      signal: AbortSignal.timeout(options.timeout),
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      if (error.name === 'AbortError') reject(new Error(`${command.join(' ')} took too long`));
      else reject(new Error(`${file} did not start (${error.message}): install it to run the evidence`));
    });
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      if (code === null) reject(new Error(`${command.join(' ')} was ended by ${String(signal)}:\n${output}`));
      else resolve({ exit: code, output });
    });
  });
}
