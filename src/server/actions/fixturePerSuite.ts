import { fixtureLifetimeAction } from './fixtureLifetimeAction.ts';

/** From `beforeEach` and `afterEach` to `before` and `after`. */
export const fixturePerSuite = fixtureLifetimeAction({
  id: 'fixture-per-suite',
  title: 'Make a fixture of each test once for the suite',
  to: 'suite',
  offer: (names) => `Make ${names} once for the whole suite`,
});
