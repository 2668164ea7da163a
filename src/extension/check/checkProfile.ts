import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  commands,
  l10n,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  Uri,
  workspace,
  type CancellationToken,
  type TestController,
  type TestItem,
  type TestMessage,
  type TestRun,
  type TestRunProfile,
} from 'vscode';
import { isClean, isJudged } from '../../course/check/checkProject.ts';
import { projectFolderOf } from '../../course/check/project.ts';
import { checkSummary } from '../../course/check/summary.ts';
import { namesMocha } from '../../course/check/testFrameworks.ts';
import { courseMarker } from '../../course/courseMarker.ts';
import { isSamePath } from '../../course/platform/paths.ts';
import type { CheckedTest, CheckResult } from '../../protocol/checkResult.ts';
import { forLabel } from '../../protocol/shownText.ts';
import { testNameIn } from '../diagnostics/foundInRuns.ts';
import { Disposables } from '../disposables.ts';
import { tell } from '../messages.ts';
import { messageWithLink, printLines, testMessage } from '../testing/testMessages.ts';

/** Checks projects; `ProjectChecks` does. */
export interface Checker {
  /** The folder of the project that is meant. Undefined when none is, which the person was told. */
  projectAt(place: Uri | undefined): Promise<string | undefined>;
  /** Checks one project. Undefined when there was nothing to start. */
  start(folder: Uri, token: CancellationToken): Promise<CheckResult | undefined>;
}

const controllerId = 'itlab-check';

/**
 * Mocha projects of the user's own in the Testing view: one item for each workspace folder that is one, and for each other
 * package that was checked; below it, after a check, its tests with what was found in them.
 *
 * How tests are run is left to other extensions. What runs all of them, or those of a file, must never start the check,
 * which takes much longer: it is a profile that is chosen. VS Code takes for them the first profile of a controller: default
 * ones come first, then labels decide. So there is one that only tells, which is the default one, and whose label
 * begins with a parenthesis, which sorts before letters in every language: people may choose defaults of their own.
 */
export class CheckProfile extends Disposables {
  readonly controller: TestController;
  /** The one that checks. */
  readonly profile: TestRunProfile;
  /** The one that only tells. */
  readonly telling: TestRunProfile;
  private readonly checker: Checker;

  constructor(checker: Checker) {
    super();
    this.checker = checker;
    this.controller = this.add(tests.createTestController(controllerId, l10n.t('Hygiene and Isolation')));
    this.controller.refreshHandler = () => this.look();
    this.profile = this.add(
      this.controller.createRunProfile(
        l10n.t('Check hygiene and isolation'),
        TestRunProfileKind.Run,
        (request) => this.run(request),
        false,
      ),
    );
    this.telling = this.add(
      this.controller.createRunProfile(
        `(${l10n.t('check nothing')})`,
        TestRunProfileKind.Run,
        (request) => this.checkNothing(request),
        true,
      ),
    );
    this.add(workspace.onDidChangeWorkspaceFolders(() => this.look()));
    this.look();
  }

  /**
   * Checks the project a place belongs to, or that of the open file, and shows it in the Testing view as any check.
   * @throws what keeps the check from starting.
   */
  async start(place?: Uri): Promise<void> {
    const folder = await this.checker.projectAt(place);
    if (folder === undefined) return;
    const item = this.itemAt(folder) ?? this.newItem(Uri.file(folder));
    if (item === null) {
      // No mocha is named there. It may be that of a folder above; if it is none, there is nothing to list.
      const cancellation = new CancellationTokenSource();
      try {
        const result = await this.checker.start(Uri.file(folder), cancellation.token);
        if (result !== undefined && isJudged(result)) this.list(result);
      } finally {
        cancellation.dispose();
      }
      return;
    }
    await this.run(new TestRunRequest([item], undefined, this.profile));
  }

  private look(): void {
    const found = (workspace.workspaceFolders ?? []).filter(({ uri }) => isMochaProject(uri));
    const items = found.map(({ name, uri }) => {
      const id = uri.toString();
      return this.controller.items.get(id) ?? this.controller.createTestItem(id, forLabel(name), uri);
    });
    // Packages that were checked stay as long as their folder is part of the workspace.
    this.controller.items.forEach((item) => {
      if (items.includes(item) || item.uri === undefined || item.children.size === 0) return;
      if (workspace.getWorkspaceFolder(item.uri)) items.push(item);
    });
    this.controller.items.replace(items);
  }

  private itemAt(folder: string): TestItem | undefined {
    let found: TestItem | undefined;
    this.controller.items.forEach((item) => {
      if (item.uri && isSamePath(projectFolderOf(item.uri.fsPath), folder)) found = item;
    });
    return found;
  }

  /** Lists a package that is no workspace folder; null where it is no mocha project. */
  private newItem(uri: Uri): TestItem | null {
    return isMochaProject(uri) ? this.addItem(uri) : null;
  }

  private addItem(uri: Uri): TestItem {
    const id = uri.toString();
    const item = this.controller.createTestItem(id, forLabel(workspace.asRelativePath(uri)), uri);
    this.controller.items.add(item);
    return item;
  }

  private list(result: CheckResult): void {
    const uri = Uri.file(result.project);
    const item = this.itemAt(result.project) ?? this.addItem(uri);
    const run = this.controller.createTestRun(new TestRunRequest([item], undefined, this.profile));
    run.started(item);
    this.show(run, item, result);
    run.end();
  }

  /** Says what there is. Where tests of others ran at the same time, that is not worth a message. */
  private async checkNothing(request: TestRunRequest): Promise<void> {
    const text = l10n.t(
      'Nothing was checked: the tests of your own project are run by mocha, or by an extension for it. The check of Integration Testing Lab runs each of them alone and all of them in several orders, which takes longer.',
    );
    const run = this.controller.createTestRun(request);
    printLines(run, text);
    run.end();
    if (await othersRan(request)) return;
    void tell('information', text, {
      [l10n.t('Check Hygiene and Isolation')]: () =>
        this.run(new TestRunRequest(request.include, request.exclude, this.profile)),
    });
  }

  private async run(request: TestRunRequest): Promise<void> {
    const projects = new Set<TestItem>();
    const chosen: TestItem[] = [];
    this.controller.items.forEach((item) => chosen.push(item));
    // Isolation is a property of the whole suite, so a single test stands for its project.
    for (const item of request.include ?? chosen) projects.add(item.parent ?? item);
    for (const item of request.exclude ?? []) projects.delete(item);
    const run = this.controller.createTestRun(request);
    try {
      for (const item of projects) {
        if (item.uri === undefined || run.token.isCancellationRequested) continue;
        run.started(item);
        const result = await this.checker.start(item.uri, run.token);
        if (result === undefined) run.skipped(item);
        else this.show(run, item, result);
      }
    } finally {
      run.end();
    }
  }

  private show(run: TestRun, project: TestItem, result: CheckResult): void {
    const base = Uri.file(result.project);
    const items = result.tests.map((test) => this.itemOf(project, test, base));
    project.children.replace(items);
    for (const [index, test] of result.tests.entries()) {
      const item = items[index];
      if (item === undefined) continue;
      const messages = messagesFor(test, result, base);
      if (test.state === 'pending') run.skipped(item);
      else if (messages.length > 0) run.failed(item, messages, test.durationMs);
      else run.passed(item, test.durationMs);
    }
    printLines(run, checkSummary(result).join('\n'));
    const loose = result.problems.map(({ message }) => testMessage(message));
    if (isClean(result)) run.passed(project);
    else if (loose.length > 0) run.errored(project, loose);
    else run.failed(project, testMessage(l10n.t('Something was found in the tests below.')));
  }

  private itemOf(project: TestItem, { title, file }: CheckedTest, base: Uri): TestItem {
    const uri = file === '' ? undefined : Uri.joinPath(base, ...file.split('/'));
    const id = JSON.stringify([file, title]);
    return project.children.get(id) ?? this.controller.createTestItem(id, forLabel(title), uri);
  }
}

/** What was found in one test: why it fails, what it leaves behind, and on which other it depends. */
function messagesFor(test: CheckedTest, result: CheckResult, base: Uri): TestMessage[] {
  const messages: TestMessage[] = [];
  const quoted = `'${test.title}'`;
  if (test.state === 'failed' || test.state === 'errored') {
    const why = result.problems.find(({ message }) => message.startsWith(quoted));
    messages.push(testMessage(why?.message ?? l10n.t('The test does not pass.')));
  }
  for (const { test: title, message, file, line, column = 1 } of result.hygiene) {
    if (testNameIn(title) !== test.title) continue;
    if (file === '' || line === 0) {
      messages.push(testMessage(message));
      continue;
    }
    // The line has its diagnostic, so this leads there; with a location it would be drawn into the line as well.
    const place = Uri.joinPath(base, ...file.split('/')).with({ fragment: `${line},${column}` });
    messages.push(messageWithLink(message, `${file}:${line}`, place));
  }
  return messages;
}

/** A package that has mocha among its own dependencies or a configuration of it, and that is no course. */
function isMochaProject({ scheme, fsPath }: Uri): boolean {
  if (scheme !== 'file' || existsSync(join(fsPath, courseMarker))) return false;
  return namesMocha(fsPath);
}

/**
 * Whether what was asked for was for tests of another extension, too: those of the whole window, or of a file. VS Code does
 * not tell; its own command lists whose tests there are.
 */
async function othersRan({ include }: TestRunRequest): Promise<boolean> {
  const isOther = (id: unknown): boolean => typeof id === 'string' && id !== controllerId;
  try {
    if (include === undefined) {
      const all = await commands.executeCommand('vscode.testing.getControllersWithTests');
      return Array.isArray(all) && all.some(isOther);
    }
    const [first] = include;
    if (first?.uri === undefined || first.parent === undefined) return false;
    const inFile = await commands.executeCommand('vscode.testing.getTestsInFile', first.uri);
    return Array.isArray(inFile) && inFile.some((path: unknown) => Array.isArray(path) && isOther(path[0]));
  } catch {
    // An editor without these commands: better a message too many.
    return false;
  }
}
