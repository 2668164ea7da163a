import { sentence } from '../../sentence.ts';
import { ok, type Check } from '../finding.ts';

export const otherExtensions: Check = {
  title: sentence`Other extensions`,
  needsCourse: false,
  acts: false,
  look: ({ otherTestExtensions }) =>
    otherTestExtensions.length === 0
      ? ok(sentence`No other extension runs the same tests.`)
      : {
          health: 'information',
          what: sentence`Also installed: ${otherTestExtensions.join(', ')}.`,
          why: sentence`They find the same tests, so each appears twice in the Testing view and Run All runs it twice. Verdicts are not affected.`,
          remedy: sentence`Disable them for this workspace if that is in the way.`,
          mends: [],
        },
};
