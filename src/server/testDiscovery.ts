import { createHash } from 'node:crypto';
import type {
  DiscoveredNode,
  DiscoveredTests,
  DiscoverTestsParams,
  SourceFile,
} from '../protocol/serverRequests.ts';
import { runLater, type Suite, type Test } from './analysis/mochaModel.ts';
import { withoutBodies } from './analysis/outline.ts';
import type { Parser } from './analysis/parser.ts';
import { readTestFile } from './analysis/testFile.ts';

export interface TestDiscoveryParts {
  /** Asked for each file that is parsed. */
  readonly loadParser: () => Promise<Parser>;
  /** Text of a file on the disk. */
  readonly read: (uri: string) => string;
}

/** Finds the tests of each file, in the order of the files, by parsing. */
export type TestDiscovery = (params: DiscoverTestsParams) => Promise<readonly DiscoveredTests[]>;

/** Milliseconds after which a long request lets others in between. */
const longestTurnMs = 15;

const unreadable: DiscoveredTests = { nodes: [], broken: true };

/** Results are kept by a file's content, so that only what changed is parsed. */
export function createTestDiscovery(parts: TestDiscoveryParts): TestDiscovery {
  const known = new Map<string, { readonly digest: string; readonly tests: DiscoveredTests }>();

  return async ({ files }) => {
    const found: DiscoveredTests[] = [];
    let since = performance.now();
    for (const file of files) {
      found.push(await discover(file));
      if (performance.now() - since < longestTurnMs) continue;
      // Whoever types meanwhile does not wait for all of it.
      await new Promise((resolve) => setImmediate(resolve));
      since = performance.now();
    }
    return found;
  };

  async function discover({ uri, text: given }: SourceFile): Promise<DiscoveredTests> {
    const text = given ?? textOf(uri);
    if (text === null) return unreadable;
    const digest = createHash('sha1').update(text).digest('base64');
    const before = known.get(uri);
    if (before?.digest === digest) return before.tests;
    const parser = await parts.loadParser();
    const path = uri.split(/[?#]/)[0] ?? uri;
    // Text between JSX tags is no code: quotes and brackets there mean nothing.
    const outline = path.endsWith('x') ? null : withoutBodies(text, runLater);
    const outlined = outline === null ? null : readTestFile(parser, path, outline, {});
    const file = outlined === null || outlined.broken ? readTestFile(parser, path, text, {}) : outlined;
    const tests = { nodes: nodesOf(file.mocha.roots, lineStarts(text)), broken: file.broken };
    known.set(uri, { digest, tests });
    return tests;
  }

  /** Null for a file that went away, or that nobody may read. */
  function textOf(uri: string): string | null {
    try {
      return parts.read(uri);
    } catch {
      return null;
    }
  }
}

type LinesOf = (offset: number) => { readonly line: number; readonly character: number };

function lineStarts(text: string): LinesOf {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (starts[low] ?? 0) };
  };
}

/** Only what is certain to run under this title: the rest is added by the run itself. */
function nodesOf(found: readonly (Suite | Test)[], at: LinesOf): readonly DiscoveredNode[] {
  const nodes: DiscoveredNode[] = [];
  for (const one of found) {
    if (one.title === undefined || one.dynamic) continue;
    nodes.push({
      kind: one.kind,
      title: one.title,
      range: { start: at(one.call.start), end: at(one.call.end) },
      children: one.kind === 'suite' ? nodesOf(one.children, at) : [],
    });
  }
  return nodes;
}
