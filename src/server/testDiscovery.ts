import { createHash } from 'node:crypto';
import type {
  DiscoveredNode,
  DiscoveredTests,
  DiscoverTestsParams,
  SourceFile,
} from '../protocol/serverRequests.ts';
import { runLater, type Suite, type Test } from './analysis/mochaModel.ts';
import { withoutBodies } from './analysis/outline.ts';
import { lineStarts, type PlaceOf } from './analysis/lineStarts.ts';
import type { Parser } from './analysis/parser.ts';
import { readTestFile, type TestFile } from './analysis/testFile.ts';
import { whyTooLong, withinBounds } from './notRead.ts';

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
    // What is in it is told when it is opened, as a diagnostic.
    if (text === null || whyTooLong(text) !== null) return unreadable;
    const digest = createHash('sha1').update(text).digest('base64');
    const before = known.get(uri);
    if (before?.digest === digest) return before.tests;
    const parser = await parts.loadParser();
    const tests = withinBounds(
      text,
      () => testsIn(parser, uri, text),
      () => unreadable,
    );
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

function testsIn(parser: Parser, uri: string, text: string): DiscoveredTests {
  const path = uri.split(/[?#]/)[0] ?? uri;
  // A tree that is broken is let go before the next one is made.
  const { mocha, broken } = outlined(parser, path, text) ?? readTestFile(parser, path, text, {});
  return { nodes: nodesOf(mocha.roots, lineStarts(text)), broken };
}

/** The file without what its tests do; null when that cannot be told from the rest. */
function outlined(parser: Parser, path: string, text: string): TestFile | null {
  // Text between JSX tags is no code: quotes and brackets there mean nothing.
  const outline = path.endsWith('x') ? null : withoutBodies(text, runLater);
  const file = outline === null ? null : readTestFile(parser, path, outline, {});
  return file?.broken === true && outline !== text ? null : file;
}

/** Only what is certain to run under this title: the rest is added by the run itself. */
function nodesOf(found: readonly (Suite | Test)[], at: PlaceOf): readonly DiscoveredNode[] {
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
