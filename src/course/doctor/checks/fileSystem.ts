import { sentence } from '../../sentence.ts';
import { statfs } from 'node:fs/promises';
import { ok, type Check, type Finding } from '../finding.ts';

/** Filesystem types of statfs(2) on Linux that lie on another machine, or behind a program. */
const remote: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'SMB',
  0xfe534d42: 'SMB',
  0x01021997: '9P (such as a Windows drive seen from WSL)',
  0x65735546: 'FUSE',
  0x5346414f: 'AFS',
  0x00c36400: 'Ceph',
};

/** What kind of place a folder is, where that matters; null for a local disk. */
export function remoteKind(folder: string, platform: NodeJS.Platform, type: number): string | null {
  if (platform === 'win32') return /^[\\/]{2}(?![?.][\\/][A-Za-z]:)/.test(folder) ? 'a network share' : null;
  // The number is 32 bits wide, and some systems hand it over with a sign.
  return platform === 'linux' ? (remote[type >>> 0] ?? null) : null;
}

export const fileSystem: Check = {
  title: sentence`File system`,
  needsCourse: true,
  acts: false,
  look: async ({ courseFolder }): Promise<Finding[]> => {
    if (courseFolder === null) return [];
    const { type } = await statfs(courseFolder);
    const kind = remoteKind(courseFolder, process.platform, type);
    if (kind === null) return [ok(sentence`The course folder lies on this machine.`)];
    return [
      {
        health: 'warning',
        what: sentence`The course folder lies on ${kind}.`,
        why: sentence`Changes of files may be noticed late, and SQLite’s locks are not kept on some such systems. Grades are made on a local disk.`,
        remedy: sentence`If saves are noticed late or databases are locked, move the course to a local disk.`,
        mends: [],
      },
    ];
  },
};
