import { l10n, workspace, type LogOutputChannel, type TextDocument } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { CourseError, messageOf } from '../course/courseError.ts';
import type { CodeShape, DiscoveredTests, SourceFile } from '../protocol/serverRequests.ts';
import type { FindingDiagnostics } from './diagnostics/findingDiagnostics.ts';
import { Disposables } from './disposables.ts';
import { tell } from './messages.ts';
import { isRead, saysWhoRuns } from './mochaProject.ts';
import { isScriptDocument } from './testDocuments.ts';

/** A server that ends more often than this within `spanMs` is not started again by itself. */
const mostRestarts = 3;
const spanMs = 3 * 60_000;

/** One that has not come up by then never will, for example because it ended before anybody listened to it. */
const startMs = 20_000;

/**
 * The language server. It starts with the first test file of mocha's that is opened, or whose tests are asked for, and not
 * before: most windows never need it, and loading what speaks with it takes longer than everything else here.
 *
 * From then on it is kept running: when it ends, it is started again a few times, with the open documents as they
 * are in the editor; then this says so, with a button. Nothing of the user's is in the server, so nothing is lost.
 *
 * Each start gets a client of its own: one whose server ends while it starts cannot be used again.
 */
export class LanguageServer extends Disposables {
  private readonly module: string;
  private readonly diagnostics: FindingDiagnostics;
  private readonly log: LogOutputChannel;
  /** The client that is meant to run, with its start; null while the server stays off. */
  private current: RunningClient | null = null;
  /** Whether anybody has needed it yet. */
  private wanted = false;
  /** When servers ended, in milliseconds since the epoch. */
  private ends: number[] = [];

  /** @param diagnostics takes what the server finds. */
  constructor(module: string, diagnostics: FindingDiagnostics, log: LogOutputChannel) {
    super();
    this.module = module;
    this.diagnostics = diagnostics;
    this.log = log;
    const look = (document: TextDocument): void => {
      // What wakes the extension is any script, so that the result does not depend on what was clicked before.
      if (!this.wanted && isRead(document)) this.start();
    };
    this.add(workspace.onDidOpenTextDocument(look));
    workspace.textDocuments.forEach(look);
    this.add(workspace.onDidSaveTextDocument((saved) => this.lookAgain(saved)));
    // It may look at the project's own packages only now, and is told so when it starts.
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.wanted && this.start()));
    this.add({ dispose: () => this.stop() });
  }

  /**
   * What was saved may say that others run the tests from now on, or mocha does, or a file holds tests only now: the
   * open ones are handed in anew.
   */
  private lookAgain(saved: TextDocument): void {
    const concerned = saysWhoRuns(saved) ? workspace.textDocuments : [saved];
    const isAsBefore = concerned
      .filter(isScriptDocument)
      .every((one) => isRead(one) === (this.current?.handedIn.has(one.uri.toString()) ?? false));
    if (!isAsBefore) this.start();
  }

  /** Starts it, or starts it anew. */
  private start(): void {
    this.wanted = true;
    this.stop();
    const running = new RunningClient(this.module, this.diagnostics, this.log, () => this.ended(running));
    this.current = running;
    running.started.catch((error: unknown) => {
      this.log.error(`The language server could not be started: ${messageOf(error)}`);
      this.ended(running);
    });
  }

  /**
   * Tests in files, found by parsing. Asked again when the server ends before it has answered.
   * @throws Error when the server stays off.
   */
  discover(files: readonly SourceFile[]): Promise<readonly DiscoveredTests[]> {
    return this.ask((client) => client.discover(files));
  }

  /**
   * What running sees of each text. Asked again as above.
   * @throws Error when the server stays off.
   */
  shapes(files: readonly Required<SourceFile>[]): Promise<readonly (CodeShape | null)[]> {
    return this.ask((client) => client.shapes(files));
  }

  private async ask<T>(question: (client: RunningClient) => Promise<T>): Promise<T> {
    if (!this.wanted) this.start();
    for (;;) {
      const asked = this.current;
      if (asked === null) {
        throw new CourseError(
          'reader-off',
          'The part of the extension that reads test files has ended too often and stays off, so the tests are not known. Your files are as you saved them.',
          'Start it again by reloading the window; the log says why it has ended.',
        );
      }
      try {
        return await question(asked);
      } catch (error) {
        if (this.current === asked) throw error;
      }
    }
  }

  private stop(): void {
    const { current } = this;
    this.current = null;
    current?.stop();
  }

  private ended(running: RunningClient): void {
    // Both its start and its connection may tell of one end.
    if (this.current !== running) return;
    this.stop();
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < spanMs), now];
    if (this.ends.length > mostRestarts) {
      this.log.error('The language server keeps ending and is not started again.');
      this.offerStart();
      return;
    }
    this.log.warn(`The language server ended and is started again (${this.ends.length} of ${mostRestarts}).`);
    this.start();
  }

  private offerStart(): void {
    void tell(
      'error',
      l10n.t(
        'The part of Integration Testing Lab that reads test files ended {0} times in a short while, so it stays off. Your files are not affected; diagnostics, quick fixes and new tests in the Testing view are missing until it runs again.',
        this.ends.length,
      ),
      {
        [l10n.t('Start Again')]: () => {
          if (this.current !== null) return;
          this.ends = [];
          this.start();
        },
        [l10n.t('Show Log')]: () => this.log.show(),
      },
    );
  }
}

/** One client with its server, from its start on. */
class RunningClient {
  /** Resolves when the server answers. */
  readonly started: Promise<void>;
  /** The open documents that the server knows. */
  readonly handedIn = new Set<string>();
  private readonly client: Promise<LanguageClient>;
  private stopped = false;

  constructor(module: string, diagnostics: FindingDiagnostics, log: LogOutputChannel, onClosed: () => void) {
    this.client = import('./languageClient.ts').then(({ createLanguageClient }) =>
      createLanguageClient({ module, diagnostics, log, onClosed, handedIn: this.handedIn }),
    );
    this.started = this.client.then((client) => {
      if (this.stopped) throw new Error('It was stopped before it came up.');
      return within(startMs, client.start());
    });
  }

  async discover(files: readonly SourceFile[]): Promise<readonly DiscoveredTests[]> {
    await this.started;
    const { discoverTests } = await import('./languageClient.ts');
    return discoverTests(await this.client, files);
  }

  async shapes(files: readonly Required<SourceFile>[]): Promise<readonly (CodeShape | null)[]> {
    await this.started;
    const { codeShapes } = await import('./languageClient.ts');
    return codeShapes(await this.client, files);
  }

  stop(): void {
    this.stopped = true;
    // One that has not come up, or has ended, refuses to be stopped.
    this.client.then((client) => client.dispose()).catch(() => undefined);
  }
}

/** @throws Error when the promise takes longer. */
function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error(`It has not come up within ${milliseconds / 1000} s.`));
    }, milliseconds);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(late);
    });
  });
}
