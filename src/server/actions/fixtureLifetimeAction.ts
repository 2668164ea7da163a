import { suiteFixtureAt } from '../analysis/suiteFixture.ts';
import type { Lifetime, SuiteFixture } from '../analysis/suiteFixture.ts';
import { changeLifetime } from '../edits/fixtureLifetime.ts';
import { impossible } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** A refactoring of a fixture that changes how long it lives. Where there is none, it is not listed. */
export function fixtureLifetimeAction(definition: {
  readonly id: string;
  readonly title: string;
  readonly to: Lifetime;
  /** What the light bulb says of the variables, such as `db` and `repo`. */
  readonly offer: (names: string) => string;
}): Action {
  const { id, title, to, offer } = definition;
  return {
    id,
    title,
    kind: `refactor.rewrite.${id}`,
    rule: undefined,
    offers(file, selection) {
      if (file.broken) return [];
      const found = suiteFixtureAt(file, selection, to === 'test' ? 'suite' : 'test');
      if (found === undefined) return [];
      return [
        {
          title: 'reason' in found ? offer('this') : offer(namesOf(found)),
          key: `${id}:${selection.start}`,
          preferred: false,
          finding: undefined,
          edit: () => ('reason' in found ? impossible(found.reason) : changeLifetime(file, found, to)),
        },
      ];
    },
  };
}

function namesOf({ names }: SuiteFixture): string {
  const shown = names.map(({ name }) => `\`${name}\``);
  const last = shown.pop() ?? '';
  if (shown.length === 0) return last;
  return shown.length < 3 ? `${shown.join(', ')} and ${last}` : `${shown[0]} and ${shown.length} others`;
}
