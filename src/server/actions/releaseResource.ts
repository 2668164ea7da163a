import { hookName } from '../analysis/mochaModel.ts';
import { teardownKind } from '../analysis/resources.ts';
import type { HeldResource } from '../analysis/resources.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { releaseInFinally, releaseInHook } from '../edits/releaseInTeardown.ts';
import { impossible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Finding, Rule } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Action, Offer } from './action.ts';

/** The quick fix of a rule about resources that are never released: in a hook, or else in a `finally` block. */
export function releaseFix(definition: {
  readonly id: string;
  readonly title: string;
  readonly rule: Rule<HeldResource>;
}): Action {
  return quickFix({ ...definition, offers });
}

function offers(file: TestFile, finding: Finding<HeldResource>): readonly Offer[] {
  const { acquired, ownership } = finding.subject;
  const inHook: Offer = {
    title: `${releaseTitle(finding.subject)} in \`${matchingHook(file, finding.subject)}\``,
    key: `hook:${acquired.start}`,
    preferred: true,
    finding,
    edit: () => releaseInHook(file, finding.subject),
  };
  const inBlock = releaseInFinally(file, finding.subject);
  if (inBlock === undefined || ownership.binding === undefined) return [inHook];
  const edit = (): Edit =>
    releaseInFinally(file, finding.subject) ?? impossible('The test has no block to wrap.');
  const possibleInHook = inHook.edit().possible;
  const inFinally: Offer = {
    title: `${releaseTitle(finding.subject)} in a \`finally\` block`,
    key: `finally:${acquired.start}`,
    preferred: !possibleInHook,
    finding,
    edit,
  };
  return possibleInHook ? [inHook, inFinally] : [inFinally];
}

/** Such as "Close `db`". */
export function releaseTitle({ resource, ownership }: HeldResource): string {
  const verb = `${resource.releaseWord.slice(0, 1).toUpperCase()}${resource.releaseWord.slice(1)}`;
  const name = ownership.binding?.name;
  return `${verb} ${name === undefined ? `the ${resource.noun}` : `\`${name}\``}`;
}

export function matchingHook(file: TestFile, { runBy: [way] }: HeldResource): string {
  return hookName(way === undefined ? 'after' : teardownKind(way), file.mocha.interface);
}
