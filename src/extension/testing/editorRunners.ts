import { workspace, type LogOutputChannel } from 'vscode';
import type { Installation } from '../../course/installation.ts';
import { SparePool } from '../../course/running/sparePool.ts';
import { findRuntime } from '../../course/runtime.ts';
import { Disposables } from '../disposables.ts';
import { nodePath } from '../settings.ts';

/** Files whose change makes a runner that was started before it out of date. */
const configuration = '**/{package.json,package-lock.json,.mocharc.*,tsconfig.json}';

/** The runners of this window: on the Node the settings choose, with spares while the course is in use. */
export class EditorRunners extends Disposables {
  private readonly installation: Installation;
  private readonly log: LogOutputChannel;
  private pool: { readonly path: string | undefined; readonly spares: SparePool } | null = null;

  constructor(installation: Installation, log: LogOutputChannel) {
    super();
    this.installation = installation;
    this.log = log;
    const watcher = this.add(workspace.createFileSystemWatcher(configuration));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.add(event(() => this.pool?.spares.renew()));
    }
    this.add({ dispose: () => this.pool?.spares.dispose() });
  }

  /**
   * The pool on the present Node.
   * @throws CourseError `runtime-too-old` or `runtime-missing`.
   */
  async get(): Promise<SparePool> {
    const path = nodePath();
    if (this.pool !== null && this.pool.path === path) return this.pool.spares;
    const runtime = await findRuntime(path);
    this.pool?.spares.dispose();
    const { runner, toolchain } = this.installation;
    const spares = this.add(new SparePool({ runtime, runner, toolchain }));
    this.pool = { path, spares };
    this.log.info(`Tests run on Node ${runtime.version} (${runtime.execPath}).`);
    return spares;
  }

  /** Tests may soon be run: gets spares ready. In an untrusted workspace nothing starts. */
  expect(editing: boolean): void {
    if (!workspace.isTrusted) return;
    this.get().then(
      (spares) => spares.wanted(editing),
      // Without a usable Node there are no spares; the run that is asked for says why.
      (error: unknown) => this.log.warn(String(error)),
    );
  }
}
