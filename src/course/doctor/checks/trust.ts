import { ok, type Check } from '../finding.ts';

export const trust: Check = {
  title: 'Trust',
  needsCourse: false,
  acts: false,
  look: ({ trusted }) =>
    trusted
      ? ok('The workspace is trusted.')
      : {
          health: 'warning',
          what: 'The workspace is not trusted.',
          why: 'Lesson pages can be read, but no test runs: tests are programs.',
          remedy: 'Trust the workspace if you know where it comes from.',
          mends: ['manage-trust'],
        },
};
