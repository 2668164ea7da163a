import { fixedPorts } from '../analysis/fixedPorts.ts';
import { listenAtFreePort } from '../edits/ephemeralPort.ts';
import { impossible } from '../edits/textChange.ts';
import { touches } from './action.ts';
import type { Action } from './action.ts';

/** The same edit as the quick fix, also where the rule is turned off. */
export const ephemeralPort: Action = {
  id: 'ephemeral-port',
  title: 'Replace a fixed port by a free one',
  kind: 'refactor.rewrite.ephemeral-port',
  rule: undefined,
  offers(file, selection) {
    const ports = fixedPorts(file);
    if (ports.length === 0) return [];
    const meant = ports.find(
      ({ written, literal }) => touches(written, selection) || touches(literal, selection),
    );
    return [
      {
        title:
          meant === undefined
            ? 'Let the system choose the port'
            : // That of the quick fix, so that only one of the two is shown.
              `Let the system choose the port instead of ${meant.port}`,
        key: `ephemeral-port:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => {
          if (file.broken) return impossible('The file has syntax errors. Repair them first.');
          if (meant === undefined) return impossible('Put the cursor on the port of a server that listens.');
          return listenAtFreePort(file, meant);
        },
      },
    ];
  },
};
