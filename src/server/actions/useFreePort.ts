import type { TestFile } from '../analysis/testFile.ts';
import type { FixedPort } from '../analysis/fixedPorts.ts';
import { listenAtFreePort } from '../edits/ephemeralPort.ts';
import { fixedPort } from '../rules/fixedPort.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

export const useFreePort = quickFix({
  id: 'use-free-port',
  title: 'Let the system choose a free port',
  rule: fixedPort,
  offers(file: TestFile, finding: Finding<FixedPort>): readonly Offer[] {
    return [
      {
        title: `Let the system choose the port instead of ${finding.subject.port}`,
        key: `port:${finding.start}`,
        preferred: false,
        finding,
        edit: () => listenAtFreePort(file, finding.subject),
      },
    ];
  },
});
