import { l10n, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { messageOf } from '../course/courseError.ts';
import type { DiscoveredTests, SourceFile } from '../protocol/serverRequests.ts';
import { createLanguageClient, discoverTests } from './languageClient.ts';

/** A server that ends more often than this within `spanMs` is not started again by itself. */
const mostRestarts = 3;
const spanMs = 3 * 60_000;

/** One that has not come up by then never will, for example because it ended before anybody listened to it. */
const startMs = 20_000;

/**
 * Keeps the language server running: when it ends, it is started again a few times, with the open documents as they
 * are in the editor; then this says so, with a button. Nothing of the user's is in the server, so nothing is lost.
 *
 * Each start gets a client of its own: one whose server ends while it starts cannot be used again.
 */
export class LanguageServer implements Disposable {
  private readonly module: string;
  private readonly log: LogOutputChannel;
  /** The client that is meant to run, with its start; null while the server stays off. */
  private current: { readonly client: LanguageClient; readonly started: Promise<void> } | null = null;
  /** When servers ended, in milliseconds since the epoch. */
  private ends: number[] = [];

  constructor(module: string, log: LogOutputChannel) {
    this.module = module;
    this.log = log;
  }

  /** Starts it, or starts it anew, such as when the workspace has become a trusted one. */
  start(): void {
    this.stop();
    const client = createLanguageClient(this.module, this.log, () => this.ended(client));
    const started = within(startMs, client.start());
    this.current = { client, started };
    started.catch((error: unknown) => {
      this.log.error(`The language server could not be started: ${messageOf(error)}`);
      this.ended(client);
    });
  }

  /**
   * Tests in files, found by parsing. Asked again when the server ends before it has answered.
   * @throws Error when the server stays off.
   */
  async discover(files: readonly SourceFile[]): Promise<readonly DiscoveredTests[]> {
    for (;;) {
      const asked = this.current;
      if (asked === null) throw new Error(l10n.t('The part that reads test files is switched off.'));
      try {
        await asked.started;
        return await discoverTests(asked.client, files);
      } catch (error) {
        if (this.current === asked) throw error;
      }
    }
  }

  dispose(): void {
    this.stop();
  }

  private stop(): void {
    const client = this.current?.client;
    this.current = null;
    // One that has not come up, or has ended, refuses to be stopped.
    client?.dispose().catch(() => undefined);
  }

  private ended(client: LanguageClient): void {
    // Both its start and its connection may tell of one end.
    if (this.current?.client !== client) return;
    this.stop();
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < spanMs), now];
    if (this.ends.length > mostRestarts) {
      this.log.error('The language server keeps ending and is not started again.');
      void this.offerStart();
      return;
    }
    this.log.warn(`The language server ended and is started again (${this.ends.length} of ${mostRestarts}).`);
    this.start();
  }

  private async offerStart(): Promise<void> {
    const again = l10n.t('Start Again');
    const showLog = l10n.t('Show Log');
    const choice = await window.showErrorMessage(
      l10n.t(
        'The part of Integration Testing Lab that reads test files ended {0} times in a short while, so it stays off. Your files are not affected; diagnostics, quick fixes and new tests in the Testing view are missing until it runs again.',
        this.ends.length,
      ),
      again,
      showLog,
    );
    if (choice === showLog) this.log.show();
    if (choice !== again || this.current !== null) return;
    this.ends = [];
    this.start();
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
