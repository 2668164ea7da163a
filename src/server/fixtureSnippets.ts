import type { FixtureBuilder } from './actions/fixtureAction.ts';
import { insertChildProcessFixture } from './actions/insertChildProcessFixture.ts';
import { insertDatabaseFixture } from './actions/insertDatabaseFixture.ts';
import { insertFakeClock } from './actions/insertFakeClock.ts';
import { insertServerFixture } from './actions/insertServerFixture.ts';
import { insertTempDirFixture } from './actions/insertTempDirFixture.ts';
import type { Parser } from './analysis/parser.ts';
import { lineIndent } from './analysis/style.ts';
import { readTestFile } from './analysis/testFile.ts';
import type { ProjectFacts, TestFile } from './analysis/testFile.ts';
import { fixturePlace } from './edits/fixtureInsertion.ts';
import type { FixtureHook, FixturePlace } from './edits/fixtureInsertion.ts';
import { hookLines, writableHookName } from './edits/hookInsertion.ts';
import { interceptorHooks } from './edits/nockStatements.ts';
import { end, innerIndent } from './edits/statementInsertion.ts';
import { withTabStops } from './edits/textChange.ts';
import type { TabStop, TextChange } from './edits/textChange.ts';

/** A fixture that is inserted by typing its prefix. */
export interface FixtureSnippet {
  readonly prefix: string;
  readonly title: string;
  /** What takes the place of the typed word, with tab stops. */
  readonly change: TextChange;
  /** What it needs besides: imports, and the line's indentation. */
  readonly others: readonly TextChange[];
}

/** What a snippet consists of, or why there is none. */
interface Parts {
  readonly declarations: readonly string[];
  readonly hooks: readonly FixtureHook<'before' | 'beforeEach' | 'after' | 'afterEach'>[];
  readonly imports: readonly TextChange[];
  readonly stops: readonly TabStop[];
}

interface Kind {
  readonly prefix: string;
  readonly title: string;
  readonly build: (file: TestFile, place: FixturePlace) => Parts | { readonly reason: string };
}

const kinds: readonly Kind[] = [
  { prefix: 'itdb', title: 'Database fixture', build: partsOf(insertDatabaseFixture.build) },
  { prefix: 'ittemp', title: 'Temporary folder fixture', build: partsOf(insertTempDirFixture.build) },
  {
    prefix: 'itnock',
    title: 'HTTP interceptors, and no other request',
    build: (file, { block }) => {
      const nock = interceptorHooks(file, block);
      return 'reason' in nock ? nock : { declarations: [], stops: [], ...nock };
    },
  },
  { prefix: 'itserver', title: 'HTTP server fixture', build: partsOf(insertServerFixture.build) },
  { prefix: 'itchild', title: 'Child process fixture', build: partsOf(insertChildProcessFixture.build) },
  { prefix: 'itclock', title: 'Fake clock', build: partsOf(insertFakeClock.build) },
];

function partsOf(build: FixtureBuilder): Kind['build'] {
  return (file, place) => {
    const fixture = build(file, place, false);
    if ('reason' in fixture) return fixture;
    const { setup, teardown, ...rest } = fixture;
    return { ...rest, hooks: [setup, teardown] };
  };
}

/**
 * The fixtures that can stand where a word is being typed, alone on its line and directly in a suite. They are written
 * at that place, with what the file and its project have: nothing in them is an unknown name.
 * @param offset the end of the typed word, which may be empty.
 */
export function fixtureSnippets(
  parser: Parser,
  path: string,
  text: string,
  project: ProjectFacts,
  offset: number,
): readonly FixtureSnippet[] {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = /\r?\n|$/.exec(text.slice(offset))?.index ?? 0;
  const [, white = '', word] = /^([ \t]*)(\w*)$/.exec(text.slice(lineStart, offset)) ?? [];
  if (word === undefined || text.slice(offset, offset + lineEnd).trim() !== '') return [];
  const wanted = kinds.filter(({ prefix }) => prefix.startsWith(word.toLowerCase()));
  if (wanted.length === 0) return [];
  const start = offset - word.length;
  // As if it had not been typed: half a word is a name that nobody knows.
  const file = readTestFile(parser, path, text.slice(0, start) + text.slice(offset), project);
  const place = fixturePlace(file, { start, end: start });
  if ('reason' in place) return [];
  const behind = (change: TextChange): TextChange =>
    change.start < start
      ? change
      : { ...change, start: change.start + word.length, end: change.end + word.length };
  return wanted.flatMap(({ prefix, title, build }): FixtureSnippet[] => {
    const parts = build(file, place);
    if ('reason' in parts) return [];
    const written = write(file, place, parts, start);
    if (written === undefined) return [];
    const indent = innerIndent(file, place.block);
    const lead = (written.isApart ? file.style.eol : '') + indent;
    const indentation = { start: lineStart, end: start, text: lead };
    return [
      {
        prefix,
        title,
        change: withTabStops({ start, end: offset + lineEnd, text: written.text }, parts.stops),
        others: [...written.changes.map(behind), ...(lead === white ? [] : [indentation])],
      },
    ];
  });
}

interface Written {
  /** Without the indentation of its first line. */
  readonly text: string;
  /** Has an empty line to come in front of it? */
  readonly isApart: boolean;
  readonly changes: readonly TextChange[];
}

function write(file: TestFile, { block }: FixturePlace, parts: Parts, at: number): Written | undefined {
  const { eol } = file.style;
  const indent = innerIndent(file, block);
  const changes = [...parts.imports];
  const groups = [parts.declarations.map((line) => line + end(file))];
  for (const { kind, async, statements } of parts.hooks) {
    const name = writableHookName(file, kind, block);
    if ('reason' in name) return undefined;
    changes.push(...name.changes);
    groups.push([...hookLines(file, name.text, async, statements)]);
  }
  const lines = groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : ['', ...group]));
  const [before = ''] = /[^\r\n]*\r?\n[^\r\n]*$/.exec(file.text.slice(0, at)) ?? [];
  const lineBefore = before.split('\n')[0]?.trim() ?? '';
  const lineBehind = file.text.slice(at).split('\n')[1]?.trim() ?? '';
  const declares = parts.declarations.length > 0;
  const isAmongVariables = declares && /^(let|const|var)\b/.test(lineBefore);
  const opens = lineBefore.endsWith('{') && lineIndent(file.text, at - before.length) !== indent;
  const needsGap = lineBehind !== '' && !lineBehind.startsWith('}');
  return {
    text:
      lines.map((line, index) => (line === '' || index === 0 ? line : indent + line)).join(eol) +
      (needsGap ? eol : ''),
    isApart: lineBefore !== '' && !opens && !isAmongVariables,
    changes: changes.filter(
      (change, index) =>
        changes.findIndex((one) => one.start === change.start && one.text === change.text) === index,
    ),
  };
}
