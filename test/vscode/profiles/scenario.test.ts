import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CodeActionKind,
  commands,
  debug,
  extensions,
  languages,
  Location,
  Position,
  Range,
  Selection,
  SourceBreakpoint,
  StatementCoverage,
  TabInputText,
  Uri,
  window,
  workspace,
  type CodeAction,
  type FileCoverage,
  type FileCoverageDetail,
} from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { halfWay } from '../../support/lessonPages.ts';
import { scenario, until } from '../../support/scenario.ts';
import { listenToRuns, type Told } from '../toldRuns.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

const ordersText = `import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('users', () => {
  let db: Db;
  let users: UserRepository;

  before(() => {
    db = openDatabase(':memory:');
    users = new UserRepository(db);
  });

  after(() => {
    db.close();
  });

  it('starts without ada', () => {
    const found: { id: number } | undefined = users.findById(1);
    assert.equal(found, undefined);
  });

  it('stores ada', () => {
    const { id } = users.create({ username: 'ada', email: 'ada@example.com' });
    assert.ok(id > 0);
  });
});
`;

const arithmeticText = `describe('arithmetic', () => {
  it('adds', () => {
    if (1 + 1 !== 2) throw new Error('no');
  });
});
`;

const endlessText = `describe('arithmetic', () => {
  it('adds', async function () {
    this.timeout(0);
    await new Promise((done) => setTimeout(done, 600_000));
  });
});
`;

/** Of the debug adapter protocol. */
interface Frame {
  readonly line: number;
  readonly source?: { readonly path?: string; readonly sourceReference?: number };
}

export const run = scenario(() => {
  describe('the profiles of the Testing view', () => {
    const page = pageFrom(process.env);
    const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
    const exerciseFolder = join(folder, '02-database', 'repositories');
    const suite = Uri.file(join(exerciseFolder, 'tests', 'repositories.test.ts'));
    const arithmetic = Uri.file(join(exerciseFolder, 'tests', 'arithmetic.test.ts'));
    let api: ExtensionApi;
    let told: Told[] = [];
    /** How many there have been. */
    let runs = (): number => 0;
    /** What runs before this one tell late is no part of the test. */
    let first = 1;
    /** Debug sessions that go on; VS Code 1.103 keeps its active session after the end. */
    const sessions = new Set<string>();
    /** The command that debugs resolves when the run is over. */
    let debugging: Thenable<unknown> = Promise.resolve();

    const exercise = () => findExercise(api.course.catalog, '02-database/repositories');
    const fromHereOn = (): void => {
      told = [];
      first = runs() + 1;
    };
    const labels = (what: string): string[] =>
      told.filter((one) => one.what === what).map(({ label }) => label);
    /** The tests that passed in a run that is over; undefined before its end. */
    const passedIn = (run: number): string[] | undefined =>
      told.some((one) => one.run === run && one.what === 'end')
        ? told
            .filter((one) => one.run === run && one.what === 'passed')
            .map(({ label }) => label)
            .sort()
        : undefined;
    const ended = (what: string) =>
      until(`the end of ${what}`, () => (labels('end').length > 0 ? true : undefined));

    const card = '[data-exercise="02-database/repositories"]';
    const inCard = (selector: string) => ({ selector: `${card} ${selector}`, part: 'webview' }) as const;
    const text = (selector: string): Promise<string> =>
      page?.ask('text', inCard(selector)) ?? Promise.resolve('');
    const count = (selector: string): Promise<number> =>
      page?.ask('count', inCard(selector)) ?? Promise.resolve(0);
    const appears = (selector: string) =>
      until(selector, async () => ((await count(selector)) > 0 ? true : undefined));

    before(async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      api = await extension.activate();
      writeFileSync(suite.fsPath, ordersText);
      writeFileSync(arithmetic.fsPath, arithmeticText);
      runs = listenToRuns(api.controller, (one) => {
        // What tests print is another scenario's business.
        if (one.what !== 'output' && one.run >= first) told.push(one);
      });
      debug.onDidStartDebugSession(({ id }) => sessions.add(id));
      debug.onDidTerminateDebugSession(({ id }) => sessions.delete(id));
      await open(suite);
      await api.testing.resolve(exercise());
    });

    beforeEach(fromHereOn);

    afterEach(function () {
      if (this.currentTest?.state !== 'failed') return;
      const lines = told.map(({ run, what, label, text = '' }) => `run ${run}: ${what} ${label} ${text}`);
      console.error(`What the runs told:\n${lines.join('\n')}`);
    });

    async function open(uri: Uri) {
      const document = await workspace.openTextDocument(uri);
      // The editor may still show the text of the course.
      await until('the text', () =>
        document.getText() === readFileSync(uri.fsPath, 'utf8') ? true : undefined,
      );
      return window.showTextDocument(document);
    }

    /** Puts the cursor behind the text. */
    async function goTo(text: string) {
      const editor = await open(suite);
      const place = editor.document.positionAt(editor.document.getText().indexOf(text) + text.length);
      editor.selection = new Selection(place, place);
      return editor;
    }

    it('runs the test at the cursor, and no other', async () => {
      await goTo('assert.ok(id');
      await commands.executeCommand('testing.runAtCursor');
      await ended('the run');
      assert.deepEqual(labels('passed'), ['stores ada']);
      assert.deepEqual(labels('started'), ['stores ada']);
    });

    it('stops the debugger on the line of the TypeScript file, for longer than a test may take', async () => {
      const line = ordersText.split('\n').indexOf('    assert.equal(found, undefined);');
      const place = new SourceBreakpoint(new Location(suite, new Position(line, 0)));
      debug.addBreakpoints([place]);
      await goTo("it('starts without");
      const stop = until('the stop at the breakpoint', stoppedAt);
      debugging = commands.executeCommand('testing.debugAtCursor');
      const { source, at } = await stop;
      // The web host names the file by its address.
      const path = source.path ?? '';
      assert.equal(path.includes('://') ? Uri.parse(path).path : path, suite.path);
      assert.equal(source.sourceReference ?? 0, 0, 'the file itself is shown, not what was made of it');
      assert.equal(at, line + 1);
      // The manifest's limit for a test; with it, the run would have ended now.
      await new Promise((resolve) => setTimeout(resolve, exercise().manifest.limits.testTimeoutMs + 1200));
      assert.deepEqual(labels('end'), []);
      debug.removeBreakpoints([place]);
      await commands.executeCommand('workbench.action.debug.continue');
      await ended('the run');
      assert.deepEqual(labels('passed'), ['starts without ada']);
      await debugging;
      await until('the end of the session', () => (sessions.size === 0 ? true : undefined));
    });

    it('ends the run with the debug session', async () => {
      const line = ordersText.split('\n').indexOf('    assert.ok(id > 0);');
      const place = new SourceBreakpoint(new Location(suite, new Position(line, 0)));
      debug.addBreakpoints([place]);
      await goTo('assert.ok(id');
      const stop = until('the stop at the breakpoint', stoppedAt);
      debugging = commands.executeCommand('testing.debugAtCursor');
      await stop;
      await debug.stopDebugging();
      await ended('the run');
      debug.removeBreakpoints([place]);
      assert.deepEqual(labels('passed'), []);
      assert.deepEqual(labels('errored'), ['stores ada']);
      await debugging;
    });

    it('debugs a test on the system with a fault that it caught, and shows the faulty text', async () => {
      const grade = halfWay(exercise());
      const caughtBy = (id: string): string[] => (id === 'commit-missing' ? ['stores ada'] : []);
      const faults = grade.faults.map(({ id }) => ({
        id,
        caught: caughtBy(id).length > 0,
        by: caughtBy(id),
      }));
      const tests = [{ title: 'stores ada', state: 'passed', durationMs: 1 }] as const;
      api.states.update(exercise(), { grade: { ...grade, tests, faults } });
      const ownLine = ordersText.split('\n').indexOf('    assert.ok(id > 0);');
      const own = new SourceBreakpoint(new Location(suite, new Position(ownLine, 0)));
      debug.addBreakpoints([own]);
      const system = join(exerciseFolder, 'src', 'users.ts');
      const correct = readFileSync(system, 'utf8');
      const faulty = "    if (!this.#db.inTransaction) this.#db.exec('BEGIN');";
      const stop = until('the stop in the faulty code', stoppedAt);
      if (page) {
        await commands.executeCommand('itlab.showExercise', exercise().id);
        await appears('[data-keep="debug-0-commit-missing"]');
        await page.ask('evaluate', {
          ...inCard('[data-keep="debug-0-commit-missing"]'),
          body: 'element.scrollIntoView()',
        });
        await page.ask('screenshot', { name: 'debug-fault-card' });
        await page.ask('click', inCard('[data-keep="debug-0-commit-missing"]'));
      } else void api.testing.debugFault(exercise(), 'commit-missing', 'stores ada');
      const { source, at } = await stop;
      const shown = await until('the editor', () => {
        const editor = window.activeTextEditor;
        return editor?.document.uri.path.endsWith('/work/src/users.ts') ? editor : undefined;
      });
      assert.equal(shown.document.lineAt(at - 1).text, faulty);
      assert.equal(source.sourceReference ?? 0, 0);
      assert.ok(source.path?.endsWith('/work/src/users.ts'), source.path);
      assert.equal(
        readFileSync(system, 'utf8'),
        correct,
        'nothing is written into the folder of the learner',
      );
      await page?.ask('screenshot', { name: 'debug-fault' });
      await commands.executeCommand('workbench.action.debug.continue');
      const atOwn = await until('the stop at the own breakpoint', async () => {
        const place = await stoppedAt();
        return place?.source.path?.endsWith('/repositories.test.ts') === true ? place : undefined;
      });
      assert.equal(atOwn.at, ownLine + 1);
      await commands.executeCommand('workbench.action.debug.continue');
      await ended('the run');
      await until('the end of the session', () => (sessions.size === 0 ? true : undefined));
      assert.deepEqual(labels('failed'), [], 'results of tests are about the correct system');
      assert.deepEqual(debug.breakpoints, [own]);
      debug.removeBreakpoints([own]);
      const copy = shown.document.uri.fsPath;
      await until('the end of the copy', () => (existsSync(dirname(copy)) ? undefined : true));
      await until('no editor of it', () =>
        window.tabGroups.all.some(({ tabs }) =>
          tabs.some(({ input }) => input instanceof TabInputText && input.uri.fsPath === copy),
        )
          ? undefined
          : true,
      );
      await assert.rejects(api.testing.debugFault(exercise(), 'fk-off', 'stores ada'), {
        code: 'fault-not-caught',
      });
    });

    it('shows covered and uncovered lines of the system under test', async () => {
      await open(suite);
      await commands.executeCommand('testing.coverageCurrentFile');
      await ended('the run');
      const users = told.find(({ coverage }) =>
        coverage?.uri.fsPath.endsWith(join('src', 'users.ts')),
      )?.coverage;
      assert.ok(users, 'coverage of src/users.ts');
      const source = readFileSync(users.uri.fsPath, 'utf8').split('\n');
      const counts = new Map<string, number>();
      for (const detail of await detailsOf(users)) {
        if (!(detail instanceof StatementCoverage)) continue;
        const at = detail.location instanceof Range ? detail.location.start : detail.location;
        counts.set(source[at.line]?.trim() ?? '', Number(detail.executed));
      }
      const [covered] = [...counts].filter(([text]) => text.includes('(insertUser).run'));
      const [uncovered] = [...counts].filter(([text]) => text.includes('throw new DuplicateUserError'));
      assert.equal(covered?.[1], 1, JSON.stringify([...counts]));
      assert.equal(uncovered?.[1], 0, JSON.stringify([...counts]));
      assert.ok(users.statementCoverage.covered < users.statementCoverage.total);
      assert.ok(users.declarationCoverage && users.declarationCoverage.covered > 0);
      // The tests themselves are shown too, and the rest of the toolchain is not.
      const files = told.flatMap(({ coverage }) => (coverage ? [coverage.uri.fsPath] : []));
      assert.ok(files.includes(suite.fsPath), files.join('\n'));
      assert.ok(
        files.every((file) =>
          ['src', 'tests'].includes(
            dirname(file)
              .slice(exerciseFolder.length + 1)
              .split(/[\\/]/)[0] ?? '',
          ),
        ),
      );
      if (!page) return;
      await window.showTextDocument(await workspace.openTextDocument(users.uri));
      await until('the coverage in the editor', async () =>
        (await page.ask('count', { selector: '.coverage-deco-gutter' })) > 0 ? true : undefined,
      );
      await page.ask('screenshot', { name: 'coverage' });
    });

    it('names polluter and victim, and the order that shows them', async () => {
      await commands.executeCommand('itlab.checkIsolation', '02-database/repositories');
      assert.deepEqual(labels('failed'), ['starts without ada']);
      const { message, text = '' } = told.find(({ what }) => what === 'failed') ?? {};
      assert.match(text, /stores ada.*→.*starts without ada/s);
      assert.match(text, /All tests in reversed order show it/);
      assert.match(text, /\[Run in reversed order\]\(command:/);
      assert.deepEqual(
        message?.stackTrace?.map(({ label, position }) => [
          label,
          ordersText.split('\n')[position?.line ?? 0]?.trim(),
        ]),
        [
          ['starts without ada', "it('starts without ada', () => {"],
          ['stores ada', "it('stores ada', () => {"],
        ],
      );
      assert.ok(message?.location);
      assert.deepEqual(languages.getDiagnostics(suite), [], 'the failed test says it; once is enough');
      if (!page) return;
      await commands.executeCommand('testing.openOutputPeek').then(undefined, () => undefined);
      await page.ask('screenshot', { name: 'isolation' });
    });

    it('runs in that order again', async () => {
      await commands.executeCommand('itlab.replayOrder', '02-database/repositories', -1);
      assert.deepEqual(labels('failed'), ['starts without ada']);
      assert.deepEqual(labels('passed').sort(), ['adds', 'stores ada']);
    });

    it('leaves something in the output of every run', async () => {
      const printed: string[] = [];
      listenToRuns(api.controller, ({ what, text = '' }) => {
        if (what === 'output') printed.push(text);
      });
      await commands.executeCommand('itlab.replayOrder', '02-database/repositories', -1);
      assert.match(printed.join(''), /Repositories on SQLite: 2 passed, 1 failed, in reversed order/);
    });

    it('names on the card the order, the tests that failed and their places, which open', async function () {
      if (!page) this.skip();
      await commands.executeCommand('itlab.showExercise', '02-database/repositories');
      await appears('.last-run');
      assert.match(await text('.run'), /Last run, in reversed order:\s+2 passed, 1 failed/);
      assert.match(await text('.last-run .finding-text'), /^“starts without ada”: /);
      await page?.ask('click', inCard('.last-run .findings .link'));
      const line = ordersText.split('\n').indexOf('    assert.equal(found, undefined);');
      await until('the place', () =>
        window.activeTextEditor?.document.uri.path === suite.path &&
        window.activeTextEditor.selection.active.line === line
          ? true
          : undefined,
      );
    });

    it('tells a dependence once, counts it once, and has the order that shows it on a button', async function () {
      if (!page) this.skip();
      await commands.executeCommand('itlab.gradeExercise', '02-database/repositories');
      await appears('.results > .findings');
      assert.match(await text('[data-stage=hygiene] .value'), /clean/);
      assert.match(await text('[data-stage=isolation] .value'), /1 dependence/);
      assert.match(String(api.courseStatus.text), /, 1 order dependence$/);
      const findings = await text('.results > .findings');
      assert.equal(findings.split('fails when').length, 2, findings);
      assert.doesNotMatch(findings, /Seed|-1/);
      assert.equal(await count('.last-run .findings'), 0, 'what the grade says is not said by its run again');
      await page?.ask('evaluate', { ...inCard('.results'), body: 'element.scrollIntoView()' });
      await page?.ask('screenshot', { name: 'dependence' });
      fromHereOn();
      await page?.ask('click', inCard('.link:has-text("Run in reversed order")'));
      await ended('the run');
      assert.deepEqual(labels('failed'), ['starts without ada']);
      await until('the run on the card', async () =>
        /in reversed order/.test(await text('.run')) ? true : undefined,
      );
    });

    it('shows a run after an edit as fresh, and the grade before as old', async function () {
      if (!page) this.skip();
      const editor = await open(suite);
      await editor.edit((edit) => edit.insert(new Position(0, 0), '// edited\n'));
      await editor.document.save();
      await commands.executeCommand('itlab.showExercise', '02-database/repositories');
      await appears('.last-run.old');
      assert.match(await text('.run'), /\(edited since\)/);
      await commands.executeCommand('itlab.runExercise', '02-database/repositories');
      await appears('.last-run:not(.old)');
      assert.doesNotMatch(await text('.run'), /edited since|reversed/);
      assert.match(await text('.notice'), /You edited a file after the grade below/);
      assert.match(String(api.courseStatus.text), /: 3 passed$/);
      await page?.ask('screenshot', { name: 'fresh-run' });
    });

    it('offers the teardown at the line of what a run found', async () => {
      const editor = await open(suite);
      const closing = editor.document.getText().indexOf('    db.close();\n');
      await editor.edit((edit) =>
        edit.delete(new Range(editor.document.positionAt(closing), editor.document.positionAt(closing + 16))),
      );
      await editor.document.save();
      await commands.executeCommand('itlab.runExercise', '02-database/repositories');
      const leak = await until('the proof of the run at the report of the parser', () =>
        languages
          .getDiagnostics(suite)
          .find(({ relatedInformation = [] }) =>
            relatedInformation.some(
              ({ message }) => message === "The last run shows it: in 'starts without ada'",
            ),
          ),
      );
      assert.deepEqual(
        languages.getDiagnostics(suite).map(({ code }) => (typeof code === 'object' ? code.value : code)),
        ['unreleased-db'],
        'one report',
      );
      const offered = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        suite,
        leak.range,
        CodeActionKind.QuickFix.value,
        20,
      );
      const fix = offered.find(({ isPreferred }) => isPreferred);
      assert.ok(fix?.edit && (await workspace.applyEdit(fix.edit)), offered.map(({ title }) => title).join());
      await until('no report', () => (languages.getDiagnostics(suite).length === 0 ? true : undefined));
      await editor.document.save();
    });

    it('outdates results when a file changes on the disk', async () => {
      await commands.executeCommand('itlab.runExercise', '02-database/repositories');
      // The disk's events about what was saved before this run come about now, and change nothing.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.equal(api.states.get(exercise()).runOutdated, false);
      const database = join(exerciseFolder, 'src', 'database.ts');
      writeFileSync(database, `${readFileSync(database, 'utf8')}\n// touched\n`);
      await until('the results to be outdated', () =>
        api.states.get(exercise()).runOutdated ? true : undefined,
      );
    });

    it('runs what a save affects, as long as continuous run is on', async () => {
      const replace = async (uri: Uri, text: string): Promise<void> => {
        const editor = await open(uri);
        const all = new Range(0, 0, editor.document.lineCount, 0);
        await editor.edit((edit) => edit.replace(all, text));
        await editor.document.save();
      };
      const addLine = (uri: Uri): Promise<void> => replace(uri, `${readFileSync(uri.fsPath, 'utf8')}\n`);
      await commands.executeCommand('testing.startContinuousRun');
      await addLine(arithmetic);
      await ended('the run after the save of a test file');
      assert.deepEqual(labels('passed'), ['adds']);
      assert.deepEqual(labels('started'), ['adds']);

      fromHereOn();
      await addLine(Uri.file(join(exerciseFolder, 'src', 'users.ts')));
      await ended('the run after the save of the system');
      assert.deepEqual(labels('passed').sort(), ['starts without ada', 'stores ada']);

      fromHereOn();
      await replace(arithmetic, endlessText);
      await until('the endless test', () => (labels('started').includes('adds') ? true : undefined));
      await addLine(Uri.file(join(exerciseFolder, 'src', 'users.ts')));
      await until('the second run', () => (runs() > first ? true : undefined));
      await replace(arithmetic, arithmeticText);
      // The newest save ends the older runs, and takes over what they had not finished.
      await until('one run of all that was saved', () => {
        const numbers = Array.from({ length: runs() - first + 1 }, (_, index) => first + index);
        const passed = numbers.map(passedIn);
        return passed.every((tests) => tests !== undefined) &&
          passed.some((tests) => tests?.join() === 'adds,starts without ada,stores ada')
          ? true
          : undefined;
      });

      fromHereOn();
      await commands.executeCommand('testing.stopContinuousRun');
      await addLine(arithmetic);
      await new Promise((resolve) => setTimeout(resolve, 500));
      // The end of a run before may come late.
      assert.deepEqual(labels('started'), [], 'nothing runs when it is switched off');
    });

    async function detailsOf(coverage: FileCoverage): Promise<readonly FileCoverageDetail[]> {
      return api.testing.coverage.detailsOf(coverage);
    }

    async function stoppedAt() {
      const item = debug.activeStackItem;
      if (!item || !('frameId' in item)) return undefined;
      const { session, threadId } = item;
      // A session answers nothing while it goes on.
      const trace: unknown = await session
        .customRequest('stackTrace', { threadId, startFrame: 0, levels: 1 })
        .then(undefined, () => undefined);
      const [frame] = (trace as { stackFrames?: Frame[] } | undefined)?.stackFrames ?? [];
      return frame?.source ? { source: frame.source, at: frame.line } : undefined;
    }
  });
});
