import { fixtureLifetimeAction } from './fixtureLifetimeAction.ts';

/** From `before` and `after` to `beforeEach` and `afterEach`. */
export const fixturePerTest = fixtureLifetimeAction({
  id: 'fixture-per-test',
  title: 'Make a fixture of the suite for each test',
  to: 'test',
  offer: (names) => `Make ${names} for each test`,
});
