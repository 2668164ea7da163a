import { allResources } from '../analysis/allResources.ts';
import { acquisitionsOf, isReleased, whoStarts } from '../analysis/resources.ts';
import type { Acquisition, HeldResource, Resource } from '../analysis/resources.ts';
import { contains } from '../analysis/syntax.ts';
import type { Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { releaseInFinally, releaseInHook } from '../edits/releaseInTeardown.ts';
import { impossible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Action } from './action.ts';
import { matchingHook, releaseTitle } from './releaseResource.ts';

/**
 * Releases what the call at the cursor acquires, also where the rules are silent because a helper that they cannot
 * see into might release it: who asks for it by name knows better.
 */
export const releaseHere: Action = {
  id: 'teardown-here',
  title: 'Release what a call acquires in the matching teardown hook',
  kind: 'refactor.rewrite.teardown-here',
  rule: undefined,
  offers(file, selection) {
    const { mocha } = file;
    if (mocha.suites.length + mocha.tests.length + mocha.hooks.length === 0) return [];
    const found = acquisitionAt(file, selection);
    const held = found === undefined ? undefined : heldBy(file, found);
    const title =
      held === undefined
        ? 'Release it in a teardown hook'
        : `${releaseTitle(held)} in \`${matchingHook(file, held)}\``;
    return [
      {
        title,
        key: `teardown:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => release(file, found, held),
      },
    ];
  },
};

interface Found extends Acquisition {
  readonly resource: Resource;
}

/** The innermost acquiring call around the cursor. */
function acquisitionAt(file: TestFile, selection: Span): Found | undefined {
  let found: Found | undefined;
  for (const resource of allResources) {
    for (const acquisition of acquisitionsOf(file, resource)) {
      const { acquired, starts } = acquisition;
      if (![acquired, ...starts].some((span) => contains(span, selection))) continue;
      if (found === undefined || contains(found.acquired, acquired)) found = { ...acquisition, resource };
    }
  }
  return found;
}

function heldBy(file: TestFile, found: Found): HeldResource | undefined {
  const runBy = whoStarts(file, found);
  return runBy === undefined ? undefined : { ...found, runBy };
}

function release(file: TestFile, found: Found | undefined, held: HeldResource | undefined): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  if (found === undefined) {
    return impossible(
      'Put the cursor on a call that opens a database, starts a server that listens, a child process or an interval, or makes a temporary directory.',
    );
  }
  const { ownership, resource } = found;
  if (ownership.disposed) return impossible('`using` releases it already.');
  if (ownership.returnedFrom.length > 0) {
    return impossible(
      `A function returns the ${resource.noun} to its callers. Put the cursor on a call of that function.`,
    );
  }
  if (held === undefined) {
    return impossible('Nobody can see from this file which hook or test runs this call.');
  }
  const [released] = ownership.releases;
  if (released !== undefined && isReleased(file, ownership, held.runBy)) {
    return impossible(
      `It is ${resource.releasedWord} already: line ${lineNumber(file.text, released.start)}.`,
    );
  }
  const inHook = releaseInHook(file, held);
  return inHook.possible ? inHook : (releaseInFinally(file, held) ?? inHook);
}
