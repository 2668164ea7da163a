import {
  l10n,
  Location,
  MarkdownString,
  Position,
  TestMessage,
  TestMessageStackFrame,
  Uri,
  type TestRun,
} from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import type { IsolationFinding } from '../../course/grading/isolation.ts';
import type { LearnerIsolation } from '../../course/grading/learnerIsolation.ts';
import { titlesOf, type TestRecord } from '../../course/running/runRecord.ts';
import { reversedOrder, type Finding } from '../../protocol/runEvents.ts';
import { forLabel, forMarkdown, oneLine } from '../../protocol/shownText.ts';
import { runInOrder } from '../verdict.ts';
import { printLines } from './testMessages.ts';
import type { TestTree } from './testTree.ts';

/** Shows, for each test whose verdict depends on its neighbours, the one that decides and how to see it again. */
export function showIsolation(
  run: TestRun,
  tree: TestTree,
  exercise: Exercise,
  { record, findings, flakyTests, tried }: LearnerIsolation,
): void {
  const titles = titlesOf(record.tests);
  const byKey = new Map(record.tests.map((test) => [test.key, test]));
  for (const finding of findings) {
    const item = tree.testsOf(exercise).get(finding.key);
    const words = wordsOf(finding, titles);
    printLines(run, words.map(oneLine).join('\n  '), undefined, item);
    if (!item) continue;
    const message = new TestMessage(messageOf(exercise, finding, words));
    const victim = byKey.get(finding.key);
    const other = finding.other === null ? undefined : byKey.get(finding.other);
    const place = placeOf(victim);
    if (place) message.location = place;
    message.stackTrace = [frameOf(victim, titles), frameOf(other, titles)].flatMap((frame) => frame ?? []);
    run.failed(item, message);
  }
  for (const { key, failed, runs, why } of flakyTests) {
    const item = tree.testsOf(exercise).get(key);
    const test = titles.get(key) ?? key;
    const words = l10n.t(
      "'{0}' is flaky: in the same order it failed in {1} of {2} runs and passed in the others. It failed with: {3} Take chance, the clock and races out of it.",
      test,
      failed,
      runs,
      why,
    );
    printLines(run, oneLine(words), undefined, item);
    if (!item) continue;
    const message = new TestMessage(oneLine(words));
    const place = placeOf(byKey.get(key));
    if (place) message.location = place;
    run.failed(item, message);
  }
  if (findings.length === 0 && flakyTests.length === 0 && tried > 0) {
    const words = l10n.t('Every test passes alone, reversed and shuffled: {0} orders were tried.', tried);
    printLines(run, words);
  }
}

/** The same as findings, for the lines of the victims. */
export function findingsOf({ record, findings }: LearnerIsolation): Finding[] {
  return findings.map(({ key, test, message }) => ({
    rule: 'order-dependence',
    test,
    message,
    at: record.tests.find((known) => known.key === key)?.at ?? null,
  }));
}

/** One sentence a line. */
function wordsOf(
  { key, other, seed, test }: IsolationFinding,
  titles: ReadonlyMap<string, string>,
): string[] {
  const victim = titles.get(key) ?? test;
  const deciding = other === null ? null : (titles.get(other) ?? other);
  const pair = `'${deciding}' → '${victim}'`;
  if (seed === null) {
    return [
      deciding === null ? l10n.t("'{0}' fails alone.", victim) : pair,
      deciding === null
        ? l10n.t("Alone, '{0}' fails: it needs what other tests leave behind.", victim)
        : l10n.t("Alone, '{0}' fails: it needs what '{1}' leaves behind.", victim, deciding),
      l10n.t('Let it set up what it needs itself.'),
    ];
  }
  return [
    deciding === null ? l10n.t("Several tests together → '{0}'", victim) : pair,
    deciding === null
      ? l10n.t("'{0}' fails after several other tests, which leave something behind.", victim)
      : l10n.t("'{0}' fails after '{1}', which leaves something behind.", victim, deciding),
    l10n.t('Let the polluter clean up in a teardown hook, or give each test its own data.'),
    seed === reversedOrder
      ? l10n.t('All tests in reversed order show it.')
      : l10n.t('All tests in the shuffled order {0} show it.', seed),
  ];
}

function messageOf(
  exercise: Exercise,
  { seed }: IsolationFinding,
  words: readonly string[],
): string | MarkdownString {
  if (seed === null) return words.map(oneLine).join('\n');
  const text = new MarkdownString();
  // Titles are the learner's text, not Markdown.
  for (const line of words) text.appendMarkdown(`${forMarkdown(line)}\n\n`);
  const args = encodeURIComponent(JSON.stringify([exercise.id, seed]));
  text.appendMarkdown(`[${forMarkdown(runInOrder(seed))}](command:itlab.replayOrder?${args})`);
  text.isTrusted = { enabledCommands: ['itlab.replayOrder'] };
  return text;
}

function frameOf(
  test: TestRecord | undefined,
  titles: ReadonlyMap<string, string>,
): TestMessageStackFrame | undefined {
  const place = placeOf(test);
  if (!test || !place) return undefined;
  return new TestMessageStackFrame(forLabel(titles.get(test.key) ?? ''), place.uri, place.range.start);
}

function placeOf(test: TestRecord | undefined): Location | undefined {
  if (!test?.at) return undefined;
  const { file, line, column } = test.at;
  return new Location(Uri.file(file), new Position(line - 1, Math.max(0, column - 1)));
}
