import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  l10n,
  Location,
  Position,
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
import { isClean } from '../../course/check/checkProject.ts';
import { courseMarker } from '../../course/courseMarker.ts';
import type { CheckedTest, CheckResult } from '../../protocol/checkResult.ts';
import { forLabel } from '../../protocol/shownText.ts';
import { Disposables } from '../disposables.ts';
import { tell } from '../messages.ts';
import { namesMocha } from '../mochaProject.ts';
import { testMessage } from '../testing/testMessages.ts';

/** Checks one project. Undefined when there was nothing to start. */
export type Check = (folder: Uri, token: CancellationToken) => Promise<CheckResult | undefined>;

/**
 * Mocha projects of the user's own in the Testing view: one item for each workspace folder that is one, and below
 * it, after a check, its tests with what was found in them. How tests are run is left to other extensions, and what runs
 * all of them never starts the check, which takes much longer: it is a profile that is chosen.
 */
export class CheckProfile extends Disposables {
  readonly controller: TestController;
  /** The one that checks. */
  readonly profile: TestRunProfile;
  private readonly check: Check;

  constructor(check: Check) {
    super();
    this.check = check;
    this.controller = this.add(tests.createTestController('itlab-check', l10n.t('Hygiene and Isolation')));
    this.controller.refreshHandler = () => this.look();
    this.profile = this.add(
      this.controller.createRunProfile(
        l10n.t('Check hygiene and isolation'),
        TestRunProfileKind.Run,
        (request, token) => this.run(request, token),
        false,
      ),
    );
    // Where no profile of the window is a default one, VS Code takes the first by its label: this one, then.
    this.add(
      this.controller.createRunProfile(
        l10n.t('Ask before checking hygiene and isolation'),
        TestRunProfileKind.Run,
        (request) => this.ask(request),
        false,
      ),
    );
    this.add(workspace.onDidChangeWorkspaceFolders(() => this.look()));
    this.look();
  }

  private look(): void {
    const found = (workspace.workspaceFolders ?? []).filter(({ uri }) => isMochaProject(uri));
    this.controller.items.replace(
      found.map(({ name, uri }) => {
        const id = uri.toString();
        return this.controller.items.get(id) ?? this.controller.createTestItem(id, forLabel(name), uri);
      }),
    );
  }

  /** Runs nothing, and says what there is. */
  private ask(request: TestRunRequest): void {
    void tell(
      'information',
      l10n.t(
        'Nothing was run: the tests of your own project are run by mocha, or by an extension for it. The check of Integration Testing Lab runs each of them alone and all of them in several orders, which takes longer.',
      ),
      {
        [l10n.t('Check Hygiene and Isolation')]: async () => {
          const cancellation = new CancellationTokenSource();
          try {
            await this.run(
              new TestRunRequest(request.include, request.exclude, this.profile),
              cancellation.token,
            );
          } finally {
            cancellation.dispose();
          }
        },
      },
    );
  }

  private async run(request: TestRunRequest, token: CancellationToken): Promise<void> {
    const projects = new Set<TestItem>();
    const chosen: TestItem[] = [];
    this.controller.items.forEach((item) => chosen.push(item));
    // Isolation is a property of the whole suite, so a single test stands for its project.
    for (const item of request.include ?? chosen) projects.add(item.parent ?? item);
    for (const item of request.exclude ?? []) projects.delete(item);
    const run = this.controller.createTestRun(request);
    try {
      for (const item of projects) {
        if (item.uri === undefined || token.isCancellationRequested) continue;
        run.started(item);
        const result = await this.check(item.uri, token);
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
  for (const { test: title, message, file, line } of result.hygiene) {
    if (title !== test.title) continue;
    const found = testMessage(message);
    if (file !== '' && line > 0) {
      found.location = new Location(Uri.joinPath(base, ...file.split('/')), new Position(line - 1, 0));
    }
    messages.push(found);
  }
  return messages;
}

/** A package that has mocha among its own dependencies or a configuration of it, and that is no course. */
function isMochaProject({ scheme, fsPath }: Uri): boolean {
  if (scheme !== 'file' || existsSync(join(fsPath, courseMarker))) return false;
  return namesMocha(fsPath);
}
