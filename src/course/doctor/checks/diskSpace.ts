import { sentence } from '../../sentence.ts';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { ok, type Check, type Finding } from '../finding.ts';

/** Bytes below which tests that write files soon fail. */
export const tight = 200 * 2 ** 20;
/** Bytes below which saving a file may fail. */
export const full = 20 * 2 ** 20;

/** What the free bytes of a folder's disk mean. */
export function spaceComplaint(folder: string, free: number): Finding | null {
  if (free >= tight) return null;
  return {
    health: free < full ? 'problem' : 'warning',
    what: sentence`${(free / 2 ** 20).toFixed(0)} MB are free for ${folder}.`,
    why: sentence`Tests write databases and files, and what you write has to be saved.`,
    remedy: sentence`Make room on this disk.`,
    mends: [],
  };
}

export const diskSpace: Check = {
  title: sentence`Free space`,
  needsCourse: false,
  acts: false,
  look: async ({ courseFolder }): Promise<Finding[]> => {
    const folders = [...(courseFolder === null ? [] : [courseFolder]), tmpdir()];
    const found = await Promise.all(
      folders.map(async (folder) => {
        const { bavail, bsize } = await statfs(folder);
        return spaceComplaint(folder, bavail * bsize);
      }),
    );
    const complaints = found.filter((finding) => finding !== null);
    return complaints.length > 0 ? complaints : [ok(sentence`There is enough.`)];
  },
};
