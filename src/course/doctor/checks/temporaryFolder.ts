import { sentence } from '../../sentence.ts';
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../courseError.ts';
import { temporaryPlace } from '../../running/temporaryPlace.ts';
import { makeTemporaryFolder } from '../../writing/temporaryFolder.ts';
import { ok, type Check, type Finding } from '../finding.ts';

/** A path of a Unix socket has at most this many bytes (104 on macOS, 108 on Linux), with its end. */
const socketLimit = 104;
/** What a run's folder and a test's own name add to the place. */
const socketRoom = 47;

export const temporaryFolder: Check = {
  title: sentence`Temporary files`,
  needsCourse: false,
  acts: true,
  look: async (): Promise<Finding[]> => {
    try {
      return await lookAtPlace(await temporaryPlace());
    } catch (error) {
      // A place that does not exist.
      return [unusable(tmpdir(), error)];
    }
  },
};

/** What is wrong with a folder in which runs make their folders for temporary files. */
export async function lookAtPlace(place: string, platform = process.platform): Promise<Finding[]> {
  let scratch: string;
  try {
    scratch = makeTemporaryFolder(place);
  } catch (error) {
    return [unusable(place, error)];
  }
  try {
    const findings: Finding[] = [];
    // Windows has neither scripts that the system starts, nor sockets with such paths.
    if (platform !== 'win32') {
      if (!(await runsPrograms(scratch))) findings.push(noPrograms(place));
      if (Buffer.byteLength(place) > socketLimit - socketRoom) findings.push(longPlace(place));
    }
    return findings.length > 0 ? findings : [ok(sentence`They lie in ${place}.`)];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function unusable(place: string, error: unknown): Finding {
  return {
    health: 'problem',
    what: sentence`No file can be made in ${place}: ${messageOf(error)}.`,
    why: sentence`Every run and every grade needs a folder for temporary files.`,
    remedy: sentence`Make room there, or name another place in the variable TMPDIR (Windows: TEMP) and start the editor again.`,
    mends: [],
  };
}

async function runsPrograms(folder: string): Promise<boolean> {
  const file = join(folder, 'program');
  writeFileSync(file, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
  try {
    await promisify(execFile)(file, [], { timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}

function noPrograms(place: string): Finding {
  return {
    health: 'warning',
    what: sentence`Programs cannot be started from ${place}.`,
    why: sentence`A test that writes a program there and starts it fails here, and passes elsewhere.`,
    remedy: sentence`Name a place that is not mounted with \`noexec\` in the variable TMPDIR and start the editor again.`,
    mends: [],
  };
}

function longPlace(place: string): Finding {
  return {
    health: 'warning',
    what: sentence`The path of the folder for temporary files has ${Buffer.byteLength(place)} bytes: ${place}.`,
    why: sentence`A test that listens at a socket in a temporary folder fails, because such paths end at ${socketLimit} bytes.`,
    remedy: sentence`Name a shorter place in the variable TMPDIR and start the editor again.`,
    mends: [],
  };
}
