import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads the beginning of a file that code of strangers may have put there: no link is followed, no pipe or device
 * is waited for, and no more than `bytes` is read. Undefined where it is no regular file.
 */
export async function readBeginning(file: string, bytes: number): Promise<string | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (handle === undefined) return undefined;
  try {
    const status = await handle.stat();
    if (!status.isFile()) return undefined;
    const buffer = Buffer.alloc(Math.min(bytes, status.size));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.toString('utf8', 0, length);
  } finally {
    await handle.close();
  }
}
