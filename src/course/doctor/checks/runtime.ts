import { sentence } from '../../sentence.ts';
import { CourseError } from '../../courseError.ts';
import { findRuntime } from '../../runtime.ts';
import { ok, type Check } from '../finding.ts';

export const runtime: Check = {
  title: sentence`Node`,
  needsCourse: false,
  acts: true,
  look: async ({ nodePath }) => {
    try {
      const { version, execPath } = await findRuntime(nodePath);
      return ok(sentence`Tests run on Node ${version} (${execPath}).`);
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      return {
        health: 'problem',
        what: error.sentences[0],
        why: sentence`No test can run without it.`,
        remedy: error.sentences[1],
        mends: nodePath === undefined ? ['choose-node'] : ['use-editors-node', 'choose-node'],
      };
    }
  },
};
