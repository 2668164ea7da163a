import { CourseError } from '../../courseError.ts';
import { findRuntime } from '../../runtime.ts';
import { ok, type Check } from '../finding.ts';

export const runtime: Check = {
  title: 'Node',
  needsCourse: false,
  acts: true,
  look: async ({ nodePath }) => {
    try {
      const { version, execPath } = await findRuntime(nodePath);
      return ok(`Tests run on Node ${version} (${execPath}).`);
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      return {
        health: 'problem',
        what: error.message,
        why: 'No test can run without it.',
        remedy: error.remedy,
        mends: nodePath === undefined ? ['choose-node'] : ['use-editors-node', 'choose-node'],
      };
    }
  },
};
