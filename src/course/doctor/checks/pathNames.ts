import { sentence } from '../../sentence.ts';
import { ok, type Check, type Finding } from '../finding.ts';

/** Longest path below a course folder, in characters: a package's file behind its link. */
const longestInside = 130;
/** Windows' limit for programs that were not built for longer ones. */
const windowsLimit = 260;

/** What about the name of a folder keeps tests from running there. */
export function pathComplaint(folder: string, platform: NodeJS.Platform): Finding | null {
  if (platform === 'win32' && folder.length + longestInside > windowsLimit) {
    return {
      health: 'warning',
      what: sentence`The path of the course folder has ${folder.length} characters.`,
      why: sentence`Windows refuses paths of more than ${windowsLimit} characters, and files below this folder come close.`,
      remedy: sentence`Move the course to a shorter path, or switch long paths on in Windows.`,
      mends: [],
    };
  }
  if (platform !== 'win32' && folder.includes('\\')) {
    return {
      health: 'problem',
      what: sentence`The path of the course folder holds a backslash.`,
      why: sentence`Node refuses to load modules from such a folder, so no test runs.`,
      remedy: sentence`Rename the folder. What is in it stays as it is.`,
      mends: [],
    };
  }
  if (/[\n\r]/.test(folder)) {
    return {
      health: 'warning',
      what: sentence`The path of the course folder holds a line break.`,
      why: sentence`Places in files are told line by line, so those of failures cannot be found.`,
      remedy: sentence`Rename the folder.`,
      mends: [],
    };
  }
  return null;
}

export const pathNames: Check = {
  title: sentence`Path of the course folder`,
  needsCourse: true,
  acts: false,
  look: ({ courseFolder }) =>
    courseFolder === null
      ? []
      : (pathComplaint(courseFolder, process.platform) ?? ok(sentence`Nothing in it is in the way.`)),
};
