import { loadCatalog } from '../catalog.ts';
import { startCourse } from '../courseFolder.ts';
import type { Installation } from '../installation.ts';
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
  signal?: AbortSignal,
): Promise<string> {
  switch (name) {
    case 'link-packages':
      return `${counted(mendLinks(folder, installation), 'package')} linked into ${folder}. Nothing else was changed.`;
    case 'restore-files': {
      const options = signal === undefined ? {} : { signal };
      const { created, kept } = await startCourse(
        folder,
        loadCatalog(installation.lessons),
        installation,
        options,
      );
      return `${counted(created.length, 'file')} created in ${folder}; ${counted(kept.length, 'file')} left as they were.`;
    }
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
