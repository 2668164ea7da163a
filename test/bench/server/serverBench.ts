import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'amaro';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { allActions } from '../../../src/server/actions/index.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { createLanguageService, type ClientAbilities } from '../../../src/server/languageService.ts';
import { allRules } from '../../../src/server/rules/index.ts';
import { readUnseen, unseenBatches } from '../../corpus/corpus.ts';
import { fuzzInThread } from '../../fuzz/fuzzInThread.ts';
import { buildForBench, repository } from '../build.ts';
import { percentage, summarize } from '../statistics.ts';
import { barNames, rowOf, type Row } from '../table.ts';
import { serverBars, type ServerBar } from './bars.ts';
import { startServer } from './client.ts';
import { preparePeer } from './peer.ts';

const mutations = 10_000;
/** Places at which the code actions are asked for in one measurement. */
const cursors = 200;
/** Runs before anything counts: an editor's server runs for hours, and both sides compile what they use often. */
const warmUps = 150;
/** One takes a few milliseconds, less than a neighbour on the same machine: a run is the median of several. */
const pairsPerRun = 9;

export interface ServerBenchOptions {
  /** Measurements of each timed row. */
  readonly runs: number;
  /** Rows to measure; the others are left out. */
  readonly only: readonly ServerBar[] | null;
  /** Told what is being measured. */
  readonly onStep: (text: string) => void;
}

/** Measures the language server against its bars. The rows are in the order of the bar table. */
export async function serverBench({ runs, only, onStep }: ServerBenchOptions): Promise<Row[]> {
  const values = new Map<ServerBar, number[]>();
  const notes = new Map<ServerBar, string>();
  const wants = (bar: ServerBar): boolean => only?.includes(bar) ?? true;
  const add = (bar: ServerBar, value: number): void =>
    void values.set(bar, [...(values.get(bar) ?? []), value]);

  onStep('building');
  const dist = await buildForBench();
  const text = realTests();
  const name = 'bench.test.js';
  const server = join(dist, 'server.cjs');

  if (wants('lint') || wants('edit') || wants('start')) {
    onStep('installing ESLint');
    const peer = await preparePeer();
    const file = join(peer.folder, name);
    writeFileSync(file, text);
    const pair = async (number: number): Promise<{ readonly whole: number; readonly edit: number }> => {
      const edited = withOneCharacter(text, number);
      const own = await ownMs(text, edited);
      return {
        whole: own.whole / (await peer.lint(text, name)),
        edit: own.edited / (await peer.lint(edited, name)),
      };
    };
    onStep('warming up against ESLint');
    for (let number = 0; number < warmUps; number += 1) await pair(number);
    for (let run = 1; run <= runs; run += 1) {
      onStep(`against ESLint, ${run} of ${runs}`);
      const pairs: Awaited<ReturnType<typeof pair>>[] = [];
      while (pairs.length < pairsPerRun) pairs.push(await pair(run * pairsPerRun + pairs.length));
      add('lint', summarize(pairs.map(({ whole }) => whole)).median);
      add('edit', summarize(pairs.map(({ edit }) => edit)).median);
    }
    for (let run = 1; wants('start') && run <= runs; run += 1) {
      onStep(`start against ESLint, ${run} of ${runs}`);
      const cold = peer.lintCold(file);
      const client = await startServer(server, text);
      await client.close();
      add('start', client.startMs / cold);
    }
    await peer.close();
    notes.set('lint', `${Math.round(text.length / 1000)} KB, ${text.split('\n').length} lines`);
  }
  if (wants('actions')) {
    const long = atLeast(700, text);
    const lines = long.split('\n').length;
    const client = await startServer(server, long);
    for (let run = 0; run <= runs; run += 1) {
      onStep(`code actions, ${run} of ${runs}`);
      const times: number[] = [];
      for (let index = 0; index < cursors; index += 1) {
        times.push(await client.actions(Math.floor((index * lines) / cursors)));
      }
      if (run > 0) add('actions', times.toSorted((a, b) => a - b)[Math.floor(cursors * 0.95)] ?? Infinity);
    }
    await client.close();
    notes.set('actions', `${lines} lines, ${cursors} places, from request to answer`);
  }
  if (wants('size')) {
    const bytes = ['server.cjs', 'parser.cjs'].map((file) => gzipSync(readFileSync(join(dist, file))).length);
    add('size', bytes.reduce((sum, one) => sum + one, 0) / 1e6);
  }
  if (wants('crashes')) {
    onStep(`${mutations} mutations`);
    const failures = await fuzzInThread({ count: mutations, seed: 1 });
    add('crashes', failures.length);
    if (failures[0]) notes.set('crashes', failures[0].message);
  }
  if (wants('precision')) {
    onStep('real projects');
    // The rules have been mended on every project but those of the last batch.
    const last = unseenBatches().at(-1);
    if (last === undefined) throw new Error('There is no batch of unseen projects.');
    const { packages, right, wrong, unlabelled } = readUnseen(last);
    // A report that nobody has looked at may be wrong.
    add('precision', percentage(right, right + wrong + unlabelled.length));
    notes.set(
      'precision',
      `batch ${last}, ${packages} packages: ${right} right, ${wrong} wrong, ${unlabelled.length} without a label`,
    );
  }
  return barNames(serverBars)
    .filter(wants)
    .map((bar) => rowOf(serverBars[bar], values.get(bar) ?? [], notes.get(bar)));
}

/** What the server does for a document that is opened and then changed, without its connection, in milliseconds. */
async function ownMs(
  text: string,
  edited: string,
): Promise<{ readonly whole: number; readonly edited: number }> {
  const uri = 'file:///bench/bench.test.js';
  const service = createLanguageService({
    loadParser: () => Promise.resolve(typescriptParser),
    rules: allRules,
    actions: allActions,
    client: plainEditor,
    projectOf: () => ({}),
  });
  const timed = async (version: number, now: string): Promise<number> => {
    const document = TextDocument.create(uri, 'javascript', version, now);
    const start = performance.now();
    await service.diagnostics(document, new Map());
    return performance.now() - start;
  };
  return { whole: await timed(1, text), edited: await timed(2, edited) };
}

const plainEditor: ClientAbilities = {
  snippets: true,
  keepsSnippetWhitespace: true,
  resolvesEdits: true,
  showsDisabled: true,
  versionedEdits: true,
  createsFiles: true,
  annotatesChanges: true,
  rulePageUri: undefined,
};

/** Tests of this project as JavaScript: types give way to spaces, so that ESLint's own parser reads them. */
function realTests(): string {
  const source = readFileSync(join(repository, 'test/unit/course/validation/proofs.test.ts'), 'utf8');
  return transformSync(source, { mode: 'strip-only' }).code;
}

/** Doubles the suite until the text has as many lines. */
function atLeast(lines: number, text: string): string {
  const suite = text.slice(text.indexOf('\ndescribe('));
  let long = text;
  while (long.split('\n').length < lines) long += suite;
  return long;
}

/** One letter more, in another name each time. */
function withOneCharacter(text: string, number: number): string {
  const places = [...text.matchAll(/\bassert\b/g)];
  const at = places[(number * 7) % places.length]?.index ?? 0;
  return `${text.slice(0, at)}x${text.slice(at)}`;
}
