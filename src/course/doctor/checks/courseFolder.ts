import { sentence, type Sentence } from '../../sentence.ts';
import { accessSync, constants, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { courseVersion } from '../../courseFolder.ts';
import { courseMarker } from '../../courseMarker.ts';
import { messageOf } from '../../courseError.ts';
import { readRegularText } from '../../regularFile.ts';
import { sweep, waitingName } from '../../writing/leftovers.ts';
import { ok, type Check, type Complaint, type Finding } from '../finding.ts';

export const courseFolder: Check = {
  title: sentence`Course folder`,
  needsCourse: false,
  acts: false,
  look: ({ courseFolder: folder, trusted }): Finding[] => {
    if (folder === null) {
      return [
        {
          health: 'information',
          what: sentence`No course folder is open.`,
          why: sentence`Exercises are worked on in a folder of yours.`,
          remedy: sentence`Start the course, or open the folder you have started it in.`,
          mends: ['start-course'],
        },
      ];
    }
    const complaints = [markerComplaint(folder), writeComplaint(folder, trusted)].filter(
      (complaint) => complaint !== null,
    );
    return complaints.length > 0 ? complaints : [ok(sentence`${folder} is whole and can be written.`)];
  },
};

function markerComplaint(folder: string): Complaint | null {
  const file = join(folder, courseMarker);
  const broken = (what: Sentence): Complaint => ({
    health: 'problem',
    what,
    why: sentence`The file says that the folder is a course, and of which form.`,
    remedy: sentence`Delete ${file}, then let the missing file be created again. Your exercises are not affected.`,
    mends: [],
  });
  let marker: unknown;
  try {
    marker = JSON.parse(readRegularText(file));
  } catch (error) {
    return broken(sentence`${file} cannot be read: ${messageOf(error)}.`);
  }
  const version: unknown =
    typeof marker === 'object' && marker !== null ? Reflect.get(marker, 'version') : null;
  if (typeof version !== 'number') return broken(sentence`${file} names no version of the course.`);
  if (version <= courseVersion) return null;
  return {
    health: 'problem',
    what: sentence`${file} is of version ${version}; this extension knows version ${courseVersion}.`,
    why: sentence`A newer version of the extension made this folder.`,
    remedy: sentence`Update the extension.`,
    mends: ['show-extension'],
  };
}

function tryToWrite(folder: string): void {
  sweep(folder);
  const trial = join(folder, waitingName());
  mkdirSync(trial);
  rmdirSync(trial);
}

/** Tried where trusted: what the permissions say is not all of it, on Windows least of all. */
function writeComplaint(folder: string, trusted: boolean): Complaint | null {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
    if (trusted) tryToWrite(folder);
    return null;
  } catch (error) {
    return {
      health: 'problem',
      what: sentence`${folder} cannot be written: ${messageOf(error)}.`,
      why: sentence`Your tests could not be saved, and the packages they import cannot be linked.`,
      remedy: sentence`Give yourself the right to write there, or copy the folder to a place where you may and open it there.`,
      mends: [],
    };
  }
}
