import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { seeded } from '../../src/runner/seededRandom.ts';
import { allActions } from '../../src/server/actions/index.ts';
import { readTestFile, type TestFile } from '../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../src/server/analysis/typescriptParser.ts';
import { fixText, lintText } from '../../src/server/lint.ts';
import { applyChanges, type Edit } from '../../src/server/edits/textChange.ts';
import { allRules } from '../../src/server/rules/index.ts';
import { mutations } from './mutations.ts';

const repository = join(import.meta.dirname, '../..');

/** Longest that everything together may take for one text, in milliseconds: a person waits for it. */
const longestMs = 5_000;

/** A mutated text that the rules or actions do not stand. */
export interface FuzzFailure {
  readonly source: string;
  readonly mutations: readonly string[];
  readonly text: string;
  /** What happened, with its stack where it threw. */
  readonly message: string;
}

export interface FuzzSetting {
  readonly count: number;
  readonly seed: number;
  /** Called before each text is looked at: whoever listens knows that nothing hangs, and which text it would be. */
  readonly onText?: (number: number, describe: () => Omit<FuzzFailure, 'message'>) => void;
}

/** Real tests: this project's own and the course's, each whole. Paths are relative to the repository. */
export function fuzzSources(): string[] {
  return globSync(
    ['test/{unit,vscode}/**/*.test.ts', 'lessons/*/exercises/*/{solution,starter,dirty,weak}/**/*.ts'],
    {
      cwd: repository,
    },
  ).sort();
}

/**
 * Breaks real test files, one to three times each, and asks everything of every rule and action: nothing throws,
 * no edit leaves the text or overlaps another, and none takes long. The same for a seed on every machine.
 */
export function fuzz({ count, seed, onText }: FuzzSetting): FuzzFailure[] {
  const random = seeded(seed);
  const sources = fuzzSources();
  const texts = new Map<string, string>();
  const names = Object.keys(mutations);
  const failures: FuzzFailure[] = [];
  for (let number = 0; number < count; number += 1) {
    const source = sources[Math.floor(random() * sources.length)] ?? '';
    let text = texts.get(source) ?? readFileSync(join(repository, source), 'utf8');
    texts.set(source, text);
    const done: string[] = [];
    for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
      const name = names[Math.floor(random() * names.length)] ?? '';
      text = mutations[name]?.(text, random()) ?? text;
      done.push(name);
    }
    const mutated = text;
    const describe = (): Omit<FuzzFailure, 'message'> => ({ source, mutations: done, text: mutated });
    onText?.(number, describe);
    const message = complaintAbout(source, text, random());
    if (message !== null) failures.push({ ...describe(), message });
  }
  return failures;
}

/** @param at in [0, 1): where the cursor is. */
function complaintAbout(path: string, text: string, at: number): string | null {
  const start = performance.now();
  try {
    const file = readTestFile(typescriptParser, path, text, {});
    for (const complaint of [...findingComplaints(file), ...actionComplaints(file, at)]) return complaint;
    lintText(path, text);
    fixText(path, text);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const took = performance.now() - start;
  return took > longestMs ? `It took ${Math.round(took)} ms.` : null;
}

function* findingComplaints(file: TestFile): Generator<string> {
  for (const rule of allRules) {
    // Not through findingsOf: rules about absence must stand broken text even where they are not asked.
    for (const { start, end, related } of rule.find(file)) {
      for (const span of [{ start, end }, ...related]) {
        if (span.start < 0 || span.end < span.start || span.end > file.text.length) {
          yield `${rule.id} reports ${span.start}–${span.end} of ${file.text.length} characters.`;
        }
      }
    }
  }
}

function* actionComplaints(file: TestFile, at: number): Generator<string> {
  const cursor = Math.floor(at * file.text.length);
  const selections = [
    { start: 0, end: file.text.length },
    { start: cursor, end: cursor },
  ];
  for (const action of allActions) {
    for (const selection of selections) {
      for (const offer of action.offers(file, selection)) {
        const complaint = editComplaint(file.text, offer.edit());
        if (complaint !== null) yield `${action.id}, '${offer.title}': ${complaint}`;
      }
    }
  }
}

function editComplaint(text: string, edit: Edit): string | null {
  if (!edit.possible) return edit.reason === '' ? 'It is refused without a reason.' : null;
  for (const { start, end } of edit.changes) {
    if (start < 0 || end < start || end > text.length) return `It changes ${start}–${end} of ${text.length}.`;
  }
  // Throws where changes overlap.
  applyChanges(text, edit.changes);
  return null;
}
