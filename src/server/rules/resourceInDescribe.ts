import { allResources } from '../analysis/allResources.ts';
import { hookName } from '../analysis/mochaModel.ts';
import type { Suite } from '../analysis/mochaModel.ts';
import { acquisitionsOf, shownSpan } from '../analysis/resources.ts';
import type { Acquisition, Resource } from '../analysis/resources.ts';
import { dependentsOf } from '../analysis/suiteStatements.ts';
import type { SuiteStatements } from '../analysis/suiteStatements.ts';
import { contains, enclosingFunction } from '../analysis/syntax.ts';
import type { BlockNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A resource that the body of a suite acquires, while mocha is still collecting tests. */
export interface ResourceInSuite extends Acquisition {
  readonly resource: Resource;
  readonly suite: Suite;
  readonly block: BlockNode;
  /** What has to move into the hook: the statement that starts to hold it, and those that need it there. */
  readonly moving: SuiteStatements;
}

export const resourceInDescribe: Rule<ResourceInSuite> = {
  id: 'resource-in-describe',
  title: 'A suite acquires a resource while tests are collected',
  fix: 'offered',
  severity: 'warning',
  lesson: '03-isolation',
  // Where a bracket is missing, the body of a hook can look like that of its suite.
  aboutAbsence: true,
  find,
};

function find(file: TestFile): readonly Finding<ResourceInSuite>[] {
  const findings: Finding<ResourceInSuite>[] = [];
  const blocks = suiteBlocks(file);
  if (blocks.length === 0) return findings;
  for (const resource of allResources) {
    for (const acquisition of acquisitionsOf(file, resource)) {
      const subject = inSuite(file, resource, acquisition, blocks);
      if (subject === undefined) continue;
      const name = acquisition.ownership.binding?.name;
      const what = name === undefined ? `This ${resource.noun}` : `The ${resource.noun} \`${name}\``;
      const hook = hookName('before', file.mocha.interface);
      findings.push({
        ...shownSpan(file, acquisition),
        message: `${what} is ${resource.acquiredWord} while mocha collects the tests, also when none of this suite is run. Do it in \`${hook}\`.`,
        related: [],
        subject,
      });
    }
  }
  return findings.toSorted((a, b) => a.start - b.start);
}

type SuiteBlock = Pick<ResourceInSuite, 'suite' | 'block'>;

function suiteBlocks(file: TestFile): readonly SuiteBlock[] {
  return file.mocha.suites.flatMap((suite) => {
    const block = suite.body?.body;
    return block?.kind === 'Block' ? [{ suite, block }] : [];
  });
}

function inSuite(
  file: TestFile,
  resource: Resource,
  acquisition: Acquisition,
  blocks: readonly SuiteBlock[],
): ResourceInSuite | undefined {
  const { starts, ownership } = acquisition;
  const [start, ...others] = starts;
  if (start === undefined || others.length > 0 || ownership.disposed) return undefined;
  const around = enclosingFunction(start);
  const place = blocks.find(({ suite }) => suite.body !== undefined && suite.body === around);
  const first = place?.block.body.find((statement) => contains(statement, start));
  if (place === undefined || first === undefined || isGuarded(start, place.block)) return undefined;
  const moving = dependentsOf(file, place.block, first, ownership.binding);
  // Tests made from what is in it need it when they are defined.
  return moving === undefined ? undefined : { ...acquisition, ...place, resource, moving };
}

/** In a branch, a loop or a `try` of the suite's body: somebody has thought about when it is acquired. */
function isGuarded(node: SyntaxNode, block: BlockNode): boolean {
  for (let at = node.parent; at !== undefined && at !== block; at = at.parent) {
    if (at.kind === 'If' || at.kind === 'Try' || at.kind === 'Loop' || at.kind === 'Conditional') return true;
  }
  return false;
}
