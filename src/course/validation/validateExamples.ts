import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../catalog.ts';
import { CourseError, messageOf } from '../courseError.ts';
import { exampleAssembly, loadExample, type Example } from '../examples/example.ts';
import { exampleNamed, fencesOf } from '../examples/fences.ts';
import type { RunSetting } from '../grading/systemRun.ts';
import { SystemSession } from '../grading/systemRun.ts';
import type { LessonExample } from '../manifestSchemas.ts';
import type { RunRecord } from '../running/runRecord.ts';
import { declaredOrder, reversedOrder } from '../../protocol/runEvents.ts';
import { typeCheck } from './typeCheck.ts';
import type { ProofOutcome, ValidationReport } from './validate.ts';

/**
 * Proves the examples of a lesson's page: that what the page shows is what runs, and that it comes out as stated.
 * @param compilerFrom a file from which the package `typescript` resolves.
 */
export async function validateExamples(
  lesson: Lesson,
  setting: RunSetting,
  compilerFrom: string,
): Promise<ValidationReport> {
  const begun = performance.now();
  const proofs = [
    await proof(1, 'blocks', 'Each example is shown by one block, which is part of its file', () =>
      blockProblems(lesson),
    ),
    await proof(2, 'types', 'The examples type-check', () => typeProblems(lesson, setting, compilerFrom)),
    await proof(3, 'outcome', 'Each example comes out as stated, twice', async () => {
      const messages: string[] = [];
      for (const example of examplesOf(lesson)) {
        messages.push(...(await outcomeProblems(lesson, example, setting)));
      }
      return messages;
    }),
  ];
  const ms = Math.round(performance.now() - begun);
  return { subject: `${lesson.id}/examples`, ok: proofs.every(({ ok }) => ok), proofs, ms };
}

/** Whether an example shows tests that fail, in some order. */
export function failsSomehow({ fails, reversed = [] }: LessonExample): boolean {
  return fails.length > 0 || reversed.length > 0;
}

async function proof(
  number: number,
  id: string,
  title: string,
  check: () => readonly string[] | Promise<readonly string[]>,
): Promise<ProofOutcome> {
  let messages: readonly string[];
  try {
    messages = await check();
  } catch (error) {
    messages = [error instanceof CourseError ? `${error.message} ${error.remedy}` : messageOf(error)];
  }
  return { number, id, title, ok: messages.length === 0, messages };
}

function examplesOf(lesson: Lesson): Example[] {
  return (lesson.examples ?? []).flatMap(({ name }) => loadExample(lesson, name) ?? []);
}

function blockProblems(lesson: Lesson): string[] {
  const blocks = fencesOf(lesson.markdown).flatMap(({ info, code }) => {
    const name = exampleNamed(info);
    return name === null ? [] : [{ name, code }];
  });
  const examples = examplesOf(lesson);
  const known = new Set(examples.map(({ name }) => name));
  const folder = join(lesson.folder, 'examples');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return [
    ...blocks
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => `A block runs '${name}', which 'examples' in the front matter does not name.`),
    ...files
      .filter((file) => !known.has(file.replace(/\.test\.ts$/, '')))
      .map((file) => `Nothing shows examples/${file}. Name it in the front matter, or remove it.`),
    ...examples.flatMap(({ name, text }) => {
      const shown = blocks.filter((block) => block.name === name);
      const [first] = shown;
      if (!first || shown.length !== 1) {
        return [
          `The example '${name}' is shown by ${shown.length} blocks. Show it by one: \`\`\`ts run=${name}`,
        ];
      }
      if (isPartOf(first.code, text)) return [];
      return [
        `The block of '${name}' is no part of examples/${name}.test.ts: the learner would run what the page does not show.`,
      ];
    }),
  ];
}

/** Line for line and in one piece, however far it is indented there. */
function isPartOf(code: string, text: string): boolean {
  const linesOf = (of: string): string =>
    of
      .trim()
      .split('\n')
      .map((line) => line.trim())
      .join('\n');
  return `\n${linesOf(text)}\n`.includes(`\n${linesOf(code)}\n`);
}

async function typeProblems(
  lesson: Lesson,
  { installation }: RunSetting,
  compilerFrom: string,
): Promise<string[]> {
  const layouts = new Map(
    examplesOf(lesson).map((example) => [example.name, exampleAssembly(lesson, example).files]),
  );
  const errors = await typeCheck(layouts, installation, compilerFrom);
  return [...errors].flatMap(([name, messages]) => messages.map((message) => `${name}: ${message}`));
}

async function outcomeProblems(lesson: Lesson, example: Example, setting: RunSetting): Promise<string[]> {
  const session = new SystemSession(exampleAssembly(lesson, example), setting);
  const messages = new Set<string>();
  try {
    for (let time = 0; time < 2; time++) {
      const declared = await session.run({ seed: declaredOrder });
      for (const one of differences(example, example.fails, declared)) messages.add(one);
      if (example.reversed === undefined) continue;
      const reversed = await session.run({ seed: reversedOrder });
      for (const one of differences(example, example.reversed, reversed)) {
        messages.add(`In reversed order: ${one}`);
      }
    }
  } finally {
    await session.close();
  }
  return [...messages].map((message) => `examples/${example.name}.test.ts: ${message}`);
}

function differences(example: Example, fails: readonly string[], record: RunRecord): string[] {
  const { tests, findings, problems, end } = record;
  if (problems.length > 0 || end.how !== 'finished') {
    return [problems[0]?.message ?? `It did not run to its end: ${end.how}.`];
  }
  if (tests.length === 0) return ['It has no tests.'];
  const titled = (path: readonly string[]): string => path.at(-1) ?? '';
  const failed = tests.filter(({ state }) => state === 'failed').map(({ path }) => titled(path));
  const others = tests.filter(({ state }) => state !== 'failed' && state !== 'passed');
  const broken = [...new Set(findings.map(({ rule }) => rule))].sort();
  const leaves = [...(example.leaves ?? [])].sort();
  const first = tests.find(({ state }) => state === 'failed')?.failure?.message ?? '';
  return [
    ...(list(failed) === list(fails)
      ? []
      : [`${list(failed)} failed, and 'fails' or 'reversed' in the front matter says ${list(fails)}.`]),
    ...others.map(({ path, state }) => `'${titled(path)}' neither passed nor failed: it is ${state}.`),
    ...(list(broken) === list(leaves)
      ? []
      : [`It left behind ${list(broken)}, and 'leaves' in the front matter says ${list(leaves)}.`]),
    ...(example.says === undefined || failed.length === 0 || first.includes(example.says)
      ? []
      : [`The first failure says “${first}”, which has no “${example.says}” in it.`]),
  ];
}

function list(of: readonly string[]): string {
  return of.length === 0
    ? 'nothing'
    : [...of]
        .sort()
        .map((one) => `'${one}'`)
        .join(', ');
}
