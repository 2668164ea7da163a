import { hookName } from '../analysis/mochaModel.ts';
import type { RunBy } from '../analysis/mochaModel.ts';
import { heldResources, shownSpan, teardownKind } from '../analysis/resources.ts';
import type { HeldResource, Resource } from '../analysis/resources.ts';
import { contains } from '../analysis/syntax.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A rule about one kind of resource that is acquired and never released. */
export function unreleasedRule(definition: {
  readonly id: string;
  readonly title: string;
  readonly lesson: string;
  readonly resource: Resource;
}): Rule<HeldResource> {
  const { id, title, lesson, resource } = definition;
  return {
    id,
    title,
    fix: 'preferred',
    severity: 'warning',
    lesson,
    aboutAbsence: true,
    find: (file) =>
      heldResources(file, resource).map((held): Finding<HeldResource> => ({
        ...shownSpan(file, held),
        message: message(file, held),
        related: held.runBy.flatMap((way) => relatedTo(held, way)),
        subject: held,
      })),
  };
}

function message(file: TestFile, { resource, ownership, runBy: [first] }: HeldResource): string {
  const { noun, acquiredWord, releasedWord } = resource;
  const name = ownership.binding === undefined ? `This ${noun}` : `The ${noun} \`${ownership.binding.name}\``;
  const hook = hookName(first === undefined ? 'after' : teardownKind(first), file.mocha.interface);
  const release = capital(resource.releaseWord);
  return `${name} is ${acquiredWord} here and never ${releasedWord}. ${release} it in \`${hook}\`, which runs even when a test fails.`;
}

/** For code in a function of its own: the hook or test that calls it. */
function relatedTo({ starts, resource }: HeldResource, way: RunBy): Finding['related'] {
  const call = way.by === 'hook' ? way.hook.call : way.by === 'test' ? way.test.call : undefined;
  const isInside = (start: SyntaxNode): boolean => call !== undefined && contains(call, start);
  if (call === undefined || starts.some(isInside)) return [];
  const text = `${capital(resource.acquiredWord)} by this \`${way.by}\`.`;
  return [{ start: call.callee.start, end: call.callee.end, message: text }];
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
