import { moveBehind } from '../edits/statementMove.ts';
import { teardownOrder } from '../rules/teardownOrder.ts';
import { quickFix } from './action.ts';

/** Moves the removal behind what closes; a hook that does nothing else moves as a whole. */
export const closeBeforeRemoving = quickFix({
  id: 'close-before-removing',
  title: 'Close first, then remove',
  rule: teardownOrder,
  offers(file, finding) {
    const { list, removal, release, open, removed } = finding.subject;
    return [
      {
        title: `Close \`${open}\` before \`${removed}\` is removed`,
        key: `close-first:${finding.start}`,
        preferred: true,
        finding,
        edit: () => moveBehind(file, list, removal, release),
      },
    ];
  },
});
