import { sentence } from '../../sentence.ts';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../courseError.ts';
import { waitingName } from '../../writing/leftovers.ts';
import { ok, type Check } from '../finding.ts';

export const symbolicLinks: Check = {
  title: sentence`Links between folders`,
  needsCourse: true,
  acts: true,
  look: ({ courseFolder }) => {
    if (courseFolder === null) return [];
    const place = join(courseFolder, waitingName());
    try {
      mkdirSync(place);
    } catch {
      // The check of the course folder says that it cannot be written.
      return [];
    }
    try {
      mkdirSync(join(place, 'target'));
      writeFileSync(join(place, 'target', 'file'), 'found');
      symlinkSync(join(place, 'target'), join(place, 'link'), 'junction');
      readFileSync(join(place, 'link', 'file'));
      return ok(sentence`They can be made in the course folder.`);
    } catch (error) {
      return {
        health: 'warning',
        what: sentence`None can be made in ${courseFolder}: ${messageOf(error)}.`,
        why: sentence`The packages are linked into the course folder, so that the editor knows their types. Runs do not need the links.`,
        remedy: sentence`Move the course to a local disk (NTFS, APFS, ext4 …), or run npm install in it.`,
        mends: [],
      };
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  },
};
