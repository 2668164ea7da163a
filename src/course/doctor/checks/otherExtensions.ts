import { ok, type Check } from '../finding.ts';

export const otherExtensions: Check = {
  title: 'Other extensions',
  needsCourse: false,
  acts: false,
  look: ({ otherTestExtensions }) =>
    otherTestExtensions.length === 0
      ? ok('No other extension runs the same tests.')
      : {
          health: 'information',
          what: `Also installed: ${otherTestExtensions.join(', ')}.`,
          why: 'They find the same tests, so each appears twice in the Testing view and Run All runs it twice. Verdicts are not affected.',
          remedy: 'Disable them for this workspace if that is in the way.',
          mends: [],
        },
};
