import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import markdownIt from 'markdown-it';
import type { Exercise } from '../../../src/course/exercise.ts';
import type { ExerciseState } from '../../../src/protocol/lessonPage.ts';
import type { RunEvent } from '../../../src/protocol/runEvents.ts';
import { assertHolds, assertShown, hostile } from '../../support/hostileText.ts';
import { shown, testItem, testRun, type Shown } from '../../support/recordedVscode.ts';

const source = fileURLToPath(new URL('../../../src/extension/', import.meta.url));

/** What VS Code makes a link of in a notification (`parseLinkedText`). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
/** What VS Code draws as an icon in a label (`renderLabelWithIcons`), with or without the backslash that hinders it. */
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

describe('text of others in the workbench', () => {
  let restore: () => void;

  before(() => {
    const vscode = new URL('../../support/recordedVscode.ts', import.meta.url).href;
    const hooks = registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'vscode' ? { url: vscode, shortCircuit: true } : next(specifier, context),
    });
    restore = () => hooks.deregister();
  });
  after(() => restore());
  beforeEach(() => void shown.splice(0));

  // Whoever shows it only reads these few.
  const exercise = {
    id: hostile,
    lesson: 'lesson',
    manifest: { title: hostile, task: hostile, faults: [{ id: 'fault', title: hostile }] },
  } as unknown as Exercise;
  const lesson = { id: 'lesson', order: 1, title: hostile, duration: 5, objectives: [hostile, hostile] };
  const catalog = { lessons: [{ ...lesson, exerciseList: [exercise] }] };
  const course = { folder: '/course', catalog, onDidChange: () => ({ dispose: () => undefined }) };
  const state = {
    activity: { type: 'idle' },
    error: hostile,
    grade: null,
    run: null,
    completed: false,
    outdated: false,
  } as unknown as ExerciseState;

  /** Everything that was shown, each as its place needs it. */
  async function isHarmless(...places: Shown['place'][]): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([...new Set(shown.map(({ place }) => place))].sort(), places.sort());
    assertHolds(shown.map(({ text }) => text).join('\n'));
    for (const { place, text } of shown) {
      if (place === 'terminal') isHarmlessInTerminal(text);
      else if (place === 'markdown') isText(text);
      // Lines of messages, dialogs and the log are not among lines of ours.
      else assertShown(text.replaceAll(/\r?\n/g, ' '));
      if (place === 'notification') assert.doesNotMatch(text, link);
      if (place === 'notification' || place === 'label') {
        assert.doesNotMatch(text, icon);
        assert.ok(!text.includes('\n'), text);
      }
    }
  }

  function isHarmlessInTerminal(text: string): void {
    // oxlint-disable-next-line no-control-regex -- colours, which stay
    const plain = text.replace(/\u001b\[[\d;:]*m/g, '');
    // What tests print are lines of their own; ours begin with a colour.
    assertShown(text.startsWith('\u001b[0m') ? plain : plain.replaceAll('FORGED', ''));
    assert.doesNotMatch(text, /[^\r]\n/);
  }

  /** Markdown that is nothing but text, and the links that are ours. */
  function isText(markdown: string): void {
    const html = markdownIt({ html: true, linkify: true })
      .render(markdown)
      .replace(/<a href="(command:itlab\.replayOrder[^"]*|vscode-remote:\/\/ours)">[^<]*<\/a>/, '');
    assertShown(html);
    assert.deepEqual(
      [...html.matchAll(/<\/?(\w+)/g)]
        .map(([, tag]) => tag)
        .filter((tag) => !['p', 'strong', 'ul', 'li'].includes(tag ?? '')),
      [],
      html,
    );
  }

  it('in notifications, dialogs and progress', async () => {
    const { tell, tellInFull, tellUntrusted, withProgress } =
      await import('../../../src/extension/messages.ts');
    for (const kind of ['information', 'warning', 'error'] as const) await tell(kind, hostile);
    tellUntrusted(hostile);
    await tellInFull(hostile, hostile);
    await withProgress(hostile, (progress) => {
      progress.report({ message: hostile, increment: 1 });
      return Promise.resolve();
    });
    await isHarmless('notification', 'dialog');
  });

  it('in errors, which are logged and told', async () => {
    const { createLog } = await import('../../../src/extension/log.ts');
    const { showError } = await import('../../../src/extension/userError.ts');
    const log = createLog('Integration Testing Lab');
    await showError(log, new Error(hostile));
    await showError(log, hostile);
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) log[level](hostile, hostile);
    log.append(hostile);
    log.appendLine(hostile);
    log.replace(hostile);
    await isHarmless('notification', 'log');
  });

  it('in lists', async () => {
    const { confirm } = await import('../../../src/extension/attempts/confirm.ts');
    const { pickExercise, pickLesson } = await import('../../../src/extension/lessons/pick.ts');
    const { showHint } = await import('../../../src/extension/lessons/showHint.ts');
    await confirm({ title: hostile, text: hostile, action: hostile, detail: hostile });
    await pickExercise(catalog as never, undefined, null);
    await pickLesson(catalog as never, undefined);
    const hints = { shown: () => [{ key: hostile, total: 3, shown: [] }], about: () => hostile };
    await showHint(hints as never, {} as never, exercise, null);
    await isHarmless('label', 'plain');
  });

  it('in the course view and the status bar', async () => {
    const { CourseView } = await import('../../../src/extension/course/courseView.ts');
    const { CourseStatus } = await import('../../../src/extension/course/courseStatus.ts');
    const never = () => ({ dispose: () => undefined });
    const states = { get: () => state, onDidChange: never };
    const way = {
      current: exercise,
      next: () => exercise,
      count: () => ({ complete: 0, total: 1 }),
      onDidMove: never,
    };
    const view = new CourseView(course as never, states as never, way as never, {} as never);
    for (const id of ['lesson', hostile]) view.getTreeItem(id);
    assert.ok(new CourseStatus(course as never, states as never, way as never));
    await isHarmless('label', 'plain', 'markdown');
  });

  it('in the Testing view: items, messages and output', async () => {
    const { TestTree } = await import('../../../src/extension/testing/testTree.ts');
    const { RunReporter } = await import('../../../src/extension/testing/runReporter.ts');
    const { showIsolation } = await import('../../../src/extension/testing/isolationReport.ts');
    const controller = { createTestItem: testItem, items: { replace: () => undefined } };
    const disk = { onDidChange: () => ({ dispose: () => undefined }) };
    const tree = new TestTree(controller as never, course as never, disk as never, () => Promise.resolve([]));
    tree.faultItems(exercise, [{ id: 'fault', caught: true }]);
    const at = { file: '/course/a.test.ts', line: 1, column: 1 };
    const key = JSON.stringify(['tests/a.test.ts', hostile, hostile, 0]);
    const reporter = new RunReporter(testRun as never, tree, exercise, '/course', () => undefined);
    const failure = { message: hostile, at, expected: hostile, actual: 'x', stack: [] };
    const events = [
      {
        type: 'planned',
        exclusive: false,
        tests: [{ key, file: 'tests/a.test.ts', path: [hostile, hostile], at }],
      },
      { type: 'output', stream: 'stdout', text: hostile, key },
      { type: 'testFinished', key, state: 'failed', durationMs: 1, failure },
      { type: 'testFinished', key, state: 'failed', durationMs: 1, failure: { ...failure, expected: null } },
    ] as unknown as RunEvent[];
    for (const event of events) reporter.add(event);
    const test = { key, path: [hostile, hostile], at, state: 'errored', reason: hostile, failure: null };
    const record = { tests: [test], problems: [{ code: 'crashed', message: hostile, at }], findings: [] };
    reporter.close(record as never, null);
    reporter.close({ ...record, tests: [] } as never, null);
    for (const seed of [null, 3]) {
      const findings = [{ key, test: hostile, other: key, seed, message: hostile }];
      const flakyTests = [{ key, failed: 1, runs: 3, why: hostile }];
      showIsolation(testRun as never, tree, exercise, { record, findings, flakyTests, tried: 1 } as never);
    }
    const { messageWithLink } = await import('../../../src/extension/testing/testMessages.ts');
    messageWithLink(hostile, hostile, { toString: () => 'vscode-remote://ours' } as never);
    await isHarmless('label', 'message', 'terminal', 'markdown');
  });

  it('in the terminal of the tests: colours stay, and our lines begin without them', async () => {
    const { printLines, printOutput } = await import('../../../src/extension/testing/testMessages.ts');
    printOutput(testRun as never, '\u001b[31mred\u001b[0m\n50 %\r100 %\r\nab\b\u001b[2Kc\u001b[8m\n');
    printLines(testRun as never, 'Complete.');
    assert.deepEqual(
      shown.map(({ text }) => text),
      ['\u001b[31mred\u001b[0m\r\n50 %\r\n100 %\r\nab\\x08\\x1b[2Kc\u001b[8m\r\n', '\u001b[0mComplete.\r\n'],
    );
  });

  it('goes through one place for each target, wherever it is shown', () => {
    /** A function of VS Code's that shows something, with the only files that may call it. */
    const sinks: readonly (readonly [RegExp, ...string[]])[] = [
      [/\bshow(?:Information|Warning|Error)Message\b/, 'messages.ts'],
      [/\bwindow\.withProgress\b|\bProgressLocation\b/, 'messages.ts'],
      [/\bcreateOutputChannel\b/, 'log.ts'],
      [/\.appendOutput\(/, 'testing/testMessages.ts'],
      [/\bnew TestMessage\(|\bTestMessage\.diff\(/, 'testing/testMessages.ts', 'testing/isolationReport.ts'],
      [
        /\bnew MarkdownString\(|\.appendMarkdown\(/,
        'course/courseView.ts',
        'testing/isolationReport.ts',
        'testing/testMessages.ts',
      ],
      [/\.isTrusted = |\bsupportHtml\b|\bsupportThemeIcons\b/, 'testing/isolationReport.ts'],
      [/\bcreateTerminal\b|\bsendText\b|\bsetStatusBarMessage\b|\bappendText\(/],
    ];
    const files = globSync('**/*.ts', { cwd: source }).map((file) => file.replaceAll('\\', '/'));
    assert.ok(files.length > 50);
    const elsewhere = files.flatMap((file) => {
      const text = readFileSync(join(source, file), 'utf8');
      return sinks.flatMap(([sink, ...allowed]) =>
        sink.test(text) && !allowed.includes(file) ? [`${file}: ${sink.source}`] : [],
      );
    });
    assert.deepEqual(elsewhere, []);
    for (const [sink, ...allowed] of sinks) {
      for (const file of allowed) assert.match(readFileSync(join(source, file), 'utf8'), sink);
    }
  });

  it('is a label in every item of a tree or list', () => {
    /** What needs no care: words of ours, numbers, dates, and ids. */
    const harmless =
      /^(?:forLabel\(|iconed\(|`\$\(\w+\) \$\{(?:forLabel\(|l10n\.t\()|l10n\.t\('|groups\[|mendTitle\(|reasonText\(|exercise\.id\b|timeText\(|this\.differenceText\(|shown\.length === 0 \? '' : l10n|''|key === hintKeys\.exercise \? l10n\.t\('[^']*'\) : forLabel\(|`\$\{count\}\.|caught \?)/;
    const careless = globSync('**/*.ts', { cwd: source }).flatMap((file) => {
      const text = readFileSync(join(source, file), 'utf8').replace(/^ *(?:\/\/|\/?\*).*$/gm, '');
      if (!/\b(?:showQuickPick|createQuickPick|createTestItem|TreeItem)\b/.test(text)) return [];
      const items = [...text.matchAll(/\b(?:createTestItem\([^,]+, |new TreeItem\()([^\n]+)/g)]
        .map(([, label = '']) => label.trim())
        .filter((label) => label !== '' && !label.startsWith('id)') && !label.startsWith('forLabel('));
      const entries = [...text.matchAll(/\b(?:label|description|detail): *(?:\n *)?([^\n]+)/g)]
        .map(([, value = '']) => value.trim())
        .filter((value) => !harmless.test(value) && !/^(?:string|l10n\.t\()/.test(value));
      return [...items, ...entries].map((words) => `${file}: ${words}`);
    });
    assert.deepEqual(careless, []);
  });
});
