import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Public repositories that cross into C, at the commits that the published numbers are of. */
const repositories = [
  { name: 'linxGnu/grocksdb', commit: '5fc3d82c9a90ac2f897881095360b7670265d0f6' },
  { name: 'ceph/go-ceph', commit: '5eeb35d9333825f7b2fa2be9ded5602d550547ec' },
  { name: 'spacemonkeygo/openssl', commit: 'c2dcc5cca94ac8f7f3f0c20e20050d4cce9d9730' },
  { name: 'cilium/ebpf', commit: '5ba0b3b27a92c7b0402419f61240416c9b3c7c42' },
  { name: 'confluentinc/confluent-kafka-go', commit: 'b88333d3d307e04b0b3cf95b60e00433340cb937' },
];

/** So much history that ten commits of Go and C are in it. */
const depth = 60;

/** Clones what is not in the folder yet. @returns the directories of all of them */
export function fetchRepositories(folder: string): string[] {
  return repositories.map(({ name, commit }) => {
    const directory = path.join(folder, `${name.replace('/', '+')}-${commit.slice(0, 12)}`);
    if (headOf(directory) !== commit) {
      mkdirSync(directory, { recursive: true });
      const git = (...args: string[]): void => {
        const { status } = spawnSync('git', args, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
        if (status !== 0) throw new Error(`${name} could not be fetched: git ${args.join(' ')}`);
      };
      git('init', '-q');
      git('fetch', '-q', '--depth', String(depth), `https://github.com/${name}`, commit);
      git('checkout', '-q', '--detach', commit);
    }
    return directory;
  });
}

function headOf(directory: string): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', directory, 'rev-parse', 'HEAD'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
