import { loadCatalog } from '../catalog.ts';
import { startCourse, type StartOptions } from '../courseFolder.ts';
import type { Installation } from '../installation.ts';
import { sentence, type Sentence } from '../sentence.ts';
import { mendLinks } from '../toolchainLinks.ts';
import type { MendName } from './finding.ts';

/** The mends that are files, so that the command line can do them as well as the editor. */
export type FileMend = Extract<MendName, 'link-packages' | 'restore-files'>;

export function isFileMend(name: MendName): name is FileMend {
  return name === 'link-packages' || name === 'restore-files';
}

/**
 * Does it, and says what was done.
 * @throws CourseError `cannot-write`, `toolchain-missing`, and those of broken lessons.
 */
export async function mend(
  name: FileMend,
  folder: string,
  installation: Installation,
  options: StartOptions = {},
): Promise<Sentence> {
  switch (name) {
    case 'link-packages': {
      const linked = mendLinks(folder, installation);
      return sentence`Packages linked into ${folder}: ${linked}. Nothing else was changed.`;
    }
    case 'restore-files': {
      const { created, kept } = await startCourse(
        folder,
        loadCatalog(installation.lessons),
        installation,
        options,
      );
      return sentence`Files created in ${folder}: ${created.length}; left as they were: ${kept.length}.`;
    }
  }
}
