import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { testRunnerAt } from '../../check/testFrameworks.ts';
import { courseMarker } from '../../courseMarker.ts';
import { sentence } from '../../sentence.ts';
import { ok, type Check, type Finding } from '../finding.ts';

/** Why the tests of a project of the user's own are read and checked, or are not. */
export const ownTests: Check = {
  title: sentence`Tests of your own`,
  needsCourse: false,
  acts: false,
  look: ({ ownFolders }) => {
    const projects = ownFolders.filter((folder) => !existsSync(join(folder, courseMarker)));
    return projects.length === 0 ? ok(sentence`No project of your own is open here.`) : projects.map(lookAt);
  },
};

function lookAt(folder: string): Finding {
  const name = basename(folder);
  const runner = testRunnerAt(folder);
  switch (runner.by) {
    case 'mocha':
      return ok(sentence`Tests in ${name} are run by mocha, so they are read, and can be checked.`);
    case 'others':
      return {
        health: 'information',
        what: sentence`Tests in ${name} are run by ${runner.names.join(', ')}.`,
        why: sentence`Diagnostics, actions and the check are for tests that mocha runs. What they would say of others could be wrong, so they say nothing.`,
        remedy: sentence`Nothing is wrong with these tests. In packages further down that name mocha, the tests are read.`,
        mends: [],
      };
    case 'unknown':
      return {
        health: 'information',
        what: sentence`Nothing in ${name} or above says what runs its tests.`,
        why: sentence`Diagnostics, actions and the check are for tests that mocha runs: where package.json names mocha, or a .mocharc lies.`,
        remedy: sentence`If mocha runs the tests here, name it in package.json. In packages further down that name it, the tests are read.`,
        mends: [],
      };
  }
}
