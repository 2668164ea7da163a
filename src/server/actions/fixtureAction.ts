import type { TestFile } from '../analysis/testFile.ts';
import { fixturePlace, insertFixture } from '../edits/fixtureInsertion.ts';
import type { Fixture, FixturePlace } from '../edits/fixtureInsertion.ts';
import { impossible } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** A refactoring that puts a fixture into the suite at the cursor. */
export function fixtureAction(definition: {
  readonly id: string;
  readonly title: string;
  /** What the light bulb says. */
  readonly offer: string;
  /** The last part of the action's kind. */
  readonly kind: string;
  build(file: TestFile, place: FixturePlace): Fixture | { readonly reason: string };
}): Action {
  const { id, title, offer, kind } = definition;
  return {
    id,
    title,
    kind: `refactor.rewrite.${kind}`,
    rule: undefined,
    offers(file, selection) {
      if (file.mocha.suites.length === 0) return [];
      return [
        {
          title: offer,
          key: `fixture:${selection.start}`,
          preferred: false,
          finding: undefined,
          edit: () => {
            const place = fixturePlace(file, selection);
            if ('reason' in place) return impossible(place.reason);
            const fixture = definition.build(file, place);
            return 'reason' in fixture ? impossible(fixture.reason) : insertFixture(file, place, fixture);
          },
        },
      ];
    },
  };
}
