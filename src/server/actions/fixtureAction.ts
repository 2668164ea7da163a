import type { TestFile } from '../analysis/testFile.ts';
import { fixturePlace, insertFixture } from '../edits/fixtureInsertion.ts';
import type { Fixture, FixturePlace } from '../edits/fixtureInsertion.ts';
import { impossible } from '../edits/textChange.ts';
import type { Action, Offer } from './action.ts';

/** @param once for all tests of the suite, where there is such a choice. */
export type FixtureBuilder = (
  file: TestFile,
  place: FixturePlace,
  once: boolean,
) => Fixture | { readonly reason: string };

/** A refactoring that puts a fixture into the suite at the cursor. */
export function fixtureAction(definition: {
  readonly id: string;
  readonly title: string;
  /** What the light bulb says. */
  readonly offer: string;
  /** The same said of a fixture that is made once for all tests of the suite; left out where there is no such choice. */
  readonly suiteOffer?: string;
  /** The last part of the action's kind. */
  readonly kind: string;
  readonly build: FixtureBuilder;
}): Action & { readonly build: FixtureBuilder } {
  const { id, title, offer, suiteOffer, kind, build } = definition;
  return {
    build,
    id,
    title,
    kind: `refactor.rewrite.${kind}`,
    rule: undefined,
    offers(file, selection) {
      if (file.mocha.suites.length === 0) return [];
      const offered = (text: string, key: string, once: boolean): Offer => ({
        title: text,
        key: `${key}:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => {
          const place = fixturePlace(file, selection);
          if ('reason' in place) return impossible(place.reason);
          const fixture = build(file, place, once);
          return 'reason' in fixture ? impossible(fixture.reason) : insertFixture(file, place, fixture);
        },
      });
      const usual = offered(offer, 'fixture', false);
      if (suiteOffer === undefined) return [usual];
      const forSuite = offered(suiteOffer, 'suite-fixture', true);
      // Why there can be none is said once.
      return forSuite.edit().possible ? [usual, forSuite] : [usual];
    },
  };
}
