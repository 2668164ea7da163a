import type { HygieneRule } from '../../protocol/runEvents.ts';

interface Cause {
  /** The language server's rule that explains it: its page is the link of what a run found. */
  readonly page: string;
  /** Rules of the language server that report the same thing at the same place. */
  readonly rules: readonly string[];
}

/** What holds for everything that is acquired and released. */
const released = ['teardown-level-mismatch', 'resource-in-describe', 'unguarded-teardown'];

/** For each thing that a run finds, what of the language server tells of the same cause. */
export const causes: Readonly<Record<HygieneRule, Cause>> = {
  'open-databases': { page: 'unreleased-db', rules: ['unreleased-db', ...released] },
  'temp-files': { page: 'unreleased-temp-dir', rules: ['unreleased-temp-dir', ...released] },
  'open-servers': { page: 'unreleased-server', rules: ['unreleased-server', ...released] },
  'child-processes': { page: 'unreleased-child', rules: ['unreleased-child', ...released] },
  'pending-interceptors': { page: 'nock-unverified', rules: ['nock-unverified', 'nock-not-cleaned'] },
  'real-network': { page: 'real-network', rules: ['real-network'] },
  'order-dependence': { page: 'order-dependent', rules: ['order-dependent'] },
  'timers-env-globals': {
    page: 'env-not-restored',
    rules: ['unreleased-timer', 'env-not-restored', 'env-undefined', 'cwd-not-restored', ...released],
  },
  'only-or-skip': { page: 'exclusive-test', rules: ['exclusive-test'] },
};
