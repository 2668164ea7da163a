import { sentence } from '../../sentence.ts';
import { ok, type Check } from '../finding.ts';

export const trust: Check = {
  title: sentence`Trust`,
  needsCourse: false,
  acts: false,
  look: ({ trusted }) =>
    trusted
      ? ok(sentence`The workspace is trusted.`)
      : {
          health: 'warning',
          what: sentence`The workspace is not trusted.`,
          why: sentence`Lesson pages can be read, but no test runs: tests are programs.`,
          remedy: sentence`Trust the workspace if you know where it comes from.`,
          mends: ['manage-trust'],
        },
};
